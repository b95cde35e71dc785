/** `record from-run`: what a run saw of the market, as a folder that a backtest reads. */

import type { CandleColumns, Instrument, Interval, RecordedValues, RunManifest } from "../../engine/mod.ts";
import { AGENT_PROFILES, RISK_PROFILES } from "../../engine/mod.ts";
import { FailureError, quote, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { formatNumber, formatTime } from "./format.ts";
import { nextLines, paramWords, sameRun } from "./next_commands.ts";
import { DEFAULTS, type RiskChoice } from "./options.ts";
import { painter } from "./paint.ts";
import { recordedOptions } from "./recorded_options.ts";
import { shellWord } from "./shell_word.ts";
import type { Terminal } from "./terminal.ts";

/** What `record from-run` was asked to do. */
export interface FromRunOptions {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  /** The folder that is written; null: `market` in the run's own. */
  readonly data: string | null;
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

/** What a run saw of an asset. */
interface Asset {
  readonly asset: string;
  readonly candles: readonly { readonly interval: Interval; readonly columns: CandleColumns }[];
  readonly funding: RecordedValues;
  readonly openInterest: RecordedValues;
}

interface Part {
  readonly name: string;
  readonly isWhole: boolean;
  readonly gaps: number;
}

/** What finds a run, reads what it saw and writes a recording. */
export interface FromRunTools<Entries> {
  findRun(runs: string, run: string): { readonly path: string; readonly manifest: RunManifest };
  /** Whether what it saw was kept, and what that is. */
  hasSeen(runPath: string): boolean;
  seenIn(runPath: string): Entries;
  seenMarket(entries: Entries): readonly Asset[];
  readonly RecordedFolder: new (folder: string, about?: string) => {
    keepCandles(part: Part, columns: CandleColumns): void;
    keepFunding(part: Part, values: RecordedValues): void;
    keepOpenInterest(part: Part, values: RecordedValues): void;
    keepInstruments(instruments: readonly Instrument[]): void;
  };
  /** The names of what lies in a folder; none where it is not there. */
  namesIn(folder: string): readonly string[];
  readonly instruments: readonly Instrument[];
}

const COMMAND = "record";
/** The word after `record` that chooses it. */
export const FROM_RUN = "from-run";
/** Both markets that a run on live prices reads, as the one source that a backtest reads. */
const SOURCE = "seen-perp";
/** Whose funding a backtest pays. */
const FUNDING_SOURCE = "hyperliquid-perp";
const OURS = /^(?:(?:seen|hyperliquid)-perp-.+\.csv\.gz|manifest\.json|instruments\.json)$/;

/** Checks the words after `record` and its flags; null: nothing of a run was asked for. */
export function readFromRun(flags: RawFlags, words: readonly string[]): FromRunOptions | null {
  const [chosen, run, ...rest] = words;
  if (chosen === undefined) return null;
  if (chosen !== FROM_RUN) {
    throw new UsageError(`${quote(chosen)} belongs to no flag; wanted flags, or ${FROM_RUN} RUN`, COMMAND);
  }
  if (run === undefined) {
    throw new UsageError(`${FROM_RUN} wants a run: an id, its beginning, a path, or last`, COMMAND);
  }
  if (rest.length > 0) throw new UsageError(`${FROM_RUN} takes one run, not ${quote(rest[0])} too`, COMMAND);
  const reader = new FlagReader(COMMAND, flags);
  return {
    run,
    data: reader.has("data") ? reader.path("data") : null,
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** Writes the recording and tells what to type to run it. Throws a FailureError where there is nothing to write. */
export function recordFromRun<Entries>(
  { run, runs, data, json }: FromRunOptions,
  terminal: Terminal,
  tools: FromRunTools<Entries>,
): void {
  const { path, manifest } = tools.findRun(runs, run);
  const folder = data ?? `${path}/market`;
  const assets = seenBy(manifest, path, tools);
  const foreign = tools.namesIn(folder).find((name) => !OURS.test(name));
  if (foreign !== undefined) {
    throw new FailureError(
      `${folder} holds ${foreign}, which is of no run; wanted an empty folder, or one of this command's`,
    );
  }
  const store = new tools.RecordedFolder(
    folder,
    `What the run ${manifest.id} saw: deno task record from-run.`,
  );
  const part = (name: string, { time }: { readonly time: Float64Array }): Part => ({
    name: `${name}.csv.gz`,
    isWhole: manifest.status === "finished",
    gaps: gapsIn(time),
  });
  for (const { asset, candles, funding, openInterest } of assets) {
    for (const { interval, columns } of candles) {
      store.keepCandles(part(`${SOURCE}-${asset}-${interval}`, columns), columns);
    }
    if (funding.time.length > 0) {
      store.keepFunding(part(`${FUNDING_SOURCE}-${asset}-funding`, funding), funding);
    }
    if (openInterest.time.length > 0) {
      store.keepOpenInterest(part(`${SOURCE}-${asset}-open-interest`, openInterest), openInterest);
    }
  }
  const traded = new Set(assets.map(({ asset }) => asset));
  store.keepInstruments(tools.instruments.filter(({ symbol }) => traded.has(symbol)));
  if (json) terminal.print(JSON.stringify({ runId: manifest.id, folder, assets: assets.map(countsOf) }));
  else terminal.print(lines({ manifest, folder, assets }, terminal, tools).join("\n"));
}

function seenBy<Entries>(
  { id, mode }: RunManifest,
  path: string,
  { hasSeen, seenIn, seenMarket }: FromRunTools<Entries>,
): readonly Asset[] {
  const assets = hasSeen(path) ? seenMarket(seenIn(path)) : [];
  if (assets.some(({ candles }) => candles.length > 0)) return assets;
  throw new FailureError(
    `run ${id} (${mode}) kept nothing of what it saw; wanted a run of deno task paper with a cycle`,
  );
}

/** Places where more time passes than from one to the next usually. */
function gapsIn(times: Float64Array): number {
  let step = Infinity;
  for (let at = 1; at < times.length; at++) step = Math.min(step, times[at] - times[at - 1]);
  return times.reduce((gaps, time, at) => gaps + (at > 0 && time - times[at - 1] > step ? 1 : 0), 0);
}

function countsOf({ asset, candles, funding }: Asset) {
  const counts: Record<string, number> = {};
  for (const { interval, columns } of candles) counts[interval] = columns.time.length;
  return { asset, candles: counts, hours: funding.time.length };
}

/** What `--risk` takes: nothing where the agent has a profile of its own; of one from a file only the name is known. */
function riskOf(risk: RiskChoice): RiskChoice {
  if (risk.kind === "file" || RISK_PROFILES.has(risk.name)) return risk;
  if (AGENT_PROFILES.has(risk.name)) return { kind: "profile", name: DEFAULTS.risk };
  return { kind: "file", path: `${risk.name}.json` };
}

function lines<Entries>(
  { manifest, folder, assets }: {
    readonly manifest: RunManifest;
    readonly folder: string;
    readonly assets: readonly Asset[];
  },
  { colour, columns }: Terminal,
  { instruments }: FromRunTools<Entries>,
): string[] {
  const { id, agent, range } = manifest;
  const files = { folder, only: new Set<string>() };
  const { options } = recordedOptions(manifest, { files, instruments, detail: "trades" });
  const { simulation } = options;
  // An order of a real run takes what it takes; of a backtest it takes a moment at the least.
  const latencyMs = Math.max(1, simulation.latencyMs);
  const again = sameRun({
    ...options,
    skipBadRows: false,
    until: null,
    risk: riskOf(options.risk),
    simulation: { ...simulation, latencyMs },
  });
  const own = agent === "trend" ? [] : [`--agent ${shellWord(options.agent)}`, ...paramWords(options.params)];
  return [
    `run ${id} · from ${formatTime(range.from)} on`,
    ...assets.map((asset) => {
      const { candles, hours } = countsOf(asset);
      const series = Object.entries(candles).map(([interval, count]) =>
        `${formatNumber(count, 0)} of ${interval}`
      );
      return `  ${asset.asset}: candles ${series.join(", ")}; ${formatNumber(hours, 0)} hours of funding`;
    }),
    `  in ${folder}`,
    "",
    ...nextLines([["deno task backtest", ...again, ...own].join(" ")], columns(), painter(colour)),
  ];
}
