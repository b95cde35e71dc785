import {
  type ControlManifest,
  type DataFile,
  type Interval,
  intervalsOf,
  type RecordedAsset,
  type RunManifest,
} from "../engine/mod.ts";
import { type BacktestChoice, type ControlChoice, manifestDraft } from "./backtest_settings.ts";
import type { ControlledMarket, ControlTerms } from "./controls/control.ts";
import { controlNamed } from "./controls/control_named.ts";
import { type Coverage, RecordedMarket } from "./market/recorded_market.ts";
import { type AssetSpan, rangeOf, type RunRange, spansOf } from "./run_range.ts";

/** Recordings as they were read, with where they are from. */
export interface ReadMarket {
  readonly assets: readonly RecordedAsset[];
  readonly source: string;
  readonly synthetic: boolean;
  readonly files: readonly DataFile[];
}

/** A backtest that can be run: what, on which market, from when to when. */
export interface PlannedBacktest<Read extends ReadMarket> extends RunRange {
  readonly choice: BacktestChoice;
  readonly market: RecordedMarket;
  readonly loaded: Read;
  readonly coverage: Coverage;
  /** How the market is another than the recorded one; not there where it is that. */
  readonly control?: ControlManifest;
}

/** From when to when it was asked to go, ms. */
export interface WantedRange {
  readonly from: number;
  /** Null: as far as the data goes. */
  readonly until: number | null;
  /** The error for what the market does not cover; `spans`: what it has. */
  outside(spans: readonly AssetSpan[]): Error;
}

/** Settles what is run on which market; nothing is written. Throws what `outside` gives where that is not covered. */
export function planBacktest<Read extends ReadMarket>(
  choice: BacktestChoice,
  loaded: Read,
  wanted: WantedRange,
): PlannedBacktest<Read> {
  const { agent, interval } = choice;
  const intervals = intervalsOf(agent, interval);
  const recorded = marketOf(loaded, interval);
  recorded.prepare(intervals);
  const range = rangeOf(recorded, { ...wanted, interval });
  if (range === null) throw wanted.outside(spansOf(recorded, interval));
  if (choice.control === undefined) {
    return { choice, market: recorded, loaded, coverage: recorded.coverage(range), ...range };
  }
  const { assets, control } = controlled({ ...choice, control: choice.control }, { market: recorded, range });
  const market = new RecordedMarket(assets, interval);
  market.prepare(intervals);
  const instruments = assets.map(({ instrument }) => instrument);
  const { range: shown, ...made } = control;
  const coverage = market.coverage(shown);
  return {
    choice: { ...choice, instruments },
    market,
    loaded,
    coverage,
    ...shown,
    control: { ...made, range },
  };
}

/** The market that a control makes of the recorded one, and what run.json says of it. */
function controlled(
  { control, instruments, seed }: BacktestChoice & { readonly control: ControlChoice },
  of: Pick<ControlTerms, "market" | "range">,
): Pick<ControlledMarket, "assets"> & { readonly control: ControlManifest } {
  const { name } = control;
  const { assets, ...rest } = controlNamed(name)!.apply({ ...of, instruments, seed });
  return { assets, control: { name, ...rest } };
}

/** Markets by what they were read from and the decision interval: many runs on one make it ready once. */
const MARKETS = new WeakMap<ReadMarket, Map<Interval, RecordedMarket>>();

function marketOf(loaded: ReadMarket, interval: Interval): RecordedMarket {
  const byInterval = MARKETS.get(loaded) ?? new Map<Interval, RecordedMarket>();
  MARKETS.set(loaded, byInterval);
  const market = byInterval.get(interval) ?? new RecordedMarket(loaded.assets, interval);
  byInterval.set(interval, market);
  return market;
}

/** What a person asked for, in the words of the command line. */
export interface AskedBacktest
  extends Omit<BacktestChoice, "agent" | "chosen" | "instruments" | "detail" | "model" | "control"> {
  readonly control?: Pick<ControlChoice, "name">;
  readonly diary: BacktestChoice["detail"];
}

/** Who plays, under which profile, what. */
export interface BacktestTerms<Contestant> extends Pick<BacktestChoice, "instruments"> {
  readonly player: Contestant;
  readonly profile: BacktestChoice["chosen"];
}

/** The choice that was asked for; the terms of its model are those of whoever plays. */
export function backtestChoice(
  asked: AskedBacktest,
  terms: BacktestTerms<Pick<BacktestChoice, "agent" | "model" | "decisionsFrom">>,
): BacktestChoice {
  const { interval, capitalUsd, seed, diary: detail, funding, simulation, control } = asked;
  const { player: { agent, model, decisionsFrom }, profile: chosen, instruments } = terms;
  const settled = { agent, chosen, instruments, interval, capitalUsd, seed, detail, funding };
  return {
    ...settled,
    ...(simulation === undefined ? {} : { simulation }),
    ...(model === undefined ? {} : { model }),
    ...(decisionsFrom === undefined ? {} : { decisionsFrom }),
    ...(control === undefined ? {} : { control: { name: control.name, instruments } }),
  };
}

/** The manifest of a planned run before its first cycle. */
export function plannedManifest<Read extends ReadMarket>(
  { choice, loaded, coverage, from, until, control }: PlannedBacktest<Read>,
  { file, ...of }: Pick<RunManifest, "id" | "codeRevision" | "started"> & {
    /** The module of an agent of the user's; null: it is built in. */
    readonly file: { readonly path: string; readonly sha256: string } | null;
    readonly familyId?: string | undefined;
    readonly sweep?: RunManifest["sweep"];
  },
): RunManifest {
  const { source, synthetic, files } = loaded;
  const data = { source, synthetic, files, gaps: coverage.gaps.length, prices: coverage.prices };
  const agentFile = file === null ? undefined : { path: file.path, sha256: file.sha256 };
  return manifestDraft(choice, { ...of, mode: "backtest", agentFile, data, range: { from, until }, control });
}
