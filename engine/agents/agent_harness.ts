import type { Agent } from "./agent.ts";

/** Who follows a job while it runs apart. */
export interface HarnessWatch {
  /** Aborted when the job is to end early. */
  readonly signal: AbortSignal;
  /** Hands over something that happened, as plain data. */
  append(entry: unknown): void;
  /** Called after every cycle; the next one waits for what it returns. */
  onCycle(): void | Promise<void>;
  /** Asks whoever gave the job, plain data both ways. Rejects where nobody there answers. */
  ask(question: unknown): Promise<unknown>;
}

/** Runs a job with a new agent, wherever the agent was loaded; job and result are plain data. */
export type AgentHarness = (create: () => Agent, job: unknown, watch: HarnessWatch) => Promise<unknown>;

/** Who gave a job to an isolate. */
export interface IsolateWatch {
  readonly signal: AbortSignal;
  readonly onEntry: (entry: unknown) => void;
  /** Answers what is asked on the way; not given: nothing is. */
  readonly onAsk?: (question: unknown) => Promise<unknown>;
  /** After so long the isolate is ended, ms; not given: never. */
  readonly limitMs?: number;
}

/** A place of its own in which an agent was loaded: it shares nothing with this one but messages. */
export interface AgentIsolate {
  /** Runs a job there with the isolate's harness; entries are handed over as they come. */
  run(job: unknown, watch: IsolateWatch): Promise<unknown>;
}
