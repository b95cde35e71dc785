import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Interval } from "../../engine/mod.ts";
import { type CandleRow, COIN, DIME, drawnMarket, MINUTE, START } from "../testing/market.ts";
import type { CandleSeries } from "./candle_series.ts";
import { RecordedMarket } from "./recorded_market.ts";

/** The close of every candle. */
function closesOf(series: CandleSeries): number[] {
  return Array.from({ length: series.count }, (_, index) => series.closeTime(index));
}

/** Candles that do not move, at these minutes. */
function flats(...minutes: readonly number[]): CandleRow[] {
  return minutes.map((minute): CandleRow => [minute, 100, 100, 100, 100]);
}

function every(step: number, from: number, to: number): CandleRow[] {
  const minutes: number[] = [];
  for (let minute = from; minute < to; minute += step) minutes.push(minute);
  return flats(...minutes);
}

/** Gaps as `COIN 10-20` and lengths, in minutes. */
function coverageOf(market: RecordedMarket, from: number, until: number): [string[], number[]] {
  const { gaps, settledOn } = market.coverage({ from: START + from * MINUTE, until: START + until * MINUTE });
  const minute = (time: number): number => (time - START) / MINUTE;
  return [
    gaps.map(({ asset, from, to }) => `${asset} ${minute(from)}-${minute(to)}`),
    settledOn.map((length) => length / MINUTE),
  ];
}

Deno.test("RecordedMarket: keeps the assets in the order they were given", () => {
  const candles = { "5m": flats(0) };
  const market = drawnMarket({ instrument: DIME, candles }, { instrument: COIN, candles });
  deepStrictEqual([...market.assets.keys()], ["DIME", "COIN"]);
});

const HOLED = drawnMarket(
  { instrument: COIN, candles: { "5m": flats(0, 5, 20, 25, 60), "15m": flats(30, 60) } },
  { instrument: DIME, candles: { "5m": every(5, 0, 65) } },
);

const COVERAGES: readonly [string, number, number, string[], number[]][] = [
  ["the whole of it: every hole, and every length", 0, 65, ["COIN 10-20", "COIN 45-60"], [5, 15]],
  ["a range without holes", 0, 10, [], [5]],
  ["a hole that begins before the range", 15, 30, ["COIN 10-20"], [5]],
  ["a hole that is not over when the range ends", 21, 50, ["COIN 45-60"], [5, 15]],
  ["a hole that begins when the range ends is none of it", 21, 45, [], [5, 15]],
  ["a hole that ends when the range begins: that moment has no price yet", 20, 30, ["COIN 10-20"], [5]],
  ["a hole that ended before the range begins is none of it", 21, 30, [], [5]],
  ["a range inside a hole", 11, 12, ["COIN 10-20"], [5]],
  ["a range that ends inside a longer candle", 21, 40, [], [5, 15]],
];

for (const [what, from, until, gaps, lengths] of COVERAGES) {
  Deno.test(`RecordedMarket coverage: ${what}`, () => {
    deepStrictEqual(coverageOf(HOLED, from, until), [gaps, lengths]);
  });
}

Deno.test("RecordedMarket coverage: a candle behind the range, and behind its hole, tells nothing of its length", () => {
  const market = drawnMarket({ instrument: COIN, candles: { "5m": flats(0), "15m": flats(30) } });
  deepStrictEqual(coverageOf(market, 0, 10), [["COIN 5-30"], [5]]);
});

Deno.test("RecordedMarket coverage: counts the hours without a rate, of assets that have any", () => {
  const candles = { "5m": every(5, 0, 300) };
  const funding = [[1, 0.1], [2, 0.1], [4, 0.1]] as const;
  const market = drawnMarket({ instrument: COIN, candles, funding }, { instrument: DIME, candles });
  const missing = (from: number, until: number): number =>
    market.coverage({ from: START + from * MINUTE, until: START + until * MINUTE }).unfundedHours;
  deepStrictEqual([missing(0, 61), missing(0, 180), missing(0, 181), missing(180, 300)], [0, 0, 1, 0]);
});

Deno.test("AssetHistory: spans what is both decided and settled on", () => {
  const candles = { "5m": flats(20, 25), "15m": flats(0, 30) };
  const history = drawnMarket({ instrument: COIN, candles }).assets.get("COIN")!;
  deepStrictEqual(history.span("15m"), { from: START, until: START + 45 * MINUTE });
  deepStrictEqual(history.span("5m"), { from: START + 20 * MINUTE, until: START + 30 * MINUTE });
  // Hours are made of the quarters, and the last one is not over when they end.
  deepStrictEqual(history.span("1h"), { from: START, until: START + 45 * MINUTE });
});

const SERIES: readonly [string, Partial<Record<Interval, CandleRow[]>>, Interval, number[] | null][] = [
  ["is the recorded one where there is one", { "5m": flats(0, 5, 10), "15m": flats(15) }, "15m", [15]],
  ["is made of finer candles where none was recorded", { "5m": flats(0, 20, 25) }, "15m", [0, 15]],
  ["is not made of candles that do not fill it evenly", { "3m": flats(0, 3) }, "5m", null],
  ["is not made of coarser candles", { "1h": flats(0) }, "15m", null],
  ["is not there for a shorter interval", { "5m": flats(0) }, "1m", null],
];

for (const [what, candles, interval, minutes] of SERIES) {
  Deno.test(`AssetHistory series: ${what}`, () => {
    const history = drawnMarket({ instrument: COIN, candles }).assets.get("COIN")!;
    const series = history.series(interval);
    const times = series === null ? null : [...series.columns.time].map((time) => (time - START) / MINUTE);
    deepStrictEqual(times, minutes);
    strictEqual(history.series(interval), series, "it is made once");
  });
}

Deno.test("AssetHistory series: closes are the opens and a whole interval", () => {
  const history = drawnMarket({ instrument: COIN, candles: { "5m": flats(0, 5) } }).assets.get("COIN")!;
  deepStrictEqual(closesOf(history.series("1h")!), [START + 60 * MINUTE]);
  deepStrictEqual(closesOf(history.series("5m")!), [START + 5 * MINUTE, START + 10 * MINUTE]);
});

Deno.test("RecordedMarket: orders settle on no candle longer than the decision interval divides into", () => {
  const recorded = [...HOLED.assets.values()].map((history) => history.recorded);
  const lengths = (decision: Interval | null): readonly number[] =>
    new RecordedMarket(recorded, decision).coverage({ from: START, until: START + 65 * MINUTE }).settledOn;
  deepStrictEqual(lengths(null), [5 * MINUTE, 15 * MINUTE]);
  deepStrictEqual(lengths("15m"), [5 * MINUTE, 15 * MINUTE]);
  deepStrictEqual(
    lengths("5m"),
    [5 * MINUTE],
    "a 15m candle would draw a price towards a close nobody knows yet",
  );
});

Deno.test("RecordedMarket prepare: what was made ready is what would have been made when asked for", () => {
  const asset = { instrument: COIN, candles: { "5m": flats(0, 5, 20, 65, 240) } };
  const [ready, fresh] = [drawnMarket(asset), drawnMarket(asset)];
  ready.prepare(["4h", "15m", "1h"]);
  for (const interval of ["4h", "1h", "15m"] as const) {
    const columns = (market: RecordedMarket) => market.assets.get("COIN")!.series(interval)!.columns;
    deepStrictEqual(columns(ready), columns(fresh));
  }
});
