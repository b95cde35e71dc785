import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { minuteOf } from "../../model/civil_date.ts";
import { createIndicator, type IndicatorSpec } from "../../indicators/mod.ts";
import type { Interval } from "../../model/interval.ts";
import { answerOf } from "../../testing/chat.ts";
import { answerText, callsOf, LlmWorld } from "../../testing/llm_world.ts";
import { HOUR, MIDNIGHT, QUARTER } from "../../testing/times.ts";
import { figuresText } from "./shown_text.ts";

const FIRST = MIDNIGHT + QUARTER;

/** What a tool answers in the first cycle of a world, for each of these arguments. */
async function look(
  name: string,
  given: readonly unknown[],
  prepare: (world: LlmWorld) => void = () => {},
): Promise<string[]> {
  const world = new LlmWorld();
  prepare(world);
  const answers: string[] = [];
  for (let start = 0; start < given.length; start += 12) {
    world.answers(callsOf(...given.slice(start, start + 12).map((one) => [name, one] as const)));
    await world.cycle();
    const messages = world.model.requests.at(-1)!.messages.slice(3);
    answers.push(...messages.map(({ text }) => text));
  }
  return answers;
}

const SPECS: readonly IndicatorSpec[] = [
  { name: "ema", period: 20 },
  { name: "sma", period: 7 },
  { name: "rsi", period: 14 },
  { name: "atr", period: 14 },
  { name: "adx", period: 14 },
  { name: "macd", fast: 12, slow: 26, signal: 9 },
  { name: "bollinger", period: 20, deviations: 2.5 },
  { name: "stochastic", period: 14, smoothK: 3, smoothD: 3 },
];

Deno.test("fetch_indicator: every indicator there is, over the closed candles, all its outputs", async () => {
  const given = SPECS.map((indicator) => ({ asset: "SOL", interval: "4h", indicator, values: 5 }));
  const answers = await look("fetch_indicator", given);
  for (const [at, spec] of SPECS.entries()) {
    const indicator = createIndicator(spec);
    const values = indicator.outputs.map((): number[] => []);
    for (let ago = 399; ago >= 0; ago--) {
      const price = 100 + 5 * Math.sin(ago / 7);
      indicator.push(price + 1, price - 1, price);
      values.forEach((list, output) => list.push(indicator.value(output)));
    }
    const lines = indicator.outputs.map((output, index) =>
      `${indicator.id}${indicator.outputs.length === 1 ? "" : `.${output}`}: ${
        figuresText(values[index].slice(-5))
      }`
    );
    deepStrictEqual(answers[at].split("\n"), [`SOL 4h, 5 values up to ${minuteOf(MIDNIGHT)}`, ...lines]);
  }
});

Deno.test("fetch_indicator: up to 50 values, fewer where candles are missing, none before it is warm", async () => {
  const of = (period: number, values: number) => ({
    asset: "ETH",
    interval: "15m",
    indicator: { name: "sma", period },
    values,
  });
  const answers = await look("fetch_indicator", [of(2, 50), of(380, 50), of(401, 1), of(402, 1), of(2, 51)]);
  strictEqual(answers[0].split(" ").length, 7 + 50);
  match(answers[1], /^ETH 15m, 22 values up to /);
  match(answers[2], /^ETH 15m, 1 values up to /);
  match(answers[3], /^error: 401 candles of 15m are not enough; it needs 402$/);
  match(answers[4], /^error: values: /);
});

Deno.test("fetch_candles and fetch_funding: oldest first, in figures", async () => {
  const [candles] = await look("fetch_candles", [{ asset: "ETH", interval: "15m", candles: 2 }]);
  deepStrictEqual(candles.split("\n"), [
    "ETH 15m, 2 candles",
    "2024-01-01T00:00Z 100 101 99 100 10",
    "2024-01-01T00:15Z 100 100 100 100 1",
  ]);
  const [funding, none] = await look(
    "fetch_funding",
    [{ asset: "ETH", hours: 3 }, { asset: "SOL", hours: 3 }],
    (
      world,
    ) => {
      const times = [1, 0, -1].map((ago) => MIDNIGHT - ago * HOUR);
      world.marketData.fundingRates.set("ETH", { times, rates: times.map(() => 0.0000125) });
    },
  );
  deepStrictEqual(funding.split("\n"), [
    "ETH, 2 rates, mean 0.00125 % an hour",
    "2023-12-31T23:00Z 0.00125 %",
    "2024-01-01T00:00Z 0.00125 %",
  ], "the rate of one o'clock is not paid yet");
  strictEqual(none, "error: no rates are recorded for the last 3 hours");
});

Deno.test("fetch_order_history: decisions, fills, trades and orders of one asset or all; no order has an id", async () => {
  const world = new LlmWorld();
  const buy = { action: "buy", allocationUsd: 1000 } as const;
  world.answers(answerOf(answerText([{ asset: "ETH", ...buy }, { asset: "SOL", ...buy }])));
  await world.cycle();
  world.answers(answerOf(answerText([{ asset: "SOL", action: "close", rationale: "enough" }])));
  await world.cycle();
  world.answers(callsOf(["fetch_order_history", { asset: "SOL" }], ["fetch_order_history", { asset: null }]));
  await world.cycle();
  const [one, all] = world.model.requests.at(-1)!.messages.slice(3).map(({ text }) => text);
  deepStrictEqual(one.split("\n"), [
    "# decisions",
    '2024-01-01T00:15Z SOL buy, 1000.00 USD at leverage 1, stop 98, target 104, filled at 100; because <data>"because"</data>',
    '2024-01-01T00:30Z SOL close, filled at 100; because <data>"enough"</data>',
    "# fills",
    "2024-01-01T00:15Z SOL buy 10 at 100, fee 0.45 USD, realised 0.00 USD",
    "2024-01-01T00:30Z SOL sell 10 at 100, fee 0.45 USD, realised 0.00 USD",
    "# closed trades",
    "2024-01-01T00:15Z to 2024-01-01T00:30Z SOL long 10, 100 to 100 by close, net -0.90 USD",
    "# waiting orders",
    "none",
  ]);
  match(all, /ETH order: stop, sell 10 at 98\nETH order: target, sell 10 at 104$/);
  ok(!/0x[0-9a-f]{8}/.test(all));
});

Deno.test("what cannot be asked for is told, and nothing is looked at", async () => {
  const candles = { asset: "ETH", interval: "15m", candles: 1 };
  const rows: [name: string, given: unknown, told: RegExp][] = [
    ["fetch_candles", { ...candles, asset: "BTC" }, /^error: asset: /],
    ["fetch_candles", { ...candles, interval: "1h" }, /^error: interval: /],
    ["fetch_candles", { ...candles, candles: 0 }, /^error: candles: /],
    ["fetch_candles", { ...candles, candles: 1.5 }, /^error: candles: /],
    ["fetch_candles", { ...candles, candles: 51 }, /^error: candles: /],
    ["fetch_candles", { ...candles, after: 0 }, /^error: the whole: Unrecognized key: "after"/],
    ["fetch_candles", [], /^error: the whole: /],
    ["fetch_candles", "null", /^error: the whole: /],
    ["fetch_funding", { asset: "ETH", hours: -5 }, /^error: hours: /],
    ["fetch_indicator", {
      ...candles,
      candles: undefined,
      values: 1,
      indicator: { name: "macd", fast: 9, slow: 3, signal: 2 },
    }, /^error: indicator\.fast: fast must be less than slow/],
    ["fetch_indicator", {
      asset: "ETH",
      interval: "15m",
      values: 1,
      indicator: { name: "vwap", period: 3 },
    }, /^error: indicator/],
  ];
  for (const [name, given, told] of rows) match((await look(name, [given]))[0], told);
});

Deno.test("no tool shows anything that closed after the moment, however it is asked and however long it takes", async () => {
  const asks = fc.oneof(
    fc.record({
      asset: fc.constantFrom("ETH", "SOL"),
      interval: fc.constantFrom("15m", "4h"),
      candles: fc.integer({ min: 1, max: 50 }),
    }).map((given) => ["fetch_candles", given] as const),
    fc.record({
      asset: fc.constantFrom("ETH", "SOL"),
      interval: fc.constantFrom("15m", "4h"),
      indicator: fc.constantFrom(...SPECS),
      values: fc.integer({ min: 1, max: 50 }),
    }).map((given) => ["fetch_indicator", given] as const),
    fc.record({ asset: fc.constantFrom("ETH", "SOL"), hours: fc.integer({ min: 1, max: 72 }) })
      .map((given) => ["fetch_funding", given] as const),
  );
  const seen = async (call: readonly [string, unknown], future: number, lateMs: number): Promise<string> => {
    const world = new LlmWorld();
    for (const asset of ["ETH", "SOL"]) {
      for (const [interval, length] of [["15m", QUARTER], ["4h", 4 * HOUR]] as [Interval, number][]) {
        const closes = Array.from({ length: 20 }, (_, index) => MIDNIGHT + (index + 2) * length);
        const own = closes.map((close) => ({ close, price: future, high: 2 * future, low: future / 2 }));
        world.candle = () => {};
        const first = { close: FIRST, price: 100 };
        world.marketData.give(asset, interval, interval === "15m" ? [first, ...own] : own);
      }
    }
    const times = Array.from({ length: 100 }, (_, index) => MIDNIGHT + (index - 50) * HOUR);
    const rates = times.map((time) => time > FIRST ? future : 0.00001);
    for (const asset of ["ETH", "SOL"]) world.marketData.fundingRates.set(asset, { times, rates });
    const ask = world.model.ask;
    // A real clock goes on while the model thinks.
    world.model.ask = (request, signal) => {
      world.clock.set(Math.max(world.clock.now(), FIRST + lateMs));
      return ask(request, signal);
    };
    world.answers(callsOf(call));
    await world.cycle();
    return world.model.requests[1].messages.map(({ text }) => text).join("\n");
  };
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 0, max: 400_000 }), async (call, lateMs) => {
      const plain = await seen(call, 7, 0);
      strictEqual(await seen(call, 9999, lateMs), plain);
    }),
    { numRuns: 40 },
  );
});
