/**
 * What the random worlds found, shrunk: each a test of its own, so that it is tried every time.
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { HOUR_MS } from "../../engine/mod.ts";
import { START } from "../../backtest/testing/market.ts";
import { eventsOf } from "./testing/ledger_law.ts";
import { checkLaws } from "./testing/laws.ts";
import { passThrough } from "./testing/passage.ts";
import { witnessOf } from "./testing/spans.ts";
import type { Turn } from "./testing/random_agent.ts";
import { PLAIN_WORLD } from "./testing/world_plan.ts";

Deno.test("found: a close by Secure on the hour comes after that hour's funding, in the diary's order too", async () => {
  const plan = {
    ...PLAIN_WORLD,
    // The price falls by half and comes back a little: the stop cannot fill within its worst price.
    weather: [
      { kind: "jump", asset: null, slot: 20, slots: 1, size: -0.5 },
      { kind: "rate", asset: null, slot: 0, slots: 36, size: 0.02 },
    ],
  } as const;
  const passage = await passThrough(plan);
  const events = witnessOf(passage).spans.flatMap(({ entry }) => eventsOf(entry));
  deepStrictEqual(
    events.slice(-2).map(({ kind, time }) => [kind, time - START]),
    [["funding", 2 * HOUR_MS], ["fill", 2 * HOUR_MS + 1]],
  );
  checkLaws(witnessOf(passage));
});

Deno.test("found: funding in a gap of the candles is judged by the next candle, not before", async () => {
  const wish = {
    asset: 0,
    action: "buy",
    share: 0.1,
    leverage: 1,
    stop: undefined,
    target: undefined,
  } as const;
  const turn = (...wishes: readonly object[]) =>
    ({ how: "answers", wishes, repeats: false, nonsense: undefined, memory: "none" }) as unknown as Turn;
  const asset = { tiered: false, volatility: 0.0005, szDecimals: 0, magnitude: 0 } as const;
  const plan = {
    ...PLAIN_WORLD,
    assets: [
      { ...asset, seed: 1955742932, maxLeverage: 20, holes: "few", maxRate: 0.04 },
      { ...asset, seed: 0, maxLeverage: 3, holes: "none", maxRate: 0 },
    ],
    slots: 324,
    interval: "5m",
    agent: {
      turns: [
        turn({ ...wish, share: 0.8, leverage: 20 }, wish),
        turn({ ...wish, asset: 1 }, wish),
        ...[turn(wish), turn(wish), turn(wish)],
        turn({ ...wish, asset: 99, leverage: 40, target: 0.0001 }),
        turn({ ...wish, asset: 1, action: "sell" }),
      ],
      indicators: [],
    },
    profile: {
      ...{ name: "loose", maxMarginShare: 1, maxLeverage: 100, maxGrossLeverage: 100, maxStopDistance: 0.5 },
      ...{ defaultStopDistance: 0.03, defaultTargetDistance: null, coolDownCandles: 0 },
      ...{ dayLossHalt: null, drawdownHalt: null },
    },
    depositUsd: 1000,
  } as const;
  checkLaws(witnessOf(await passThrough(plan)));
});
