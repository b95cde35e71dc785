import fc from "fast-check";
import { type Command, type Interval, intervalMs, type RiskProfile } from "../../../engine/mod.ts";
import { RecordedMarket } from "../../../backtest/market/recorded_market.ts";
import { type DrawnAsset, drawnAsset, MINUTE, START } from "../../../backtest/testing/market.ts";
import { type AssetPlan, drawAssets, marketPlans } from "../../../backtest/testing/random_market.ts";
import { type AgentPlan, agentPlans, type Turn, type Wish } from "./random_agent.ts";
import { underWeather, type Weather, weatherOver } from "./weather.ts";

/** How long a market is at most, in slots of five minutes: two and a half days, so that a day ends twice. */
const MOST_SLOTS = 720;

/** A command, and when a person gives it, minutes from the market's start. */
export interface TimedCommand {
  /** ms are given with it: nobody types on the minute. */
  readonly atMs: number;
  readonly command: Command;
}

/** Everything that a random run follows from, as a value that shrinks. */
export interface WorldPlan {
  readonly assets: readonly AssetPlan[];
  readonly slots: number;
  readonly weather: readonly Weather[];
  readonly interval: Interval;
  /** Closes left out at the start. */
  readonly late: number;
  readonly agent: AgentPlan;
  readonly profile: RiskProfile;
  readonly commands: readonly TimedCommand[];
  readonly depositUsd: number;
  readonly takerFee: number;
  readonly slippageBps: number;
  readonly latencyMs: number;
}

const profiles: fc.Arbitrary<RiskProfile> = fc.record({
  name: fc.constant("drawn"),
  maxMarginShare: fc.constantFrom(0.4, 0.95, 0.15, 1),
  maxLeverage: fc.constantFrom(5, 20, 100, 2),
  maxGrossLeverage: fc.constantFrom(1.5, 100, 0.7, 6),
  maxStopDistance: fc.constantFrom(0.01, 0.03, 0.2, 0.9),
  defaultStopDistance: fc.constantFrom(1, 0.5, 0.01),
  defaultTargetDistance: fc.constantFrom(null, 0.01, 0.04, 3),
  coolDownCandles: fc.constantFrom(0, 0, 1, 3, 20),
  dayLossHalt: fc.constantFrom(null, null, null, 0.1, 0.02, 0.005),
  drawdownHalt: fc.constantFrom(null, null, null, 0.5, 0.2, 0.02),
}).map((limits) => ({ ...limits, defaultStopDistance: limits.defaultStopDistance * limits.maxStopDistance }));

/** Limits that let nearly everything pass: how accounts are lost. */
const LOOSE: RiskProfile = {
  name: "loose",
  maxMarginShare: 1,
  maxLeverage: 100,
  maxGrossLeverage: 100,
  maxStopDistance: 0.5,
  defaultStopDistance: 0.03,
  defaultTargetDistance: null,
  coolDownCandles: 0,
  dayLossHalt: null,
  drawdownHalt: null,
};

const timedCommand: fc.Arbitrary<TimedCommand> = fc.record({
  atMs: fc.tuple(fc.nat(MOST_SLOTS * 5), fc.constantFrom(0, 0, 1, 37)).map(([minute, ms]) =>
    minute * MINUTE + ms
  ),
  command: fc.constantFrom<Command>(
    ...[
      { do: "pause" },
      { do: "resume" },
      { do: "resume" },
      { do: "close", asset: "A0" },
      { do: "close", asset: "A1" },
      { do: "close", asset: "NOBODY" },
      { do: "close-all" },
      { do: "stop" },
    ] as const,
  ),
});

/** Three quiet hours of one asset that is bought at the first close and held: the beginning of a found case. */
export const PLAIN_WORLD: WorldPlan = {
  assets: [{
    seed: 1,
    szDecimals: 2,
    magnitude: 2,
    maxLeverage: 20,
    tiered: false,
    volatility: 0.0005,
    holes: "none",
    maxRate: 0,
  }],
  slots: 36,
  weather: [],
  interval: "1h",
  late: 0,
  agent: {
    turns: [
      turnOf({ asset: 0, action: "buy", share: 0.5, leverage: 1, stop: 0.1, target: null }),
      turnOf(),
      turnOf(),
    ],
    indicators: [],
  },
  profile: LOOSE,
  commands: [],
  depositUsd: 1000,
  takerFee: 0.00045,
  slippageBps: 2,
  latencyMs: 1,
};

function turnOf(...wishes: readonly Wish[]): Turn {
  return { how: "answers", wishes, repeats: false, nonsense: null, memory: "none" };
}

/** Random worlds; half of them without anybody who gives commands. */
export const worldPlans: fc.Arbitrary<WorldPlan> = fc.record({
  assets: marketPlans.map((plans) => plans.map(seldomHoled)),
  // Whole hours, so that no candle reaches beyond the end.
  slots: fc.constantFrom(36, 144, 324, MOST_SLOTS),
  weather: weatherOver(MOST_SLOTS),
  interval: fc.constantFrom<Interval>("5m", "15m", "30m", "1h"),
  late: fc.constantFrom(0, 0, 1, 7),
  agent: agentPlans,
  profile: fc.oneof({ arbitrary: profiles, weight: 3 }, { arbitrary: fc.constant(LOOSE), weight: 1 }),
  commands: fc.oneof(fc.constant([]), fc.array(timedCommand, { maxLength: 6, size: "max" })),
  depositUsd: fc.constantFrom(1000, 100_000, 1000, 100_000, 60),
  takerFee: fc.constantFrom(0.00045, 0),
  slippageBps: fc.constantFrom(2, 0, 60),
  latencyMs: fc.constantFrom(1, 1, 250, 30_000),
}).map(byTime);

/** Where most candles are missing little is traded. Recorded marks know nothing of the weather. */
function seldomHoled(plan: AssetPlan): AssetPlan {
  const holes = plan.holes === "many" && plan.seed % 4 !== 0 ? "few" : plan.holes;
  return { ...plan, holes, isMarked: false };
}

function byTime(plan: WorldPlan): WorldPlan {
  return { ...plan, commands: [...plan.commands].sort((a, b) => a.atMs - b.atMs) };
}

/** The drawn assets of a plan. */
export function drawnOf({ assets, slots, weather, interval }: WorldPlan): DrawnAsset[] {
  const inside = weather.map((one) => ({ ...one, slot: one.slot % slots }));
  return underWeather(drawAssets(assets, slots), inside, interval);
}

/** When the run of a plan begins and ends, ms. */
export function rangeOf(
  { slots, late, interval }: WorldPlan,
): { readonly from: number; readonly until: number } {
  const length = intervalMs(interval);
  const end = START + slots * 5 * MINUTE;
  return { from: Math.min(START + (1 + late) * length, end), until: end };
}

/** The market of drawn assets, as it was recorded up to a moment, ms. */
export function marketOf(drawn: readonly DrawnAsset[], interval: Interval, until: number): RecordedMarket {
  const minutes = (until - START) / MINUTE;
  const lengths = { "1m": 1, "5m": 5, "15m": 15 } as const;
  const upTo = ({ instrument, candles, funding = [] }: DrawnAsset): DrawnAsset => ({
    instrument,
    candles: Object.fromEntries(
      Object.entries(lengths).map(([name, length]) => [
        name,
        (candles[name as keyof typeof lengths] ?? []).filter(([open]) => open + length <= minutes),
      ]).filter(([name, rows]) => name === "5m" || rows.length > 0),
    ),
    funding: funding.filter(([hour]) => hour * 60 <= minutes),
  });
  return new RecordedMarket(drawn.map((one) => drawnAsset(upTo(one))), interval);
}
