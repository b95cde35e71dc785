import {
  closeAfter,
  type Diary,
  DIARY_SCHEMA,
  type Interval,
  intervalMs,
  type JsonValue,
  MANIFEST_SCHEMA,
  type Metrics,
  runKey,
  type RunManifest,
  type VenueWorld,
} from "../../engine/mod.ts";
import { FoldingDiary } from "../folding_diary.ts";
import { MetricsFold } from "../metrics/mod.ts";
import { AccountDiary } from "./account_diary.ts";

/** What stands beside the figures of every such run. */
const STOPS_UNSEEN =
  "Whether positions had stops was not looked at: that is the client's business, and a longest " +
  "naked time of 0 says nothing here.";

/** A run that is kept somewhere. */
export interface KeptRun {
  readonly id: string;
  readonly diary: Diary;
  /** Writes down how it ended. */
  finish(
    end: Pick<RunManifest, "status" | "range" | "warnings"> & { readonly metrics: Metrics },
  ): Promise<void>;
  /** Marks it as one that could not go on. */
  fail(): Promise<void>;
}

/** What only whoever keeps a run knows of it. */
export type RunMade = Pick<RunManifest, "id" | "codeRevision" | "started">;

/** What the runs of a venue's accounts are made of. */
export interface AccountRunsParts {
  readonly world: VenueWorld;
  /** A cycle ends at each of its closes. */
  readonly interval: Interval;
  /** Everything that can change a fill: balance, simulation, funding. */
  readonly settings: { readonly [name: string]: JsonValue };
  readonly data: RunManifest["data"];
  /** Begins a run; nothing of it may be left where that fails. */
  open(manifestOf: (made: RunMade) => RunManifest): Promise<KeptRun>;
}

/** An account with its run, once it has traded. */
interface WrittenAccount {
  readonly address: string;
  readonly lines: AccountDiary;
  readonly fold: MetricsFold;
  run: KeptRun | null;
  /** Close of the first line, ms. */
  from: number;
  /** Whether it could not be written any more. */
  isBroken: boolean;
}

/**
 * Writes each account of a venue as a run of its own, so that whatever reads runs works on a stranger's bot. A run
 * begins with the first close after the account was opened, as soon as the account trades; one that never does has none.
 * What it asks of an account changes nothing there.
 */
export class AccountRuns {
  readonly #parts: AccountRunsParts;
  readonly #cycleMs: number;
  readonly #written = new Map<string, WrittenAccount>();

  constructor(parts: AccountRunsParts) {
    this.#parts = parts;
    this.#cycleMs = intervalMs(parts.interval);
  }

  /** The next moment the clock has to stop at, so that a line can be written, ms. */
  nextClose(time: number): number {
    return closeAfter(time, this.#parts.interval);
  }

  /**
   * To be called whenever the clock is about to leave a moment (ms), and awaited: where a cycle ends there its line is
   * written, with what clients did while the clock stood. A run that cannot be written is marked as failed and left
   * alone from then on; the first such failure is thrown when all others are written.
   */
  async leave(now: number): Promise<void> {
    if (now % this.#cycleMs === 0) await this.#writeUpTo(now);
  }

  /**
   * Ends all runs at a moment (ms) that need not be a close: the last line then tells of a part of a cycle. Gives the
   * ids of the runs by address; throws as `leave` does.
   */
  async finish(now: number): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    const failures = await this.#tryEach(async (written) => {
      await this.#write(written, now);
      const { address, run, fold, from } = written;
      if (run === null) return;
      const { metrics, warnings } = fold.result();
      const range = { from, until: now };
      await run.finish({ status: "finished", range, metrics, warnings: [...warnings, STOPS_UNSEEN] });
      ids.set(address, run.id);
    });
    if (failures.length > 0) throw failures[0];
    return ids;
  }

  /** Marks every run as one that could not go on: the venue ends by an error. */
  async fail(): Promise<void> {
    for (const written of this.#written.values()) {
      if (written.isBroken) continue;
      written.isBroken = true;
      await written.run?.fail();
    }
  }

  async #writeUpTo(close: number): Promise<void> {
    const failures = await this.#tryEach((written) => this.#write(written, close));
    if (failures.length > 0) throw failures[0];
  }

  /** Does something to every account that can still be written; gives what went wrong. */
  async #tryEach(action: (written: WrittenAccount) => Promise<void>): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    for (const address of this.#parts.world.accounts.keys()) {
      const written = this.#written.get(address) ?? this.#begin(address);
      if (written.isBroken) continue;
      try {
        await action(written);
      } catch (error) {
        written.isBroken = true;
        failures.push(error);
        await written.run?.fail();
      }
    }
    return failures;
  }

  async #write(written: WrittenAccount, close: number): Promise<void> {
    const lines = await written.lines.linesUpTo(close);
    if (lines.length === 0) return;
    written.run ??= await this.#open(written, lines[0].close);
    const diary = new FoldingDiary(written.fold, written.run.diary);
    for (const line of lines) diary.append(line);
    await diary.commit();
  }

  #begin(address: string): WrittenAccount {
    const { world } = this.#parts;
    const instruments = new Map(world.market.instruments.map((one) => [one.symbol, one]));
    const account = world.accounts.get(address)!;
    const lines = new AccountDiary({ account, instruments, cycleMs: this.#cycleMs });
    const written = { address, lines, fold: new MetricsFold(), run: null, from: 0, isBroken: false };
    this.#written.set(address, written);
    return written;
  }

  async #open(written: WrittenAccount, from: number): Promise<KeptRun> {
    written.from = from;
    const manifest = this.#manifest(written.address, from);
    const run = await this.#parts.open((made) => ({ ...manifest, ...made }));
    run.diary.append({ kind: "run", schema: DIARY_SCHEMA, key: manifest.key });
    return run;
  }

  #manifest(address: string, from: number): Omit<RunManifest, keyof RunMade> {
    const { world: { market }, interval, settings: given, data } = this.#parts;
    const agent = `bot ${shortAddress(address)}`;
    const assets = market.instruments.map(({ symbol }) => symbol);
    const settings = { agent, address, assets, interval, ...given };
    return {
      schema: MANIFEST_SCHEMA,
      mode: "venue",
      key: runKey(settings),
      agent,
      settings,
      data,
      range: { from, until: market.span.until },
      ended: null,
      status: "running",
      diary: null,
      metrics: null,
      benchmark: null,
      warnings: [],
    };
  }
}

/** An address as a person tells it from others: its beginning and its end. */
function shortAddress(address: string): string {
  return address.length <= 12 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}
