import { type ControlManifest, DAY_MS, type RunIndex, simpleReturns } from "../../engine/mod.ts";
import { type DecisionAgreement, decisionAgreement } from "../compare/decision_agreement.ts";
import {
  basicInterval,
  bootstrap,
  type Interval,
  meanAt,
  REPORT_DRAWS,
  reportBlockLength,
  stationary,
} from "../statistics/mod.ts";

/** What a run decided otherwise on another market than on the recorded one. */
export interface ControlDifference {
  /** By real names and times; mirrored, a buy counts as a sell and the other way round. */
  readonly agreement: DecisionAgreement;
  /** Daily return on the recorded market less that under a mask, with its 95 % interval; null where the days are other days. */
  readonly dailyReturn: { readonly mean: number; readonly interval: Interval } | null;
}

/** Controls under which a day is worth what it is worth on the recorded market. */
const MASKS = ["alias", "epoch", "rescale"];
const SEED = 20251122;
const LEAST_DAYS = 5;

/** Holds a run under a control against the same run on the recorded market. Source: methods.md A1 (5) and A3. */
export function controlDifference(
  plain: RunIndex,
  other: RunIndex,
  run: { readonly control: ControlManifest; readonly assets: readonly string[] },
): ControlDifference {
  const { control, assets } = run;
  const agreement = decisionAgreement(plain, asRecorded(other, control), assets);
  const isMask = MASKS.includes(control.name.split(":")[0]);
  return { agreement, dailyReturn: isMask ? dailyDifference(plain.daily, other.daily) : null };
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

function dailyDifference(
  plain: readonly number[],
  other: readonly number[],
): ControlDifference["dailyReturn"] {
  const [ours, theirs] = [plain, other].map(simpleReturns);
  if (ours.length !== theirs.length || ours.length < LEAST_DAYS) return null;
  const differences = ours.map((value, day) => value - theirs[day]);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  if (differences.every((value) => value === 0)) return { mean: 0, interval: { low: 0, high: 0 } };
  const resampling = stationary(reportBlockLength(differences));
  const [drawn] = bootstrap(differences.length, [meanAt(differences)], {
    seed: SEED,
    draws: REPORT_DRAWS,
    resampling,
  });
  return { mean, interval: basicInterval(mean, drawn) };
}
