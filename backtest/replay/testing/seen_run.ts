/**
 * A short paper run in memory, on a drawn market by a simulated clock: with faults, commands, interruptions and kills.
 * @module
 */
import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type Command,
  type Commands,
  type DiaryEntry,
  type MarketData,
  MarketFault,
  type RunManifest,
  type SeenEntry,
  type SeenStore,
} from "../../../engine/mod.ts";
import type { PlayedChoice } from "../../backtest_settings.ts";
import { SimulatedExchange } from "../../exchange/simulated_exchange.ts";
import { liveManifest } from "../../live/live_manifest.ts";
import { playLive } from "../../live/play_live.ts";
import { HistoricalMarketData } from "../../market/historical_market_data.ts";
import type { RecordedMarket } from "../../market/recorded_market.ts";
import { paperManifest } from "../../paper/paper_manifest.ts";
import { type PaperPace, realPace, SIMULATED_PACE } from "../../paper/paper_pace.ts";
import { playPaper } from "../../paper/play_paper.ts";
import { SimulatedClock } from "../../simulated_clock.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "../../simulation_choice.ts";
import type { SeenPlan } from "../recorded_plan.ts";

/** What happens to a run on its way. */
export interface SeenScript {
  readonly choice: PlayedChoice;
  readonly market: RecordedMarket;
  readonly from: number;
  readonly until: number;
  /** Whether its orders go to an account at a venue that outlives its processes, whose answers are kept. */
  readonly isLive?: boolean;
  /** Whether time is the system's, with its grace, deadlines and skews. */
  readonly isReal?: boolean;
  /** Every so many questions to the market fail; not given: none. */
  readonly faultEvery?: number;
  /** Commands by the number of lines after which they are given. */
  readonly commands?: ReadonlyMap<number, Command>;
  /** After so many things were seen the process is killed, each time. */
  readonly killAt?: readonly number[];
  /** After so many lines somebody interrupts it, each time. */
  readonly interruptAt?: readonly number[];
}

/** A run as it lies on disk. */
export interface SeenRun {
  readonly manifest: RunManifest;
  readonly lines: readonly string[];
  readonly entries: readonly SeenEntry[];
  readonly plan: SeenPlan;
}

class Killed extends Error {}

/** Keeps what is seen until its process is killed. */
class MortalStore implements SeenStore {
  readonly all: SeenEntry[] = [];
  killAt = Infinity;

  entries(): Iterable<SeenEntry> {
    return [...this.all];
  }

  append(entry: SeenEntry): void {
    if (this.all.length >= this.killAt) throw new Killed();
    // As it comes from a file: nothing is shared with who saw it.
    this.all.push(JSON.parse(JSON.stringify(entry)));
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }
}

/** Commands that the script gives on the way. */
class GivenCommands implements Commands {
  #queue: Command[] = [];
  #waiting = new AbortController();

  give(command: Command): void {
    this.#queue.push(command);
    this.#waiting.abort();
  }

  take(): Promise<readonly Command[]> {
    const taken = this.#queue;
    this.#queue = [];
    if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return this.#waiting.signal;
  }

  answer(): void {}
}

/** Plays a script to its end, over all its processes. */
export async function seenRun(script: SeenScript): Promise<SeenRun> {
  const { choice, from, until, isReal = false, isLive = false, killAt = [], interruptAt = [] } = script;
  const store = new MortalStore();
  const lines: string[] = [];
  const clock = new SimulatedClock(from);
  let skewed = 0;
  const pace: PaperPace = isReal
    ? { ...realPace(choice.interval, () => ++skewed % 5 === 0 ? 1500 + skewed : null), leftAfterMs: Infinity }
    : SIMULATED_PACE;
  const commands = new GivenCommands();
  const marketData = faulty(new HistoricalMarketData(script.market, clock), script.faultEvery);
  const manifest = manifestOf(script);
  const options = exchangeOptions(DEFAULT_SIMULATION, choice.capitalUsd);
  const parts = { clock, marketData: new HistoricalMarketData(script.market, clock) };
  const exchange = new SimulatedExchange({ ...parts, instruments: choice.instruments }, options);
  let end = "interrupted";
  for (let life = 0; end === "interrupted"; life++) {
    store.killAt = killAt[life] ?? Infinity;
    const stop = new AbortController();
    const hashes = lines.map((line) => line.slice(-66, -2));
    const diary = appendingTo(lines, (count) => {
      const command = script.commands?.get(count);
      if (command !== undefined) commands.give(command);
      if (count === interruptAt[life]) stop.abort();
    });
    const paper = { choice, ...pace, ...{ clock, marketData, commands, from, until }, seen: store };
    const surroundings = { ...paper, written: { hashes, diary } };
    const playing = isLive
      ? playLive({ ...surroundings, key: manifest.key, exchange }, { signal: stop.signal })
      : playPaper(surroundings, { signal: stop.signal });
    end = await playing
      .then((played) => played.end, (error) => {
        if (error instanceof Killed) return "interrupted";
        throw error;
      });
  }
  return recorded({ ...script, lines, entries: store.all, pace, draft: manifest });
}

function appendingTo(lines: string[], onLine: (count: number) => void) {
  const last = lines.at(-1);
  let end: ChainEnd = { seq: lines.length, hash: last === undefined ? CHAIN_START : last.slice(-66, -2) };
  return {
    append(entry: DiaryEntry): void {
      const { text, hash } = chainLine(end, entry);
      end = { seq: end.seq + 1, hash };
      lines.push(text);
      onLine(lines.length);
    },
    commit: () => Promise.resolve(),
  };
}

function faulty(source: MarketData, every = Infinity): MarketData {
  let asked = 0;
  const ask = <T>(answer: () => T): T => {
    if (++asked % every === 0) throw new MarketFault("unreachable", `question ${asked} was not heard`);
    return answer();
  };
  return {
    candles: (...of) => ask(() => source.candles(...of)),
    finest: (...of) => ask(() => source.finest(...of)),
    contexts: (...of) => ask(() => source.contexts(...of)),
    funding: (...of) => ask(() => source.funding(...of)),
  };
}

function manifestOf({ choice, from, until, isLive = false }: SeenScript): RunManifest {
  const made = { id: "00000002", codeRevision: "x", range: { from, until }, started: "" };
  const sources = {
    hyperliquid: "http://localhost",
    binance: "http://localhost",
    withoutCandles: [],
    file: null,
  };
  const own = { network: "testnet", account: "0x0", nakedLimitMs: 10_000 };
  return isLive
    ? liveManifest(choice, { ...made, ...sources }, own)
    : paperManifest(choice, { ...made, ...sources });
}

function recorded(
  { choice, from, until, isReal = false, isLive = false, lines, entries, pace, draft }:
    & SeenScript
    & Pick<SeenRun, "lines" | "entries">
    & { readonly pace: PaperPace; readonly draft: RunManifest },
): SeenRun {
  const diary = { lines: lines.length, lastHash: lines.at(-1)!.slice(-66, -2) };
  // What was measured of another clock comes from what was seen.
  const timeliness = isReal ? { ...pace.timeliness, clockSkewMs: () => null } : pace.timeliness;
  const world = { seen: entries, pace: { ...pace, timeliness }, key: draft.key, hasExchange: isLive };
  return {
    manifest: { ...draft, status: "finished", diary },
    lines,
    entries,
    plan: { choice, from, until, ...world },
  };
}
