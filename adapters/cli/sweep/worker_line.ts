import { formatCount, formatNumber, oneLine } from "../format.ts";
import type { FamilyJob } from "../family_member.ts";
import { marketName } from "./sweep_plan.ts";
import type { ElsewhereRun } from "./queued_pool.ts";
import type { QueuedRun } from "./shipped_files.ts";

/** A run that was taken off the queue. */
export interface TakenRun {
  readonly message: QueuedRun;
  /** Sends back what came of it. */
  done(result: ElsewhereRun & { readonly kind: "done" }): Promise<void>;
  /** Says that it failed. */
  failed(fault: string): Promise<void>;
}

/** A run in the hands of the pool. */
export interface HeldJob extends FamilyJob {
  readonly number: number;
}

/** Plays jobs as they come. */
export interface WorkerPool {
  playAll(jobs: AsyncIterable<HeldJob>, watch: {
    readonly signal: AbortSignal;
    onDone(job: HeldJob, result: unknown): void;
    onFailed(job: HeldJob, fault: string): void;
  }): Promise<void>;
}

/** What a line of runs goes through. */
export interface WorkerLineParts<Market> {
  /** Until nothing more is to be taken. */
  readonly taken: AsyncGenerator<TakenRun, void, void>;
  /** The run with all that it reads on this machine. */
  prepare(run: QueuedRun): Promise<Omit<FamilyJob, "market">>;
  readMarket(job: Omit<FamilyJob, "market">): Promise<Market>;
  openPool(markets: readonly Market[]): WorkerPool;
  /** What is sent back of a run that was played; nothing of it stays here. */
  collect(result: unknown, run: QueuedRun): ElsewhereRun;
  say(text: string): void;
}

interface Prepared {
  readonly run: TakenRun;
  readonly job: Omit<FamilyJob, "market">;
  /** Tells its market from others. */
  readonly name: string;
}

const TELL_MS = 5000;
/** More markets are not held at a time. */
const MOST_MARKETS = 8;

/** Plays runs as they are taken: a market is read once, and the workers last until another market is needed. */
export class WorkerLine<Market> {
  readonly #parts: WorkerLineParts<Market>;
  readonly #markets = new Map<string, Market>();
  readonly #held = new Map<number, TakenRun>();
  readonly #sending = new Set<Promise<void>>();
  #next: Prepared | null = null;
  #numbers = 0;
  #played = 0;
  #failed = 0;
  #told = performance.now();
  #toldPlayed = 0;

  constructor(parts: WorkerLineParts<Market>) {
    this.#parts = parts;
  }

  /** Until nothing more is taken, and all that was is sent back. */
  async play(): Promise<void> {
    while (await this.#takeOnMarket()) {
      const pool = this.#parts.openPool([...this.#markets.values()]);
      await pool.playAll(this.#jobs([...this.#markets.keys()]), {
        // What is in hand comes to its end: it would only be begun again elsewhere.
        signal: new AbortController().signal,
        onDone: (job, result) => this.#send(job, (run) => this.#sendDone(run, result)),
        onFailed: (job, fault) => this.#send(job, (run) => this.#sendFailed(run, fault)),
      });
    }
    await Promise.all(this.#sending);
    this.#parts.say(`${formatCount(this.#played, "run")} played, ${this.#failed} failed`);
  }

  async *#jobs(names: readonly string[]): AsyncGenerator<HeldJob, void, void> {
    while (await this.#take()) {
      const { run, job, name } = this.#next!;
      const market = names.indexOf(name);
      if (market < 0) return;
      this.#next = null;
      const number = this.#numbers++;
      this.#held.set(number, run);
      yield { ...job, market, number };
    }
  }

  /** Whether there is a next run; its market has been read. */
  async #takeOnMarket(): Promise<boolean> {
    while (await this.#take()) {
      const { run, job, name } = this.#next!;
      try {
        if (this.#markets.has(name)) return true;
        if (this.#markets.size >= MOST_MARKETS) this.#markets.clear();
        this.#markets.set(name, await this.#parts.readMarket(job));
        return true;
      } catch (error) {
        this.#next = null;
        await this.#sendFailed(run, (error as Error).message);
      }
    }
    return false;
  }

  /** Whether there is a next run. */
  async #take(): Promise<boolean> {
    while (this.#next === null) {
      const { value: run, done } = await this.#parts.taken.next();
      if (done === true) return false;
      try {
        const job = await this.#parts.prepare(run.message);
        const market = run.message.market.map(({ sha256 }) => sha256);
        this.#next = { run, job, name: JSON.stringify([marketName(job.options), market]) };
      } catch (error) {
        await this.#sendFailed(run, (error as Error).message);
      }
    }
    return true;
  }

  #send({ number }: HeldJob, action: (run: TakenRun) => Promise<void>): void {
    const run = this.#held.get(number)!;
    this.#held.delete(number);
    const sending = action(run).catch((error) =>
      this.#parts.say(`a result was not sent: ${oneLine(String(error))}`)
    )
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #sendDone(run: TakenRun, result: unknown): Promise<void> {
    let collected: ElsewhereRun;
    try {
      collected = this.#parts.collect(result, run.message);
    } catch (error) {
      return await this.#sendFailed(run, (error as Error).message);
    }
    await run.done({ kind: "done", ...collected });
    this.#played++;
    this.#tell();
  }

  async #sendFailed(run: TakenRun, fault: string): Promise<void> {
    this.#failed++;
    const { familyId, job } = run.message;
    this.#parts.say(`run ${job} of ${familyId} failed: ${oneLine(fault)}`);
    await run.failed(oneLine(fault));
  }

  #tell(): void {
    const elapsed = performance.now() - this.#told;
    if (elapsed < TELL_MS) return;
    const pace = (this.#played - this.#toldPlayed) / elapsed * 1000;
    this.#parts.say(`${formatCount(this.#played, "run")} played, ${formatNumber(pace)} runs/s`);
    this.#told = performance.now();
    this.#toldPlayed = this.#played;
  }
}
