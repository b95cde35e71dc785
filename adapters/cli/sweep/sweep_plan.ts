import { type Instrument, intervalMs } from "../../../engine/mod.ts";
import { isAgentFile } from "../agent_flags.ts";
import { UsageError } from "../errors.ts";
import type { BacktestOptions } from "../options.ts";
import { SWEEP } from "./axis.ts";
import type { SweepOptions, WalkForward } from "./sweep_options.ts";

/** A stretch of the market, ms; the end is not in it. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** Where settings are chosen, and where the chosen are tried. */
export interface WalkWindow {
  readonly train: Range;
  readonly test: Range;
}

/** A market as it was read. */
export interface MarketOfSweep {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What looks at runs before the first begins. */
export interface SweepPlanTools<Terms, Player, Market extends MarketOfSweep> {
  openPlayer(
    options: BacktestOptions,
    known: readonly Instrument[],
  ): Promise<{ readonly terms: Terms; readonly player: Player; close(): void }>;
  planRun(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player; readonly market?: Market | undefined },
  ): Promise<{ readonly loaded: Market } & Range>;
  walkWindows(range: Range, lengths: WalkForward): readonly WalkWindow[];
}

/** A sweep that was looked at: what it runs on, and how much it is. */
export interface SweepPlan<Market> {
  readonly markets: readonly Market[];
  /** Which of the markets a run is on. */
  marketOf(options: BacktestOptions): number;
  /** Empty where it does not walk forward. */
  readonly windows: readonly WalkWindow[];
  /** Runs in all: of every point, in each window, and of the chosen in each test. */
  readonly jobs: number;
  /** Decision times × assets of all of them. */
  readonly decisions: number;
  /** Runs whose agent is loaded from a file into a worker of its own. */
  readonly loaded: number;
  /** Of the first point. */
  readonly range: Range;
}

/**
 * Looks at a run of every value of every axis, so that what cannot be right is told before the first begins, and reads each
 * market once.
 */
export async function planSweep<Terms, Player, Market extends MarketOfSweep>(
  sweep: SweepOptions,
  known: readonly Instrument[],
  tools: SweepPlanTools<Terms, Player, Market>,
): Promise<SweepPlan<Market>> {
  const markets: Market[] = [];
  const looked = new Map<string, number>();
  const ends: number[] = [];
  let first: Range | null = null;
  for (const place of sweep.probes) {
    const options = sweep.optionsAt(place);
    const { terms, player, close } = await tools.openPlayer(options, known);
    try {
      const name = marketName(options);
      const market = markets[looked.get(name) ?? -1];
      const plan = await tools.planRun(options, { ...terms, player, market });
      first ??= { from: plan.from, until: plan.until };
      if (market === undefined) looked.set(name, indexOf(plan.loaded, markets));
      if (options.until === null) ends[looked.get(name)!] = plan.until;
    } finally {
      close();
    }
  }
  const marketOf = (options: BacktestOptions): number => looked.get(marketName(options)) ?? -1;
  const windows = windowsOf(sweep, first!, tools);
  const runsOfPoint = Math.max(1, windows.length);
  const train = windows.reduce((sum, { train: { from, until } }) => sum + until - from, 0);
  const test = windows.reduce((sum, { test: { from, until } }) => sum + until - from, 0);
  let [decisions, loaded] = [0, 0];
  for (let place = 0; place < sweep.points; place++) {
    const { from, until, interval, assets, ...options } = sweep.optionsAt(place);
    const end = until ?? ends[marketOf({ ...options, from, until, interval, assets })] ?? first!.until;
    const length = windows.length === 0 ? end - from : train + test / sweep.points;
    if (isAgentFile(options.agent)) loaded += runsOfPoint;
    decisions += Math.floor(length / intervalMs(interval)) * assets.length;
  }
  const jobs = sweep.points * runsOfPoint + windows.length;
  return { markets, marketOf, windows, jobs, decisions, loaded, range: first! };
}

function windowsOf<Terms, Player, Market extends MarketOfSweep>(
  { walkForward }: SweepOptions,
  range: Range,
  tools: SweepPlanTools<Terms, Player, Market>,
): readonly WalkWindow[] {
  if (walkForward === null) return [];
  const windows = tools.walkWindows(range, walkForward);
  if (windows.length > 0) return windows;
  const days = (ms: number): number => Math.floor(ms / 86_400_000);
  const { trainMs, testMs } = walkForward;
  throw new UsageError(
    `--walk-forward needs ${days(trainMs + testMs)} days, the range has ${days(range.until - range.from)}; ` +
      "wanted shorter lengths, or a longer range",
    SWEEP,
  );
}

/** What decides which candles are read. */
export function marketName({ agent, assets, interval, data, source }: BacktestOptions): string {
  return JSON.stringify([agent, assets, interval, data, source]);
}

/** Where a market stands in the list, which gets it if it is not there. */
function indexOf<Market extends MarketOfSweep>(market: Market, markets: Market[]): number {
  const files = JSON.stringify(market.files);
  const index = markets.findIndex((one) => JSON.stringify(one.files) === files);
  return index >= 0 ? index : markets.push(market) - 1;
}
