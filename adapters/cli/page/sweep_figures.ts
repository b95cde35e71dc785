/** What a page draws of a sweep, as figures. */

import type { RunIndex, RunManifest } from "../../../engine/mod.ts";

/** A run of a sweep with what is drawn of it. */
export interface SweptRun {
  readonly manifest: RunManifest;
  readonly index: RunIndex;
}

/** The mean Sharpe ratio over two of the things that vary. */
export interface HeatMap {
  readonly across: string;
  readonly down: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** By row and column: the mean of so many runs; null where there is none. */
  readonly cells: readonly (readonly ({ readonly mean: number; readonly runs: number } | null)[])[];
}

/** Returns at a moment: from the fifth percentile to the 95th, and of the best run. */
export interface FanPoint {
  readonly time: number;
  /** 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly number[];
  readonly best: number;
}

/** What was chosen in a window, and what became of it: annualised Sharpe ratios. */
export interface TrainTest {
  readonly window: number;
  readonly train: number;
  readonly test: number;
}

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];
const MOMENTS = 80;
const BINS = 24;

/** Those that settings are chosen among: all, or in a walk those on trains. */
export function chosenAmong(runs: readonly SweptRun[]): SweptRun[] {
  return runs.filter(({ manifest: { sweep } }) => sweep !== undefined && sweep.part !== "test");
}

/** The map over the two things with most values that fit on a page; null where nothing varies. */
export function heatMap(runs: readonly SweptRun[], most = 24): HeatMap | null {
  const names = [...new Set(runs.flatMap(({ manifest }) => Object.keys(manifest.sweep!.point)))];
  const values = (name: string): string[] =>
    sorted(new Set(runs.flatMap(({ manifest }) => manifest.sweep!.point[name] ?? [])));
  // Seeds are chance: a map over them shows nothing but it.
  const axes = names.filter((name) => name !== "seed" || names.length === 1).map((name) => ({
    name,
    values: values(name),
  }))
    .filter(({ values }) => values.length > 1 && values.length <= most)
    .sort((a, b) => b.values.length - a.values.length);
  if (axes.length === 0) return null;
  const [across, down = { name: "", values: [""] }] = axes;
  const cells = down.values.map((row) =>
    across.values.map((column) =>
      meanOf(runs, (point) => point[across.name] === column && (down.name === "" || point[down.name] === row))
    )
  );
  return { across: across.name, down: down.name, columns: across.values, rows: down.values, cells };
}

function meanOf(runs: readonly SweptRun[], isHere: (point: { readonly [name: string]: string }) => boolean) {
  const sharpes = runs.filter(({ manifest }) => isHere(manifest.sweep!.point)).flatMap(({ manifest }) =>
    manifest.metrics?.sharpe ?? []
  );
  if (sharpes.length === 0) return null;
  return { mean: sharpes.reduce((sum, one) => sum + one, 0) / sharpes.length, runs: sharpes.length };
}

/** Numbers by size, names by their letters. */
function sorted(values: ReadonlySet<string>): string[] {
  const all = [...values];
  return all.every((value) => value !== "" && Number.isFinite(Number(value)))
    ? all.sort((a, b) => Number(a) - Number(b))
    : all.sort();
}

/** How many runs have a Sharpe ratio in each of so many parts from the lowest to the highest. */
export function histogram(
  sharpes: readonly number[],
): readonly { readonly from: number; readonly until: number; readonly count: number }[] {
  const [low, high] = [Math.min(...sharpes), Math.max(...sharpes)];
  const width = (high - low) / BINS || 1;
  const bins = Array.from(
    { length: BINS },
    (_, bin) => ({ from: low + bin * width, until: low + (bin + 1) * width, count: 0 }),
  );
  for (const sharpe of sharpes) bins[Math.min(BINS - 1, Math.floor((sharpe - low) / width))].count++;
  return bins;
}

/** The fan of the runs that share a range with the best one; null with fewer than three. */
export function equityFan(runs: readonly SweptRun[]): readonly FanPoint[] | null {
  const best = bestOf(runs);
  if (best === null) return null;
  const { from, until } = best.manifest.range;
  const alike = runs.filter(({ manifest: { range }, index }) =>
    range.from === from && range.until === until && index.curve.length > 1
  );
  if (alike.length < 3) return null;
  const [first, last] = [best.index.curve[0][0], best.index.curve.at(-1)![0]];
  return Array.from({ length: MOMENTS + 1 }, (_, moment) => {
    const time = first + (last - first) * moment / MOMENTS;
    const returns = alike.map((run) => returnAt(run.index, time)).sort((a, b) => a - b);
    return {
      time,
      quantiles: SHARES.map((share) => quantile(returns, share)),
      best: returnAt(best.index, time),
    };
  });
}

/** What was chosen on each train beside its test. */
export function trainTests(runs: readonly SweptRun[]): TrainTest[] {
  const tests = runs.filter(({ manifest: { sweep } }) => sweep?.part === "test");
  return tests.flatMap(({ manifest: { sweep, metrics } }) => {
    const { window, point } = sweep!;
    const chosen = runs.find(({ manifest: { sweep: other } }) =>
      other?.part === "train" && other.window === window &&
      JSON.stringify(other.point) === JSON.stringify(point)
    );
    const [train, test] = [chosen?.manifest.metrics?.sharpe, metrics?.sharpe];
    return train === null || train === undefined || test === null || test === undefined
      ? []
      : [{ window: window!, train, test }];
  }).sort((a, b) => a.window - b.window);
}

function bestOf(runs: readonly SweptRun[]): SweptRun | null {
  const sharpeOf = ({ manifest }: SweptRun): number => manifest.metrics?.sharpe ?? -Infinity;
  return runs.reduce<SweptRun | null>(
    (best, run) => best === null || sharpeOf(run) > sharpeOf(best) ? run : best,
    null,
  );
}

/** The return since the first point of a curve, as it stood at a time. */
function returnAt({ curve }: RunIndex, time: number): number {
  let [low, high] = [0, curve.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (curve[middle][0] <= time) low = middle;
    else high = middle - 1;
  }
  return curve[low][1] / curve[0][1] - 1;
}

function quantile(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
}
