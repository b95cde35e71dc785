import {
  AgentError,
  type AgentIsolate,
  type AgentTraits,
  type IsolateWatch,
  type TypedParameter,
} from "../../engine/mod.ts";
import type { AgentFile } from "./agent_file.ts";
import type { Answer, Opening, Request } from "./messages.ts";

/** How long an agent may take to end its cycle when it is asked to stop, ms. */
const PATIENCE_MS = 10_000;
/** Loading may have to parse and link a good deal, on a busy machine: ms. */
const LOADING_MS = 30_000;
/** Reading is given up before the agent's own code begins; see `isolate_worker.ts`. */
const PERMISSIONS: Deno.PermissionOptions = {
  read: "inherit",
  write: false,
  net: false,
  env: false,
  run: false,
  sys: false,
  ffi: false,
  import: false,
};

/** The answer of an isolate that cannot be renewed. */
const CHANGED = Symbol("changed");

/** What is loaded into an isolate. */
export interface IsolateOptions {
  readonly parameters: readonly TypedParameter[];
  /** Address of the module whose default export, an AgentHarness, runs the jobs. */
  readonly harness: string;
  /** Seed of a clock and of dice that are not the system's; not given: the system's. */
  readonly surroundings?: number;
  /** Whether it is to be renewed later; not given: no. */
  readonly isKept?: boolean;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEntry: (entry: unknown) => void;
  readonly onAsk: (question: unknown) => Promise<unknown>;
}

/** An agent in a worker of its own, without any permission. One job at a time. */
export class WorkerIsolate implements AgentIsolate {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #traits: AgentTraits | null = null;
  #waiting: Waiting | null = null;
  /** Whether the last job came to its own end. */
  #isDone = true;
  /** Why it is no more; null: it is there. */
  #ended: unknown = null;

  private constructor(file: AgentFile, options: IsolateOptions) {
    const { parameters, harness, surroundings = null, isKept = false } = options;
    this.#path = file.path;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
    const rights = { type: "module", deno: { permissions: PERMISSIONS } } as WorkerOptions;
    this.#worker = new Worker(new URL("./isolate_worker.ts", import.meta.url), rights);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new AgentError(`the agent ${this.#path} failed outside decide: ${event.message}`));
    };
    const opening: Opening = { agent: file.url, path: file.path, harness, parameters, surroundings, isKept };
    this.#worker.postMessage({ opening, port: port2 }, [port2]);
  }

  /** Loads an agent. Throws an AgentError where it cannot be loaded or is none. The caller closes it. */
  static async open(file: AgentFile, options: IsolateOptions): Promise<WorkerIsolate> {
    const isolate = new WorkerIsolate(file, options);
    try {
      await isolate.#loaded();
      return isolate;
    } catch (error) {
      isolate.close();
      throw error;
    }
  }

  /**
   * Takes up another agent of the same module, loaded anew from its text, with other parameters. False: it cannot be as if it
   * had only just been opened. Throws as `open` does; what was not opened to be kept cannot be renewed.
   */
  async renew(source: string, parameters: readonly TypedParameter[]): Promise<boolean> {
    if (this.#ended !== null || !this.#isDone) return false;
    this.#send({ kind: "renew", source, parameters });
    return await this.#loaded();
  }

  /** Until the agent is there; false: it is not. */
  async #loaded(): Promise<boolean> {
    const late = new AgentError(`the agent ${this.#path} was not loaded within ${LOADING_MS / 1000} s`);
    const timer = setTimeout(() => this.#end(late), LOADING_MS);
    try {
      return await this.#wait({ onEntry: () => undefined }) !== CHANGED;
    } finally {
      clearTimeout(timer);
    }
  }

  /** All about the agent but its deciding. */
  get traits(): AgentTraits {
    return this.#traits!;
  }

  /**
   * Runs a job. A stop that the agent does not heed, or a job beyond its limit, ends the isolate; what ended it is thrown at
   * every later job.
   */
  async run(job: unknown, { signal, limitMs, ...heard }: IsolateWatch): Promise<unknown> {
    if (this.#ended !== null) throw this.#ended;
    let timer = limitMs === undefined ? undefined : this.#endAfter(limitMs);
    const stop = (): void => {
      this.#send({ kind: "stop" });
      clearTimeout(timer);
      timer = this.#endAfter(PATIENCE_MS);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      this.#isDone = false;
      this.#send({ kind: "run", job });
      if (signal.aborted) stop();
      const result = await this.#wait(heard);
      this.#isDone = true;
      return result;
    } finally {
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
    }
  }

  #endAfter(ms: number): ReturnType<typeof setTimeout> {
    const what = `the agent ${this.#path} did not come to the end of its cycle within ${ms / 1000} s`;
    return setTimeout(() => this.#end(new AgentError(what)), ms);
  }

  /** Ends the worker. */
  close(): void {
    this.#port.close();
    this.#worker.terminate();
  }

  #send(request: Request): void {
    this.#port.postMessage(request);
  }

  #wait({ onEntry, onAsk = nobodyAnswers }: Omit<IsolateWatch, "signal">): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting = { resolve, reject, onEntry, onAsk };
    return promise;
  }

  async #answer(id: number, asked: Promise<unknown>): Promise<void> {
    try {
      this.#send({ kind: "answer", to: id, answer: await asked });
    } catch (error) {
      // Whoever asked is told: what it does about it is its own business.
      const failed = error instanceof Error ? error.message : String(error);
      this.#send({ kind: "answer", to: id, failed });
    }
  }

  #take(answer: Answer): void {
    if (answer.kind === "failed" && answer.isLast) return this.#end(errorOf(answer));
    const waiting = this.#waiting;
    if (waiting === null) return;
    try {
      if (answer.kind === "entries") return answer.entries.forEach((entry) => waiting.onEntry(entry));
    } catch (error) {
      // What cannot be kept (a full disk) ends the run.
      return this.#end(error);
    }
    if (answer.kind === "ask") return void this.#answer(answer.id, waiting.onAsk(answer.question));
    this.#waiting = null;
    if (answer.kind === "ready") waiting.resolve(this.#traits = answer.traits);
    else if (answer.kind === "changed") waiting.resolve(CHANGED);
    else if (answer.kind === "done") waiting.resolve(answer.result);
    else waiting.reject(errorOf(answer));
  }

  #end(error: unknown): void {
    this.#ended ??= error;
    this.close();
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

function nobodyAnswers(): Promise<never> {
  return Promise.reject(new Error("nobody answers questions of this job"));
}

function errorOf({ message, expected, usage }: Extract<Answer, { kind: "failed" }>): Error {
  return expected ? new AgentError(message, { usage }) : new Error(message);
}
