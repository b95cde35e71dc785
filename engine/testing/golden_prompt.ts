import { answerOf } from "./chat.ts";
import { BTC, ETH } from "./instruments.ts";
import { answerText, callsOf, LlmWorld, type LlmWorldOptions } from "./llm_world.ts";
import { RISK_PROFILES } from "../risk/profiles.ts";

/** Prices of BTC and ETH, and how many candles ago. */
const BASE: Readonly<Record<string, number>> = { BTC: 42_000, ETH: 2250 };

/**
 * The last conversation of a small history: a trade that was closed, a position with a plan, a refusal, and a model that
 * looks before it answers. Each line is one of a message's text, after the message's role.
 */
export async function goldenPrompt(
  given: Pick<LlmWorldOptions, "llm" | "key" | "detail"> = {},
): Promise<string[]> {
  const world = goldenWorld(given);
  await liveGolden(world);
  return world.model.requests.at(-1)!.messages.flatMap((
    { role, text },
  ) => [`# ${role}`, ...text.split("\n")]);
}

/** A world before the history. */
export function goldenWorld(given: Pick<LlmWorldOptions, "llm" | "key" | "detail"> = {}): LlmWorld {
  const past = (asset: string, ago: number) => {
    const price = BASE[asset] + Math.round(BASE[asset] * 0.02 * Math.sin(ago / 9));
    return { price, high: price + 5, low: price - 5, volume: 3 };
  };
  const profile = RISK_PROFILES.get("moderate")!;
  const world = new LlmWorld({ instruments: [BTC, ETH], interval: "1h", profile, past, ...given });
  for (const asset of ["BTC", "ETH"]) {
    world.price(asset, BASE[asset]);
    world.marketData.contextFields.set(asset, { funding: 0.0000125, openInterest: 12_345.678 });
  }
  return world;
}

/** Lives through the history or a part of it, by cycles counted as `slice` does. */
export async function liveGolden(
  world: LlmWorld,
  { from = 0, until }: { readonly from?: number; readonly until?: number } = {},
): Promise<void> {
  for (const cycle of HISTORY.slice(from, until)) await cycle(world);
}

const HISTORY: readonly ((world: LlmWorld) => Promise<unknown>)[] = [
  (world) => {
    const buy = { action: "buy", allocationUsd: 1500 } as const;
    world.answers(answerOf(answerText([
      { asset: "BTC", ...buy, leverage: 2, exitPlan: "Out when RSI turns.", rationale: "the trend is up" },
      { asset: "ETH", action: "sell", allocationUsd: 900, rationale: "it lags" },
    ])));
    return world.cycle();
  },
  (world) => {
    world.price("BTC", 42_150);
    world.price("ETH", 2244.5);
    world.answers(answerOf(answerText([
      {
        asset: "BTC",
        stop: 41_900,
        invalidation: {
          indicator: "rsi14",
          interval: "4h",
          comparison: "below",
          level: 20,
        },
      },
      { asset: "ETH", action: "close", rationale: "enough" },
    ])));
    return world.cycle();
  },
  (world) => {
    world.price("BTC", 42_210);
    world.answers(
      answerOf(answerText([{ asset: "ETH", action: "buy", allocationUsd: 500, rationale: "again" }])),
    );
    return world.cycle();
  },
  (world) => {
    world.answers(
      callsOf(
        ["fetch_indicator", {
          asset: "ETH",
          interval: "4h",
          indicator: { name: "bollinger", period: 20, deviations: 2 },
          values: 3,
        }],
        ["fetch_order_history", { asset: null }],
        ["fetch_funding", { asset: "BTC", hours: 24 }],
      ),
    );
    return world.cycle();
  },
];
