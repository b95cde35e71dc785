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
import { manifestDraft, type PlayedChoice } from "../../backtest_settings.ts";
import { HistoricalMarketData } from "../../market/historical_market_data.ts";
import type { RecordedMarket } from "../../market/recorded_market.ts";
import { type PaperPace, realPace, SIMULATED_PACE } from "../../paper/paper_pace.ts";
import { playPaper } from "../../paper/play_paper.ts";
import { SimulatedClock } from "../../simulated_clock.ts";
import type { SeenPlan } from "../recorded_plan.ts";

/** What happens to a run on its way. */
export interface SeenScript {
  readonly choice: PlayedChoice;
  readonly market: RecordedMarket;
  readonly from: number;
  readonly until: number;
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
  const { choice, from, until, isReal = false, killAt = [], interruptAt = [] } = script;
  const store = new MortalStore();
  const lines: string[] = [];
  const clock = new SimulatedClock(from);
  let skewed = 0;
  const pace: PaperPace = isReal
    ? { ...realPace(choice.interval, () => ++skewed % 5 === 0 ? 1500 + skewed : null), leftAfterMs: Infinity }
    : SIMULATED_PACE;
  const commands = new GivenCommands();
  const marketData = faulty(new HistoricalMarketData(script.market, clock), script.faultEvery);
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
    end = await playPaper({ ...paper, written: { hashes, diary } }, { signal: stop.signal })
      .then((played) => played.end, (error) => {
        if (error instanceof Killed) return "interrupted";
        throw error;
      });
  }
  return recorded({ ...script, lines, entries: store.all, pace });
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

function recorded(
  { choice, from, until, isReal = false, lines, entries, pace }:
    & SeenScript
    & Pick<SeenRun, "lines" | "entries">
    & { readonly pace: PaperPace },
): SeenRun {
  const draft = manifestDraft(choice, {
    id: "00000002",
    mode: "paper",
    codeRevision: "x",
    data: { source: "drawn", synthetic: true, files: [], gaps: 0 },
    range: { from, until },
    started: "",
  });
  const diary = { lines: lines.length, lastHash: lines.at(-1)!.slice(-66, -2) };
  // What was measured of another clock comes from what was seen.
  const timeliness = isReal ? { ...pace.timeliness, clockSkewMs: () => null } : pace.timeliness;
  const plan = { choice, from, until, seen: entries, pace: { ...pace, timeliness } };
  return { manifest: { ...draft, status: "finished", diary }, lines, entries, plan };
}
