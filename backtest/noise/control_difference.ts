import { type ControlManifest, DAY_MS, type RunIndex, simpleReturns } from "../../engine/mod.ts";
import { type DecisionAgreement, decisionAgreement } from "../compare/decision_agreement.ts";
import {
  basicInterval,
  bootstrap,
  type ConfidenceInterval,
  meanAt,
  meanOf,
  ParkMiller,
  REPORT_DRAWS,
  reportBlockLength,
  stationary,
} from "../statistics/mod.ts";

/** A run under a control, and the same run on the recorded market. */
export interface ControlledPair {
  readonly plain: RunIndex;
  readonly other: RunIndex;
  readonly control: ControlManifest;
}

/** What is earned on the recorded market more than under a mask. */
export interface MaskedReturn {
  /** Daily return on the recorded market less that under the mask, over all days and pairs; a fraction. */
  readonly mean: number;
  /** At 95 %, days and pairs drawn again. */
  readonly interval: ConfidenceInterval;
  /** The least and the most of the pairs' own means. */
  readonly least: number;
  readonly most: number;
}

/** What runs decided otherwise on another market than on the recorded one. */
export interface ControlDifference {
  /** Of all pairs, by real names and times; mirrored, a buy counts as a sell and the other way round. */
  readonly agreement: DecisionAgreement;
  /** Null where the days are other days, are not as many in each run, or have no return. */
  readonly dailyReturn: MaskedReturn | null;
}

/** Controls under which a day is worth what it is worth on the recorded market. */
const MASKS = ["alias", "epoch", "rescale"];
const SEED = 20251122;
/** Seed of the lots that pairs are drawn by: days and pairs are drawn apart. */
const PAIR_SEED = SEED + 1;
const LEAST_DAYS = 5;

/**
 * Holds runs under a control against the same runs on the recorded market: pairs that differ in their seed or in what their model
 * happened to answer. Source: methods.md A1 (5) and A3.
 */
export function controlDifference(
  pairs: readonly ControlledPair[],
  assets: readonly string[],
): ControlDifference {
  const agreements = pairs.map(({ plain, other, control }) =>
    decisionAgreement(plain, asRecorded(other, control), assets)
  );
  const isMask = pairs.every(({ control }) => MASKS.includes(control.name.split(":")[0]));
  return { agreement: sumOf(agreements), dailyReturn: isMask ? maskedReturn(pairs) : null };
}

function sumOf(agreements: readonly DecisionAgreement[]): DecisionAgreement {
  return agreements.reduce((sum, { points, equal, acted, actedEqual }) => ({
    points: sum.points + points,
    equal: sum.equal + equal,
    acted: sum.acted + acted,
    actedEqual: sum.actedEqual + actedEqual,
  }));
}

/** What was decided, by real names and times. */
function asRecorded(index: RunIndex, { name, detail }: ControlManifest): RunIndex {
  const { days = 0, names = {} } = (detail ?? {}) as {
    days?: number;
    names?: Readonly<Record<string, string>>;
  };
  const real = new Map(Object.entries(names).map(([symbol, shown]) => [shown, symbol]));
  const shift = days * DAY_MS;
  const turned = name === "mirror"
    ? { buy: "sell", sell: "buy", hold: "hold", close: "close" } as const
    : null;
  return {
    ...index,
    asked: index.asked.map(([first, last, count]) => [first + shift, last + shift, count]),
    decisions: index.decisions.map(([close, asset, action]) => [
      close + shift,
      real.get(asset) ?? asset,
      turned?.[action] ?? action,
    ]),
  };
}

function maskedReturn(pairs: readonly ControlledPair[]): MaskedReturn | null {
  const differences: number[][] = [];
  for (const { plain, other } of pairs) {
    const [ours, theirs] = [plain.daily, other.daily].map(simpleReturns);
    const days = differences[0]?.length ?? ours.length;
    if (ours.length !== days || theirs.length !== days || days < LEAST_DAYS) return null;
    const apart = ours.map((value, day) => value - theirs[day]);
    // After an equity of zero there is no return.
    if (!apart.every(Number.isFinite)) return null;
    differences.push(apart);
  }
  const means = differences.map(meanOf);
  const mean = meanOf(means);
  return {
    mean,
    interval: differences.flat().every((value) => value === 0)
      ? { low: 0, high: 0 }
      : intervalOf(differences, mean),
    least: Math.min(...means),
    most: Math.max(...means),
  };
}

/** In each draw the days of all pairs are drawn alike, in blocks, and as many pairs as there are by lot. */
function intervalOf(differences: readonly (readonly number[])[], mean: number): ConfidenceInterval {
  const count = differences.length;
  const days = differences[0].length;
  const averages = Array.from(
    { length: days },
    (_, day) => meanOf(differences.map((values) => values[day])),
  );
  const statistics = differences.map(meanAt);
  const lots = new ParkMiller(PAIR_SEED);
  const drawnMean = (places: Int32Array): number =>
    meanOf(statistics.map(() => statistics[lots.below(count)](places)));
  const [drawn] = bootstrap(days, [drawnMean], {
    seed: SEED,
    draws: REPORT_DRAWS,
    resampling: stationary(reportBlockLength(averages)),
  });
  return basicInterval(mean, drawn);
}
