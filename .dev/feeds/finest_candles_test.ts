/** What orders settle on is chosen alike, from what the venue answers and from a recording of the same candles. */
import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type AskCandles, FinestCandles } from "../../adapters/hyperliquid/finest_candles.ts";
import { settlementSeries } from "../../backtest/market/settlement_series.ts";
import { candleColumns, type Interval, intervalMs } from "../../engine/mod.ts";

const MINUTE = 60_000;
const SPAN = 60;
const INTERVALS: readonly Interval[] = ["1m", "3m", "5m", "15m", "30m"];

/** Which candles of each interval there are. */
type There = Readonly<Partial<Record<Interval, readonly boolean[]>>>;

/** Open and close of each, in minutes. */
function opensOf(there: There, interval: Interval): readonly number[] {
  const length = intervalMs(interval) / MINUTE;
  return (there[interval] ?? []).flatMap((is, index) => is ? [index * length] : []);
}

function recorded(there: There): string[] {
  const candles = INTERVALS.flatMap((interval) => {
    const opens = opensOf(there, interval);
    if (opens.length === 0) return [];
    const columns = candleColumns(opens.length);
    columns.time.set(opens.map((minute) => minute * MINUTE));
    return [{ interval, columns }];
  });
  if (candles.length === 0) return [];
  const settled = settlementSeries(candles);
  return Array.from(settled.columns.time, (open, at) => `${open / MINUTE}-${settled.closeTime(at) / MINUTE}`);
}

async function asked(there: There): Promise<string[]> {
  const ask: AskCandles = (interval, from, until) => {
    const length = intervalMs(interval);
    const found = opensOf(there, interval).map((minute) => minute * MINUTE)
      .filter((open) => open >= from && open + length <= until)
      .map((openTime) => ({
        ...{ openTime, closeTime: openTime + length, open: 1, high: 1, low: 1, close: 1, volume: 1 },
      }));
    return Promise.resolve(found);
  };
  const found = await new FinestCandles(ask).later(0, SPAN * MINUTE);
  return found.map(({ openTime, closeTime }) => `${openTime / MINUTE}-${closeTime / MINUTE}`);
}

/** Mostly there, in stretches: single lots would leave no hole that a longer candle fits into. */
const theres: fc.Arbitrary<There> = fc.record(Object.fromEntries(INTERVALS.map((interval) => {
  const count = SPAN / (intervalMs(interval) / MINUTE);
  const stretches = fc.array(fc.tuple(fc.nat(count), fc.nat(count)), { maxLength: 3 });
  return [
    interval,
    stretches.map((gone) =>
      Array.from(
        { length: count },
        (_, index) => !gone.some(([from, length]) => index >= from && index < from + length),
      )
    ),
  ];
})));

Deno.test("a hole of the venue's minutes is settled on what a recording of them is settled on", async () => {
  await fc.assert(
    fc.asyncProperty(theres, async (there) => deepStrictEqual(await asked(there), recorded(there))),
    {
      numRuns: 500,
    },
  );
});

Deno.test("a hole that no longer candle fits into stays one, and nothing is asked for it", async () => {
  const minutes = Array.from({ length: SPAN }, (_, minute) => minute !== 10 && minute !== 11);
  const intervals: Interval[] = [];
  const ask: AskCandles = (interval, from, until) => {
    intervals.push(interval);
    return Promise.resolve(
      opensOf({ "1m": minutes }, interval).map((minute) => minute * MINUTE).filter((open) =>
        open >= from && open < until
      )
        .map((openTime) => ({
          ...{ openTime, closeTime: openTime + MINUTE, open: 1, high: 1, low: 1, close: 1, volume: 1 },
        })),
    );
  };
  deepStrictEqual((await new FinestCandles(ask).later(0, SPAN * MINUTE)).length, SPAN - 2);
  deepStrictEqual(intervals, ["1m"]);
});
