import { deepStrictEqual } from "node:assert/strict";
import type { Interval } from "../engine/mod.ts";
import { rangeOf, spansOf } from "./run_range.ts";
import { type CandleRow, COIN, DIME, drawnMarket, MINUTE, START } from "./testing/market.ts";

/** Candles that do not move, from one minute to another. */
function flats(from: number, to: number): CandleRow[] {
  const rows: CandleRow[] = [];
  for (let minute = from; minute < to; minute += 5) rows.push([minute, 100, 100, 100, 100]);
  return rows;
}

/** COIN has candles from minute 0 to 120, DIME from 30 to 90. */
const MARKET = drawnMarket(
  { instrument: COIN, candles: { "5m": flats(0, 120) } },
  { instrument: DIME, candles: { "5m": flats(30, 90) } },
);

const at = (minute: number): number => START + minute * MINUTE;

Deno.test("spansOf: from the first open to the last close of each asset", () => {
  deepStrictEqual(spansOf(MARKET, "15m"), [
    { asset: "COIN", from: at(0), until: at(120) },
    { asset: "DIME", from: at(30), until: at(90) },
  ]);
});

const RANGES: readonly {
  readonly what: string;
  readonly from: number;
  readonly until?: number;
  readonly interval?: Interval;
  readonly range: readonly [from: number, until: number] | null;
}[] = [
  { what: "as asked where every asset has it", from: 45, until: 75, range: [45, 75] },
  { what: "without an end to where the first asset's data ends", from: 45, range: [45, 90] },
  { what: "of all that every asset has", from: 30, until: 90, range: [30, 90] },
  { what: "with a beginning before the data whose first close is in it", from: 16, range: [16, 90] },
  { what: "none where the first close is before an asset's data", from: 15, range: null },
  { what: "none where the end is behind an asset's data", from: 45, until: 91, range: null },
  {
    what: "none where the end is the first close: the last cycle is before it",
    from: 45,
    until: 45,
    range: null,
  },
  { what: "one cycle where the end is just behind the first close", from: 45, until: 46, range: [45, 46] },
  { what: "none where no close lies between beginning and end", from: 46, until: 60, range: null },
  { what: "none from the end of the data on", from: 90, range: null },
  { what: "none where the interval is longer than the data", from: 31, interval: "4h", range: null },
  { what: "none where the end is before the beginning", from: 75, until: 45, range: null },
];

for (const { what, from, until, interval = "15m", range } of RANGES) {
  Deno.test(`rangeOf: ${what}`, () => {
    const asked = { from: at(from), until: until === undefined ? null : at(until), interval };
    const expected = range === null ? null : { from: at(range[0]), until: at(range[1]) };
    deepStrictEqual(rangeOf(MARKET, asked), expected);
  });
}

Deno.test("spansOf: where finer candles are decided on, coarser ones beside them do not stretch it", () => {
  const fine: CandleRow[] = [];
  for (let minute = 30; minute < 60; minute++) fine.push([minute, 100, 100, 100, 100]);
  const market = drawnMarket({ instrument: COIN, candles: { "1m": fine, "5m": flats(0, 120) } });
  deepStrictEqual(spansOf(market, "1m"), [{ asset: "COIN", from: at(30), until: at(60) }]);
  deepStrictEqual(spansOf(market, "5m"), [{ asset: "COIN", from: at(0), until: at(120) }]);
});
