import assert from "node:assert/strict";
import {
  adx,
  atr,
  bollinger,
  ema,
  indicatorId,
  type IndicatorSpec,
  indicatorSpecSchema,
  macd,
  rsi,
  sma,
  stochastic,
} from "./spec.ts";
import { createIndicator } from "./create.ts";

const IDS: readonly (readonly [IndicatorSpec, string])[] = [
  [ema(20), "ema20"],
  [sma(20), "sma20"],
  [rsi(), "rsi14"],
  [rsi(7), "rsi7"],
  [atr(), "atr14"],
  [adx(), "adx14"],
  [macd(), "macd12-26-9"],
  [bollinger(), "bollinger20-2"],
  [bollinger(20, 2.5), "bollinger20-2.5"],
  [stochastic(), "stochastic14-3-3"],
];

Deno.test("indicatorId names the indicator and its settings, and the indicator bears that name", () => {
  for (const [spec, id] of IDS) {
    assert.equal(indicatorId(spec), id);
    assert.equal(createIndicator(spec).id, id);
  }
});

Deno.test("the schema takes what the helpers make, unchanged", () => {
  for (const [spec] of IDS) {
    assert.deepEqual(indicatorSpecSchema.parse(JSON.parse(JSON.stringify(spec))), spec);
  }
  indicatorSpecSchema.parse(ema(1));
  indicatorSpecSchema.parse(ema(1000));
});

Deno.test("the schema refuses what cannot be computed", () => {
  const refused: readonly unknown[] = [
    null,
    "ema20",
    {},
    { name: "vwap", period: 20 },
    { name: "ema" },
    { name: "ema", period: "20" },
    { name: "ema", period: 20, source: "open" },
    ema(0),
    ema(-1),
    ema(1.5),
    ema(1001),
    ema(NaN),
    ema(Infinity),
    macd(12, 12, 9),
    macd(26, 12, 9),
    macd(12, 26, 0),
    bollinger(20, 0),
    bollinger(20, -2),
    bollinger(20, 10.5),
    stochastic(14, 0, 3),
    stochastic(14, 3, 0),
  ];
  for (const spec of refused) {
    assert.equal(indicatorSpecSchema.safeParse(spec).success, false, JSON.stringify(spec));
  }
});
