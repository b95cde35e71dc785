import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type Instrument,
  isPriceOnGrid,
  priceStep,
  priceToUnits,
  roundPrice,
} from "../../model/instrument.ts";
import type { Observation } from "../../model/observation.ts";
import { answerOf } from "../../testing/chat.ts";
import { BTC, ETH, instrumentOf, SOL } from "../../testing/instruments.ts";
import { answerText, callsOf, LlmWorld } from "../../testing/llm_world.ts";
import { DAY } from "../../testing/times.ts";
import { agentOf, WIDE } from "../../testing/world.ts";
import type { AgentTools } from "../agent.ts";
import { STANDARD_NEEDS } from "../standard_needs.ts";
import { figureText } from "./shown_text.ts";
import { blindSight, maskedSight, plainSight } from "./sight.ts";
import { situationText } from "./situation.ts";
import { runTool } from "./tool.ts";
import { toolsFor } from "./tools.ts";

const WEEK = 7 * DAY;

const instruments = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 })
  .map((decimals) => decimals.map((szDecimals) => instrumentOf({ symbol: `COIN${szDecimals}`, szDecimals })));

function gridPrice(instrument: Instrument): fc.Arbitrary<number> {
  return fc.double({ min: -4, max: 6, noNaN: true })
    .map((power) => roundPrice(10 ** power, instrument, "up")).filter((price) => price > 0);
}

Deno.test("blind: names are a bijection, no name is real; the same seed gives the same", () => {
  fc.assert(fc.property(instruments, fc.integer(), (all, seed) => {
    const sight = blindSight(all, seed);
    deepStrictEqual(sight.record, blindSight(all, seed).record);
    deepStrictEqual([...sight.assets].sort(), all.map(({ symbol }) => symbol).sort());
    strictEqual(new Set(sight.names).size, all.length);
    for (const { symbol } of all) {
      strictEqual(sight.assetOf(sight.name(symbol)), symbol);
      strictEqual(sight.assetOf(symbol), null, "a real name is none that was shown");
      ok(/^ASSET-[A-Z]+$/.test(sight.name(symbol)));
    }
  }));
});

Deno.test("blind: 30 names, and seeds that differ show the world otherwise", () => {
  const all = Array.from({ length: 30 }, (_, index) => instrumentOf({ symbol: `C${index}` }));
  const { names } = blindSight(all, 1);
  deepStrictEqual([names[25], names[26], names[29]], ["ASSET-Z", "ASSET-AA", "ASSET-AD"]);
  notStrictEqual(JSON.stringify(blindSight(all, 1).record), JSON.stringify(blindSight(all, 2).record));
  ok([1, 2, 3, 4].some((seed) => blindSight(all, seed).assets[0] !== "C0"), "the order is shuffled");
});

Deno.test("blind: dates lie whole weeks earlier, at least a year", () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 2e12 }), (seed, time) => {
    const shift = time - blindSight([ETH], seed).time(time);
    ok(shift % WEEK === 0 && shift >= 365 * DAY && shift <= 3650 * DAY, `${shift / DAY} days`);
  }));
});

Deno.test("blind: a price comes back within one tick as the model reads it, and is legal", () => {
  const cases = fc.integer({ min: 0, max: 6 }).chain((szDecimals) => {
    const instrument = instrumentOf({ symbol: "X", szDecimals });
    return fc.record({
      instrument: fc.constant(instrument),
      price: gridPrice(instrument),
      seed: fc.integer(),
    });
  });
  fc.assert(
    fc.property(cases, ({ instrument, price, seed }) => {
      const sight = blindSight([instrument], seed);
      const shown = Number(figureText(sight.price("X", price)));
      const back = sight.orderPriceBack("X", shown);
      ok(isPriceOnGrid(back, instrument), `${back}`);
      const units = priceToUnits(price, instrument);
      ok(
        Math.abs(priceToUnits(back, instrument) - units) <= priceStep(units, instrument),
        `${price} ${back}`,
      );
      ok(
        Math.abs(sight.size("X", 3) * sight.price("X", price) / (3 * price) - 1) < 1e-12,
        "USD stay as they are",
      );
      const scale = shown / price;
      ok(scale > 0.199 && scale < 5.001 && !(scale > 0.79 && scale < 1.28), `${scale}`);
    }),
    { numRuns: 2000 },
  );
});

/** A world of these assets, and what an agent with the LLM agent's needs saw in its last cycle. */
class Seen {
  readonly world: LlmWorld;
  observation!: Observation;
  tools!: AgentTools;

  constructor(assets: readonly Instrument[], scaleOf: (asset: string) => number, laterMs: number) {
    const agent = agentOf((observation, tools) => {
      [this.observation, this.tools] = [observation, tools];
      const decisions = this.world.next;
      this.world.next = [];
      return { decisions };
    }, { needs: STANDARD_NEEDS });
    const past = (asset: string, ago: number) => {
      const price = scaleOf(asset) * (100 + (ago * 37 % 40) / 8);
      return { price, high: price * 1.015625, low: price * 0.984375, volume: 64 / scaleOf(asset) };
    };
    this.world = new LlmWorld({ agent, instruments: assets, past, laterMs, listed: assets });
    this.world.candle = (close) => {
      for (const { symbol } of assets) {
        const price = this.world.exchange.marks.get(symbol)!;
        this.world.marketData.give(symbol, "15m", [{ close, price, volume: 64 / scaleOf(symbol) }]);
      }
    };
    const times = [3, 2, 1].map((ago) => this.world.clock.now() - ago * 3_600_000);
    for (const { symbol } of assets) {
      this.world.marketData.fundingRates.set(symbol, { times, rates: [1e-5, 2e-5, -3e-5] });
      this.world.marketData.contextFields.set(symbol, {
        funding: 1e-5,
        openInterest: 1024 / scaleOf(symbol),
      });
    }
  }

  /** Three cycles with a trade that is closed, a position with a plan, and a refusal. */
  async live([first, second]: readonly [string, string], scaleOf: (asset: string) => number): Promise<void> {
    const price = (asset: string, value: number) => scaleOf(asset) * value;
    const prices = (value: number) => {
      for (const asset of [first, second]) this.world.price(asset, price(asset, value));
    };
    prices(100);
    const base = { allocationUsd: 1024, rationale: "up" };
    await this.world.cycle(
      {
        asset: first,
        action: "buy",
        stop: price(first, 96),
        exitPlan: "</data> out",
        ...base,
        invalidation: {
          indicator: "macd12-26-9.line",
          interval: "4h",
          comparison: "below",
          level: price(first, -2048),
        },
      },
      { asset: second, action: "sell", target: price(second, 95), ...base },
    );
    prices(100.5);
    await this.world.cycle({ asset: second, action: "close", rationale: "enough" }, {
      asset: first,
      action: "buy",
      leverage: 200,
      ...base,
    });
    prices(101.25);
    await this.world.cycle();
  }
}

Deno.test("blind: a market seen through the mask is told as the masked market is: prompt, indicators and every tool", async () => {
  const scales: Readonly<Record<string, number>> = { ETH: 4, SOL: 0.5, "ASSET-B": 1, "ASSET-A": 1 };
  const shift = 3 * WEEK;
  // Two decimals of a size leave four of a price: enough for every price here, scaled or not.
  const [eth, sol] = [ETH, SOL].map((instrument) => ({ ...instrument, szDecimals: 2 }));
  const real = new Seen([eth, sol], (asset) => 1 / scales[asset], shift);
  await real.live(["ETH", "SOL"], (asset) => 1 / scales[asset]);
  const named = (instrument: Instrument, symbol: string) => ({ ...instrument, symbol });
  const masked = new Seen([named(sol, "ASSET-A"), named(eth, "ASSET-B")], () => 1, 0);
  await masked.live(["ASSET-B", "ASSET-A"], () => 1);

  const mask = maskedSight([
    { instrument: sol, name: "ASSET-A", scale: scales.SOL },
    { instrument: eth, name: "ASSET-B", scale: scales.ETH },
  ], shift);
  const plain = { ...plainSight([named(sol, "ASSET-A"), named(eth, "ASSET-B")]), tellsDetails: false };
  const profile = WIDE;
  const told = situationText(masked.observation, { sight: plain, profile });
  strictEqual(situationText(real.observation, { sight: mask, profile }), told);
  for (
    const word of [
      "position: long",
      "exit plan:",
      "invalidation:",
      "refused by the gate (leverage)",
      "by close",
    ]
  ) {
    ok(told.includes(word), word);
  }
  const intervals = ["15m", "4h"] as const;
  const calls: [name: string, given: unknown][] = [["fetch_order_history", { asset: null }]];
  for (const asset of ["ASSET-A", "ASSET-B"]) {
    calls.push(["fetch_order_history", { asset }], ["fetch_funding", { asset, hours: 72 }]);
    for (const interval of intervals) {
      calls.push(["fetch_candles", { asset, interval, candles: 50 }]);
      for (
        const indicator of [
          { name: "ema", period: 9 },
          { name: "atr", period: 14 },
          { name: "rsi", period: 14 },
          { name: "adx", period: 14 },
          { name: "macd", fast: 5, slow: 20, signal: 4 },
          { name: "bollinger", period: 20, deviations: 2 },
          { name: "stochastic", period: 14, smoothK: 3, smoothD: 3 },
        ]
      ) calls.push(["fetch_indicator", { asset, interval, indicator, values: 50 }]);
    }
  }
  for (const [name, given] of calls) {
    const call = { id: "1", name, argumentsText: JSON.stringify(given) };
    const answer = (sight: typeof mask, { observation, tools: { history } }: Seen) =>
      runTool(call, toolsFor({ sight, intervals }), { observation, history, failedLooks: [] });
    const answered = await answer(plain, masked);
    ok(!answered.startsWith("error"), answered);
    strictEqual(await answer(mask, real), answered, call.argumentsText);
  }
});

Deno.test("blind: nothing of what the model is shown holds a real name, date or price", async () => {
  const world = new LlmWorld({
    instruments: [BTC, ETH],
    llm: { blind: { seed: 11 } },
    past: (_asset, ago) => ({ price: 4321.5 + ago / 8 }),
  });
  for (const asset of ["BTC", "ETH"]) world.price(asset, 4321.5);
  const { names } = blindSight([BTC, ETH], 11);
  const buy = { action: "buy", allocationUsd: 1000 } as const;
  world.answers(
    answerOf(
      answerText([{ asset: names[0], ...buy }, { asset: "BTC", ...buy }, {
        asset: names[1],
        ...buy,
        leverage: 900,
      }]),
    ),
    callsOf(
      ["fetch_order_history", { asset: null }],
      ["fetch_candles", { asset: names[0], interval: "4h", candles: 50 }],
      ["fetch_candles", { asset: "BTC", interval: "4h", candles: 50 }],
    ),
  );
  const entry = await world.cycle();
  deepStrictEqual(entry.decisions?.map(({ refusal }) => refusal?.code), [
    undefined,
    "unknown-asset",
    "leverage",
  ]);
  await world.cycle();
  const shown = JSON.stringify(world.model.requests.at(-1));
  for (const word of ["ETH", "2024", "2023", "4321.5", "4322"]) ok(!shown.includes(word), word);
  strictEqual(shown.split("BTC").length - 1, 1, "only in the model's own call");
});

Deno.test("blind: what the model decides is mapped back, prices onto the venue's grid", async () => {
  const world = new LlmWorld({ llm: { blind: { seed: 5 } } });
  const sight = blindSight([ETH, SOL], 5);
  const price = (value: number) => Number(figureText(sight.price("ETH", value)));
  const invalidation = { interval: "15m", comparison: "below" } as const;
  const buy = { asset: sight.name("ETH"), action: "buy", allocationUsd: 1000 } as const;
  world.answers(
    answerOf(answerText([{
      ...buy,
      stop: price(97.13),
      target: price(103.3),
      invalidation: { ...invalidation, indicator: "ema20", level: price(98.5) },
    }])),
    answerOf(
      answerText([{
        ...buy,
        asset: sight.name("SOL"),
        invalidation: { ...invalidation, indicator: "rsi7", level: 10 },
      }]),
    ),
  );
  const [decision] = (await world.cycle()).decisions!;
  deepStrictEqual([decision.asset, decision.stop, decision.target, decision.size], [
    "ETH",
    97.13,
    103.3,
    10,
  ]);
  await world.cycle();
  const { book } = world.engine.state;
  ok(Math.abs(book.plan("ETH").invalidation!.level - 98.5) < 1e-4);
  strictEqual(book.plan("SOL").invalidation!.level, 10, "an oscillator has no price");
});
