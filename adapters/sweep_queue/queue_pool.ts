import { type ConsumerMessages, DeliverPolicy } from "@nats-io/jetstream";
import { type JobMessage, pack, type ResultMessage, unpackResult } from "./messages.ts";
import { sha256Of } from "./object_files.ts";
import {
  JOBS,
  jobSubject,
  type Queue,
  RESULTS,
  resultSubject,
  subjectsIn,
  SWEEPS,
  sweepSubject,
} from "./queue_layout.ts";
import { reasonOf } from "./queue_error.ts";

/** A sweep whose runs are played by the workers of a queue. */
export interface QueuedSweep<Job> {
  readonly familyId: string;
  readonly revision: string;
  /** Its number in the sweep. */
  numberOf(job: Job): number;
  /** A run as a message; what it reads is on the server when this is done. */
  messageOf(job: Job): Promise<JobMessage>;
  /** Keeps what came of a run here, and gives what is told of it. */
  keep(job: Job, result: Extract<ResultMessage, { kind: "done" }>): unknown;
}

/** Who follows the runs. */
export interface QueueWatch<Job> {
  readonly signal: AbortSignal;
  /** A run that was done, with what was kept of it. */
  onDone(job: Job, result: unknown): void;
  /** A run that was set aside. */
  onFailed(job: Job, fault: string): void;
}

/** So many runs are on the queue at most: memory here does not grow with their number. */
const MOST_OUT = 2000;
/** So many are handed over at a time. */
const MOST_PUBLISHING = 32;
const RETRY_MS = 500;
/** How often it is looked for results that no message told of, ms. */
const LOOK_MS = 10_000;
const FULL_SUBJECT = /maximum messages per subject exceeded/i;

/**
 * Puts runs on the queue and takes in what comes of them. A run is put there once, however often it is tried, and its result is
 * kept once, whoever dies and is begun again in between: what is on the server is looked up first.
 */
export class QueuePool<Job> {
  readonly #queue: Queue;
  readonly #sweep: QueuedSweep<Job>;

  constructor(queue: Queue, sweep: QueuedSweep<Job>) {
    this.#queue = queue;
    this.#sweep = sweep;
  }

  /** Until all are done, or the signal: then the workers go on with what is on the queue. */
  async playAll(jobs: Iterable<Job>, watch: QueueWatch<Job>): Promise<void> {
    const { familyId, revision } = this.#sweep;
    await this.#queue.client.publish(sweepSubject(revision, familyId), new Uint8Array());
    await new Round(this.#queue, this.#sweep, watch).play(jobs);
  }

  /** Takes away what the sweep left on the server, where all of it is here; the connection is closed in any case. */
  async close(isOver: boolean): Promise<void> {
    const { manager, results, connection } = this.#queue;
    const { familyId, revision } = this.#sweep;
    if (isOver) {
      // First of all: who is still at a run then sees that nobody waits for it, and leaves nothing here.
      await manager.streams.purge(SWEEPS, { filter: sweepSubject(revision, familyId) });
      for (const { name } of await results.list()) {
        if (name.startsWith(`${familyId}.`)) await results.delete(name);
      }
      await manager.streams.purge(RESULTS, { filter: resultSubject(familyId, "*") });
      await manager.streams.purge(JOBS, { filter: jobSubject(revision, familyId, "*") });
    }
    await connection.close();
  }
}

/** One list of runs, from the first to be put on the queue to the last result. */
class Round<Job> {
  readonly #queue: Queue;
  readonly #sweep: QueuedSweep<Job>;
  readonly #watch: QueueWatch<Job>;
  /** On the queue, by number. */
  readonly #out = new Map<number, Job>();
  /** Whose result came before they were asked for. */
  readonly #early = new Set<number>();
  #wake: () => void = () => undefined;
  #failure: { readonly error: unknown } | null = null;

  constructor(queue: Queue, sweep: QueuedSweep<Job>, watch: QueueWatch<Job>) {
    this.#queue = queue;
    this.#sweep = sweep;
    this.#watch = watch;
  }

  async play(jobs: Iterable<Job>): Promise<void> {
    const stop = (): void => this.#wake();
    this.#watch.signal.addEventListener("abort", stop);
    const consumer = await this.#queue.client.consumers.get(RESULTS, {
      filter_subjects: resultSubject(this.#sweep.familyId, "*"),
      deliver_policy: DeliverPolicy.New,
    });
    const messages = await consumer.consume();
    const collecting = this.#collect(messages);
    // Where the server is away it is looked again when it is back.
    const timer = setInterval(() => void this.#lookAgain().catch(() => this.#wake()), LOOK_MS);
    try {
      await this.#publishAll(jobs);
      await this.#until(() => this.#out.size === 0);
    } finally {
      clearInterval(timer);
      this.#watch.signal.removeEventListener("abort", stop);
      messages.stop();
      await collecting;
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  get #isOver(): boolean {
    return this.#watch.signal.aborted || this.#failure !== null;
  }

  /** Waits until something is so, or there is nothing to wait for any more. */
  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.#isOver) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async #publishAll(jobs: Iterable<Job>): Promise<void> {
    const { familyId, revision } = this.#sweep;
    const there = new Set(await this.#numbersIn(RESULTS, resultSubject(familyId, "*")));
    const queued = new Set(await this.#numbersIn(JOBS, jobSubject(revision, familyId, "*")));
    const publishing = new Set<Promise<void>>();
    for (const job of jobs) {
      await this.#until(() => this.#out.size < MOST_OUT && publishing.size < MOST_PUBLISHING);
      if (this.#isOver) break;
      const number = this.#sweep.numberOf(job);
      this.#out.set(number, job);
      if (there.has(number) || this.#early.has(number)) await this.#fetch(number);
      else if (!queued.has(number)) {
        const one = this.#publish(job).catch((error) => this.#fail(error)).finally(() => {
          publishing.delete(one);
          this.#wake();
        });
        publishing.add(one);
      }
    }
    await Promise.all(publishing);
  }

  /** Puts a run on the queue, however often the connection is lost meanwhile. */
  async #publish(job: Job): Promise<void> {
    const message = await this.#sweep.messageOf(job);
    const bytes = pack(message);
    const { familyId, revision } = this.#sweep;
    const subject = jobSubject(revision, familyId, message.job);
    // The same run, on the same data, by the same code: a second one is none.
    let msgID: string | undefined = `${familyId}-${identityOf(message, revision)}`;
    while (!this.#isOver) {
      try {
        const { duplicate } = await this.#queue.client.publish(
          subject,
          bytes,
          msgID === undefined ? {} : { msgID },
        );
        // It was there before: it still is, and is refused by its subject, or it is gone and is wanted again.
        if (!duplicate) return;
        msgID = undefined;
      } catch (error) {
        if (FULL_SUBJECT.test(reasonOf(error))) return;
        await later(RETRY_MS);
      }
    }
  }

  async #collect(messages: ConsumerMessages): Promise<void> {
    for await (const message of messages) {
      const number = Number(message.subject.split(".").at(-1));
      if (this.#out.has(number)) await this.#take(number, message.data).catch((error) => this.#fail(error));
      else this.#early.add(number);
    }
  }

  async #take(number: number, bytes: Uint8Array): Promise<void> {
    const job = this.#out.get(number);
    if (job === undefined || this.#isOver) return;
    let result = unpackResult(bytes);
    if (result.kind === "stored") {
      const stored = await this.#queue.results.getBlob(result.name);
      // Not yet whole there: it is looked for again.
      if (stored === null) return;
      result = unpackResult(stored);
    }
    // Whoever else has it by now was quicker.
    if (result.kind === "stored" || !this.#out.delete(number)) return;
    if (result.kind === "failed") this.#watch.onFailed(job, `${result.fault} (${result.tries} tries)`);
    else this.#watch.onDone(job, this.#sweep.keep(job, result));
    this.#wake();
  }

  /** Takes a result that is there already. */
  async #fetch(number: number): Promise<void> {
    const subject = resultSubject(this.#sweep.familyId, number);
    const found = await this.#queue.manager.streams.getMessage(RESULTS, { last_by_subj: subject });
    if (found !== null) await this.#take(number, found.data);
  }

  /** Results that no message told of: a server that was begun again forgets who listens. */
  async #lookAgain(): Promise<void> {
    for (const number of await this.#numbersIn(RESULTS, resultSubject(this.#sweep.familyId, "*"))) {
      if (this.#out.has(number)) await this.#fetch(number);
    }
  }

  async #numbersIn(stream: string, filter: string): Promise<number[]> {
    const subjects = await subjectsIn(this.#queue, stream, filter);
    return subjects.map((subject) => Number(subject.split(".").at(-1)));
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}

/** A hash of all that decides what a run comes to: its settings, its range, the data, what it reads, and the code. */
function identityOf({ play, market, files, modules, cassettes }: JobMessage, revision: string): string {
  const { options } = play as { readonly options: { readonly [name: string]: unknown } };
  const { runs: _, json: __, progress: ___, debug: ____, cores: _____, ...decides } = options;
  const text = JSON.stringify([decides, market, files, modules, cassettes, revision]);
  return sha256Of(new TextEncoder().encode(text)).slice(0, 32);
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
