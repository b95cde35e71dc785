import { AgentError, type AgentIsolate, type AgentTraits, type TypedParameter } from "../../engine/mod.ts";
import type { AgentFile } from "./agent_file.ts";
import type { Answer, Opening, Request } from "./messages.ts";

/** How long an agent may take to end its cycle when it is asked to stop, ms. */
const PATIENCE_MS = 10_000;
/** Loading may have to parse and link a good deal, on a busy machine: ms. */
const LOADING_MS = 30_000;
/** Reading is given up before the agent's own code begins; see `isolate_worker.ts`. */
const PERMISSIONS: Deno.PermissionOptions = {
  read: true,
  write: false,
  net: false,
  env: false,
  run: false,
  sys: false,
  ffi: false,
  import: false,
};

/** What is loaded into an isolate. */
export interface IsolateOptions {
  readonly parameters: readonly TypedParameter[];
  /** Address of the module whose default export, an AgentHarness, runs the jobs. */
  readonly harness: string;
  /** Seed of a clock and of dice that are not the system's; not given: the system's. */
  readonly surroundings?: number;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEntry: (entry: unknown) => void;
}

/** An agent in a worker of its own, without any permission. One job at a time. */
export class WorkerIsolate implements AgentIsolate {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #traits: AgentTraits | null = null;
  #waiting: Waiting | null = null;

  private constructor(file: AgentFile, { parameters, harness, surroundings = null! }: IsolateOptions) {
    this.#path = file.path;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
    const options = { type: "module", deno: { permissions: PERMISSIONS } } as WorkerOptions;
    this.#worker = new Worker(new URL("./isolate_worker.ts", import.meta.url), options);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new AgentError(`the agent ${this.#path} failed outside decide: ${event.message}`));
    };
    const opening: Opening = { agent: file.url, path: file.path, harness, parameters, surroundings };
    this.#worker.postMessage({ opening, port: port2 }, [port2]);
  }

  /** Loads an agent. Throws an AgentError where it cannot be loaded or is none. The caller closes it. */
  static async open(file: AgentFile, options: IsolateOptions): Promise<WorkerIsolate> {
    const isolate = new WorkerIsolate(file, options);
    const late = new AgentError(`the agent ${file.path} was not loaded within ${LOADING_MS / 1000} s`);
    const timer = setTimeout(() => isolate.#end(late), LOADING_MS);
    try {
      await isolate.#wait(() => undefined);
      return isolate;
    } catch (error) {
      isolate.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** All about the agent but its deciding. */
  get traits(): AgentTraits {
    return this.#traits!;
  }

  /** Runs a job; a stop that the agent does not heed ends the isolate. */
  async run(
    job: unknown,
    { signal, onEntry }: { readonly signal: AbortSignal; readonly onEntry: (entry: unknown) => void },
  ): Promise<unknown> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      this.#send({ kind: "stop" });
      const late = new AgentError(
        `the agent ${this.#path} did not come to the end of its cycle within ${PATIENCE_MS / 1000} s`,
      );
      timer = setTimeout(() => this.#end(late), PATIENCE_MS);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      this.#send({ kind: "run", job });
      if (signal.aborted) stop();
      return await this.#wait(onEntry);
    } finally {
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
    }
  }

  /** Ends the worker. */
  close(): void {
    this.#port.close();
    this.#worker.terminate();
  }

  #send(request: Request): void {
    this.#port.postMessage(request);
  }

  #wait(onEntry: (entry: unknown) => void): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting = { resolve, reject, onEntry };
    return promise;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    try {
      if (answer.kind === "entries") return answer.entries.forEach((entry) => waiting.onEntry(entry));
    } catch (error) {
      // What cannot be kept (a full disk) ends the run.
      return this.#end(error);
    }
    this.#waiting = null;
    if (answer.kind === "ready") waiting.resolve(this.#traits = answer.traits);
    else if (answer.kind === "done") waiting.resolve(answer.result);
    else waiting.reject(errorOf(answer));
  }

  #end(error: unknown): void {
    this.close();
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

function errorOf({ message, expected, usage }: Extract<Answer, { kind: "failed" }>): Error {
  return expected ? new AgentError(message, { usage }) : new Error(message);
}
