import type { Answer, Told } from "./messages.ts";

/** What a pool is made of. */
export interface RunPoolOptions {
  /** Address of the module that does the jobs: each worker loads it once. */
  readonly module: string;
  /** The name of its function that does one; not given: `playJob`. */
  readonly does?: string;
  /** How many workers at most; not given: as many as there are cores. */
  readonly size?: number;
  /** Handed to every worker once; columns on shared memory are not copied. */
  readonly shared?: unknown;
  /** What a worker may do; not given: what this process may. */
  readonly permissions?: Deno.PermissionOptions;
}

/** Who follows the jobs. */
export interface PoolWatch<Job> {
  /** Aborted: the jobs in hand come to an early end, no other begins. */
  readonly signal: AbortSignal;
  /** A job that was done. */
  onDone(job: Job, result: unknown): void;
  /** A job that failed; the others go on. */
  onFailed(job: Job, fault: string): void;
  /** How many jobs are in hand, and the sum of what is done of each, 0 to 1. */
  onProgress?(inHand: number): void;
}

/** What ends a worker that was asked to come to its end and does not, ms. */
const PATIENCE_MS = 20_000;

/**
 * Jobs on workers. A worker does one job at a time; one that breaks down is replaced, and its job has failed. Memory does not
 * grow with the number of jobs: they are taken from an iterable, and results are handed over.
 */
export class RunPool {
  readonly #options: RunPoolOptions;

  constructor(options: RunPoolOptions) {
    this.#options = options;
  }

  /** Does all jobs, or those that were begun before the signal. Everything is closed when it is over. */
  async playAll<Job>(jobs: Iterable<Job> | AsyncIterable<Job>, watch: PoolWatch<Job>): Promise<void> {
    const queue = Symbol.iterator in jobs ? jobs[Symbol.iterator]() : jobs[Symbol.asyncIterator]();
    const shares = new Map<PoolWorker, number>();
    const told = (): void => watch.onProgress?.([...shares.values()].reduce((sum, share) => sum + share, 0));
    const size = Math.max(1, this.#options.size ?? navigator.hardwareConcurrency);
    await Promise.all(
      Array.from({ length: size }, () => serve(this.#options, { queue, shares, told, watch })),
    );
  }
}

interface Service<Job> {
  readonly queue: Iterator<Job> | AsyncIterator<Job>;
  readonly shares: Map<PoolWorker, number>;
  told(): void;
  readonly watch: PoolWatch<Job>;
}

/** One place of the pool: takes jobs until there are none. */
async function serve<Job>(options: RunPoolOptions, service: Service<Job>): Promise<void> {
  const { queue, shares, told, watch } = service;
  let worker: PoolWorker | null = null;
  try {
    while (!watch.signal.aborted) {
      const { value: job, done } = await queue.next();
      if (done === true) return;
      worker ??= new PoolWorker(options);
      const current: PoolWorker = worker;
      const onProgress = (share: number): void => {
        shares.set(current, share);
        told();
      };
      const outcome = await current.play(job, { signal: watch.signal, onProgress });
      shares.delete(current);
      if (outcome.kind === "done") watch.onDone(job, outcome.result);
      else watch.onFailed(job, outcome.fault);
      if (current.isBroken) worker = null;
    }
  } finally {
    worker?.close();
  }
}

type Outcome = Extract<Answer, { kind: "done" | "failed" }>;

/** A worker, and the job it is at. */
class PoolWorker {
  readonly #worker: Worker;
  readonly #opened: Promise<Answer>;
  #waiting: ((answer: Answer) => void) | null = null;
  #onProgress: (share: number) => void = () => undefined;
  #isBroken = false;

  constructor({ module, does = "playJob", shared = null, permissions }: RunPoolOptions) {
    const rights = permissions === undefined ? {} : { deno: { permissions } };
    const options = { type: "module", ...rights } as WorkerOptions;
    this.#worker = new Worker(new URL("./pool_worker.ts", import.meta.url), options);
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#break(event.message.split("\n")[0]);
    };
    this.#opened = this.#next();
    this.#tell({ kind: "open", module, does, shared });
  }

  /** Whether it can do no more jobs. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  async play(
    job: unknown,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<Outcome> {
    const opened = await this.#opened;
    if (opened.kind === "failed") {
      this.#break(opened.fault);
      return opened;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      this.#tell({ kind: "stop" });
      timer = setTimeout(
        () => this.#break(`it did not come to its end within ${PATIENCE_MS / 1000} s`),
        PATIENCE_MS,
      );
    };
    signal.addEventListener("abort", stop, { once: true });
    this.#onProgress = onProgress;
    try {
      const answer = this.#next();
      this.#tell({ kind: "play", job });
      if (signal.aborted) stop();
      return await answer as Outcome;
    } finally {
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#worker.terminate();
  }

  #tell(message: Told): void {
    this.#worker.postMessage(message);
  }

  #next(): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting = resolve;
    return promise;
  }

  #take(answer: Answer): void {
    if (answer.kind === "progress") return this.#onProgress(answer.share);
    this.#waiting?.(answer);
    this.#waiting = null;
  }

  #break(fault: string): void {
    this.#isBroken = true;
    this.close();
    this.#take({ kind: "failed", fault });
  }
}
