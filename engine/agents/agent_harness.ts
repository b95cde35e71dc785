import type { Agent } from "./agent.ts";

/** Who follows a job while it runs apart. */
export interface HarnessWatch {
  /** Aborted when the job is to end early. */
  readonly signal: AbortSignal;
  /** Hands over something that happened, as plain data. */
  append(entry: unknown): void;
  /** Called after every cycle; the next one waits for what it returns. */
  onCycle(): void | Promise<void>;
}

/** Runs a job with a new agent, wherever the agent was loaded; job and result are plain data. */
export type AgentHarness = (create: () => Agent, job: unknown, watch: HarnessWatch) => Promise<unknown>;

/** A place of its own in which an agent was loaded: it shares nothing with this one but messages. */
export interface AgentIsolate {
  /** Runs a job there with the isolate's harness; entries are handed over as they come. */
  run(
    job: unknown,
    watch: { readonly signal: AbortSignal; readonly onEntry: (entry: unknown) => void },
  ): Promise<unknown>;
}
