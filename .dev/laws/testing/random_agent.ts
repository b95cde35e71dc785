import fc from "fast-check";
import {
  type Action,
  type Agent,
  type AgentTools,
  type AssetView,
  type Decided,
  type Decision,
  type IndicatorSpec,
  type Interval,
  intervalMs,
  type Observation,
  rsi,
} from "../../../engine/mod.ts";

/** What a random agent wants of one asset; anything in it may be illegal. */
export interface Wish {
  /** An index into the run's assets; one beyond them is an asset nobody knows. */
  readonly asset: number;
  readonly action: Action;
  /** Margin as a share of equity. */
  readonly share: number | undefined;
  readonly leverage: number | undefined;
  /** How far from the price, as a fraction; above zero on the side where it belongs. */
  readonly stop: number | null | undefined;
  readonly target: number | null | undefined;
}

/** How a random agent behaves when it is asked. */
export interface Turn {
  readonly how: "answers" | "waits" | "throws" | "rejects" | "babbles";
  readonly wishes: readonly Wish[];
  /** Whether it decides twice for an asset; else the first wish counts. */
  readonly repeats: boolean;
  /** What is answered instead where it babbles. */
  readonly nonsense: unknown;
  readonly memory: "none" | "counts" | "too much" | "unsayable";
}

/** A random agent as a value: turns that come round again and again. */
export interface AgentPlan {
  readonly turns: readonly Turn[];
  readonly indicators: readonly IndicatorSpec[];
}

/** Mostly one of the values that may pass the gate, now and then one that may not or is not even a number. */
function mostly<T>(legal: readonly T[], illegal: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...legal), weight: 15 },
    { arbitrary: fc.constantFrom(...illegal), weight: 1 },
  );
}

const wish: fc.Arbitrary<Wish> = fc.record({
  asset: mostly([0, 1, 2], [99]),
  action: fc.constantFrom<Action>(...["buy", "sell", "buy", "sell", "buy", "sell", "close", "hold"] as const),
  share: mostly<Wish["share"]>([0.1, 0.3, 0.6, 0.8, 0.02], [0.9, 1.5, 1e9, 1e-9, 0, -1, NaN, undefined]),
  leverage: mostly<Wish["leverage"]>([1, 3, 10, 20, undefined], [40, 101, 0, -2, 1.5, NaN]),
  stop: mostly<Wish["stop"]>([undefined, 0.004, 0.009, 0.02], [
    null,
    0.0001,
    0.1,
    0.5,
    0,
    -0.01,
    -3,
    NaN,
    Infinity,
  ]),
  target: mostly<Wish["target"]>([undefined, null, 0.004, 0.02, 0.3], [0.0001, 0, -0.01, -3, NaN, Infinity]),
});

const NONSENSE: readonly unknown[] = [
  undefined,
  null,
  {},
  { decisions: 5 },
  { decisions: [null, 7, "buy", {}, []] },
  { decisions: [{ asset: "A0", action: "dance", rationale: "" }] },
  { decisions: [{ asset: 3, action: "buy", allocationUsd: 100, rationale: "" }] },
  { decisions: [{ asset: "A0", action: "buy", allocationUsd: "100", leverage: {}, rationale: "" }] },
  { decisions: [{ asset: "A0", action: "buy", allocationUsd: 100 }] },
  { decisions: [{ asset: "__proto__", action: "close", rationale: "" }] },
];

const turn: fc.Arbitrary<Turn> = fc.record({
  how: fc.constantFrom<Turn["how"]>(
    ...["answers", "answers", "answers", "answers", "answers", "answers", "answers", "answers"] as const,
    ...["waits", "waits", "waits", "waits", "throws", "rejects", "babbles"] as const,
  ),
  wishes: fc.array(wish, { minLength: 1, maxLength: 4 }),
  repeats: fc.constantFrom(false, false, false, false, false, true),
  nonsense: fc.constantFrom(...NONSENSE),
  memory: fc.constantFrom<Turn["memory"]>(
    ...["none", "none", "none", "counts", "counts", "too much", "unsayable"] as const,
  ),
});

/** Random agents, one in four of them with an indicator that needs a warm-up. */
export const agentPlans: fc.Arbitrary<AgentPlan> = fc.record({
  turns: fc.array(turn, { minLength: 5, maxLength: 24, size: "max" }),
  indicators: fc.constantFrom<readonly IndicatorSpec[]>([], [], [], [rsi(2)]),
});

/** The agent of a plan. It knows its turn from the close and its memory alone, so it can be cut and continued. */
export function agentOf(
  { turns, indicators }: AgentPlan,
  run: { readonly assets: readonly string[]; readonly from: number; readonly interval: Interval },
): Agent {
  const turnAt = (close: number, count: number): Turn => {
    const asked = Math.round((close - run.from) / intervalMs(run.interval));
    return turns[(asked + count) % turns.length];
  };
  return {
    name: "drawn",
    needs: indicators.length === 0 ? [] : [{ interval: "decision", indicators, values: 2 }],
    decide(observation, tools): Decided | Promise<Decided> {
      const count = countIn(tools);
      const now = turnAt(observation.close, count);
      if (now.how === "throws") throw new Error("the agent had enough");
      if (now.how === "rejects") return Promise.reject(new Error("the agent gave up"));
      if (now.how === "babbles") return now.nonsense as Decided;
      const decided = { decisions: decisionsOf(now, observation, run.assets), ...memoryOf(now, count) };
      return now.how === "waits" ? Promise.resolve().then(() => decided) : decided;
    },
  };
}

function countIn({ memory }: AgentTools): number {
  return typeof memory === "object" && memory !== null && "count" in memory ? Number(memory.count) : 0;
}

function memoryOf({ memory }: Turn, count: number): Pick<Decided, "memory"> {
  if (memory === "none") return {};
  if (memory === "counts") return { memory: { count: count + 1 } };
  // Neither fits into a line of the diary: one is too long, the other cannot be said in JSON.
  return memory === "too much" ? { memory: "x".repeat(20_000) } : { memory: (() => 0) as never };
}

function decisionsOf(
  { wishes, repeats }: Turn,
  observation: Observation,
  assets: readonly string[],
): Decision[] {
  const decisions = wishes.map((one) => {
    const asset = one.asset === 99 ? "NOBODY" : assets[one.asset % assets.length];
    const view = observation.assets.find((seen) => seen.asset === asset);
    return decisionOf(one, asset, { view, equityUsd: observation.account.equityUsd });
  });
  if (repeats) return decisions;
  return decisions.filter(({ asset }, index) => decisions.findIndex((one) => one.asset === asset) === index);
}

function decisionOf(
  { action, share, leverage, stop, target }: Wish,
  asset: string,
  seen: { readonly view: AssetView | undefined; readonly equityUsd: number },
): Decision {
  const mid = seen.view?.mid ?? 1;
  const short = action === "sell" || (action !== "buy" && seen.view?.position?.side === "short");
  const below = short ? -1 : 1;
  const at = (distance: number | null | undefined, direction: number): number | null | undefined =>
    typeof distance === "number" ? mid * (1 - direction * distance) : distance;
  return {
    asset,
    action,
    allocationUsd: share === undefined ? undefined : share * seen.equityUsd,
    leverage,
    stop: at(stop, below),
    target: at(target, -below),
    rationale: "drawn",
  };
}
