import type { JsMsg } from "@nats-io/jetstream";
import { type JobMessage, pack, type ResultMessage, unpackJob } from "./messages.ts";
import { reasonOf } from "./queue_error.ts";
import {
  MOST_TRIES,
  type Queue,
  RESULTS,
  resultSubject,
  SIGN_MS,
  subjectsIn,
  SWEEPS,
  sweepSubject,
  workersOf,
} from "./queue_layout.ts";

/** A run that was taken off the queue: nobody else has it until it is given back or its worker dies. */
export interface TakenRun {
  readonly message: JobMessage;
  /** Says what came of it; then it is off the queue for good. */
  done(result: Extract<ResultMessage, { kind: "done" }>): Promise<void>;
  /** It failed: somebody tries again, or after three tries it is set aside with its fault. */
  failed(fault: string): Promise<void>;
}

const WAIT_MS = 2000;
const RETRY_MS = 500;
const LEAST_WAIT_MS = 1000;
const MOST_LAST_TRIES = 10;
/** A message takes a million bytes at most, as servers come. */
const MOST_BYTES = 700_000;
const TAKEN_ALREADY = /maximum messages per subject exceeded/i;

/** Who looks on while runs are taken. */
export interface TakeWatch {
  readonly signal: AbortSignal;
  /** Runs of another revision of the code are waiting, which this one must not play. */
  onForeign(revisions: readonly string[]): void;
  /** The server went away, or is back: meanwhile it is tried to reach it again and again. */
  onLink(isThere: boolean): void;
}

/** Takes runs of this revision off the queue, one after another, until the signal; a lost server is waited for. */
export async function* takeRuns(
  queue: Queue,
  revision: string,
  watch: TakeWatch,
): AsyncGenerator<TakenRun, void, void> {
  const { signal } = watch;
  // A question to a server that went away may never be answered.
  const stopped = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  let consumer: Awaited<ReturnType<typeof workersOf>> | null = null;
  void tellLink(queue, watch);
  while (!signal.aborted) {
    try {
      consumer ??= await Promise.race([stopped, workersOf(queue, revision)]);
      const message = await Promise.race([stopped, consumer?.next({ expires: WAIT_MS }) ?? null]);
      const taken = message === null ? null : await takenRun(queue, message, signal);
      if (taken !== null) yield taken;
      if (message === null && !signal.aborted) await tellForeign(queue, revision, watch);
    } catch {
      // The server is away, or has just come back and lost its list of workers: it is asked again.
      consumer = null;
      await later(RETRY_MS);
    }
  }
}

/** Until the connection is closed. */
async function tellLink({ connection }: Queue, { onLink }: TakeWatch): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === "disconnect") onLink(false);
    else if (type === "reconnect") onLink(true);
  }
}

async function tellForeign(queue: Queue, revision: string, watch: TakeWatch): Promise<void> {
  const foreign = await foreignRevisions(queue, revision);
  if (foreign.length > 0) watch.onForeign(foreign);
}

/** The revisions of sweeps that are not over, but for our own. */
export async function foreignRevisions(queue: Queue, revision: string): Promise<readonly string[]> {
  const subjects = await subjectsIn(queue, SWEEPS, "reprise.sweeps.>");
  const all = subjects.map((subject) => subject.split(".")[2]);
  return all.includes(revision) ? [] : [...new Set(all)];
}

/** Null: it has been tried too often, and is set aside. */
async function takenRun(queue: Queue, message: JsMsg, signal: AbortSignal): Promise<TakenRun | null> {
  const tries = message.info.deliveryCount;
  const read = readJob(message);
  const signs = setInterval(() => message.working(), SIGN_MS);
  const run = new Taken(queue, message, { read, signs, signal });
  if (read === null) {
    await run.setAside("it cannot be read");
    return null;
  }
  if (tries <= MOST_TRIES) return run;
  await run.setAside("its worker died each time");
  return null;
}

function readJob({ data }: JsMsg): JobMessage | null {
  try {
    return unpackJob(data);
  } catch {
    return null;
  }
}

class Taken implements TakenRun {
  readonly #queue: Queue;
  readonly #taken: JsMsg;
  readonly #read: JobMessage | null;
  readonly #signs: ReturnType<typeof setInterval>;
  readonly #signal: AbortSignal;

  constructor(
    queue: Queue,
    taken: JsMsg,
    { read, signs, signal }: {
      readonly read: JobMessage | null;
      readonly signs: ReturnType<typeof setInterval>;
      readonly signal: AbortSignal;
    },
  ) {
    this.#queue = queue;
    this.#taken = taken;
    this.#read = read;
    this.#signs = signs;
    this.#signal = signal;
  }

  get message(): JobMessage {
    return this.#read!;
  }

  async done(result: Extract<ResultMessage, { kind: "done" }>): Promise<void> {
    await this.#settle(result);
  }

  async failed(fault: string): Promise<void> {
    if (this.#taken.info.deliveryCount >= MOST_TRIES) return await this.setAside(fault);
    clearInterval(this.#signs);
    this.#taken.nak(LEAST_WAIT_MS);
  }

  async setAside(fault: string): Promise<void> {
    const tries = Math.min(MOST_TRIES, this.#taken.info.deliveryCount);
    await this.#settle({ kind: "failed", fault, tries });
  }

  async #settle(result: ResultMessage): Promise<void> {
    await this.#answer(result);
    await Promise.all([this.#leave(), this.#takeBackUnwanted()]);
  }

  /**
   * Takes the result away again where its sweep is over: another had played the run too and was quicker, and what is put there
   * after the sweep has cleared up would lie there for a week.
   */
  async #takeBackUnwanted(): Promise<void> {
    const [, , revision, familyId, number] = this.#taken.subject.split(".");
    const { manager, results } = this.#queue;
    const standing = subjectsIn(this.#queue, SWEEPS, sweepSubject(revision, familyId));
    // Where the server is away, the sweep, which must reach it to be over, is not.
    if (await standing.then((sweeps) => sweeps.length > 0, () => true)) return;
    await Promise.allSettled([
      manager.streams.purge(RESULTS, { filter: resultSubject(familyId, Number(number)) }),
      results.delete(`${familyId}.${number}`),
    ]);
  }

  /** Puts the result where the sweep finds it, however often the server is lost; one that is there already is the one. */
  async #answer(result: ResultMessage): Promise<void> {
    const [, , , familyId, number] = this.#taken.subject.split(".");
    const bytes = pack(result);
    const name = `${familyId}.${number}`;
    for (let tries = 1;; tries++) {
      try {
        if (bytes.length > MOST_BYTES) await this.#queue.results.putBlob({ name }, bytes);
        const sent = bytes.length > MOST_BYTES ? pack({ kind: "stored", name }) : bytes;
        await this.#queue.client.publish(resultSubject(familyId, Number(number)), sent, {
          expect: { streamName: RESULTS },
        });
        return;
      } catch (error) {
        if (TAKEN_ALREADY.test(reasonOf(error))) return;
        // Whoever is to end does not wait for a server for ever: the run goes to somebody else.
        if (this.#queue.connection.isClosed() || this.#signal.aborted && tries > MOST_LAST_TRIES) throw error;
        await later(RETRY_MS);
      }
    }
  }

  /** Takes it off the queue. Where the server did not say that it heard, the run comes back, and a second result is refused. */
  async #leave(): Promise<void> {
    await this.#taken.ackAck().catch(() => false);
    clearInterval(this.#signs);
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
