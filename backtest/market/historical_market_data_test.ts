import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type CandleWindow, type Interval, intervalMs, roundPrice } from "../../engine/mod.ts";
import { CONTRACT_MARKET, marketDataContract } from "../../engine/ports/market_data_contract.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import {
  type CandleRow,
  COIN,
  columnsOf,
  drawnAsset,
  drawnMarket,
  MINUTE,
  START,
} from "../testing/market.ts";
import { HistoricalMarketData } from "./historical_market_data.ts";
import { RecordedMarket } from "./recorded_market.ts";

marketDataContract("HistoricalMarketData", () => {
  const { instrument, interval, start, candles, funding } = CONTRACT_MARKET;
  const clock = new SimulatedClock(start);
  const market = new RecordedMarket([{
    instrument,
    candles: [{ interval, columns: candles }],
    funding,
    openInterest: null,
  }]);
  return Promise.resolve({
    marketData: new HistoricalMarketData(market, clock),
    sleepUntil: (time) => clock.sleepUntil(time),
    dispose: () => Promise.resolve(),
  });
});

/** A clock that goes where it is told, also back: the data must not remember where it was. */
class FreeClock {
  time = START;
  now(): number {
    return this.time;
  }
  sleepUntil(time: number): Promise<void> {
    this.time = time;
    return Promise.resolve();
  }
}

const SLOTS = 400;

/** 5m candles on drawn slots of two days, each another price. */
function drawRows(slots: readonly number[]): CandleRow[] {
  return slots.map((slot) => {
    const open = 100 + (slot * 7919 % 1000) / 100;
    const close = 100 + ((slot + 1) * 7919 % 1000) / 100;
    return [slot * 5, open, Math.max(open, close) + 1, Math.min(open, close) - 1, close];
  });
}

const slotsOf = fc.uniqueArray(fc.nat(SLOTS - 1), { minLength: 1, maxLength: 300, size: "max" })
  .map((slots) => slots.sort((a, b) => a - b));

Deno.test("HistoricalMarketData: any questions in any order, at any times, have the answers of brute force", async () => {
  const question = fc.record({
    now: fc.integer({ min: -10 * MINUTE, max: (SLOTS * 5 + 10) * MINUTE }),
    back: fc.oneof(fc.nat(2 * 60 * MINUTE), fc.nat(SLOTS * 5 * MINUTE)),
    last: fc.nat(400),
    interval: fc.constantFrom<Interval>("5m", "15m", "1h"),
  });
  await fc.assert(
    fc.asyncProperty(slotsOf, fc.array(question, { maxLength: 40 }), async (slots, questions) => {
      const rows = drawRows(slots);
      const clock = new FreeClock();
      const data = new HistoricalMarketData(
        drawnMarket({ instrument: COIN, candles: { "5m": rows } }),
        clock,
      );
      for (const { now, back, last, interval } of questions) {
        clock.time = START + now;
        const after = clock.time - back;
        const closed = closesBy(rows, interval).filter((close) => close <= clock.time);
        const since = closed.filter((close) => close > after);
        const byAfter = await data.candles("COIN", interval, { after });
        const byLast = await data.candles("COIN", interval, { last });
        deepStrictEqual(closesOf(byAfter), since);
        deepStrictEqual(closesOf(byLast), last === 0 ? [] : closed.slice(-last));
        const finest = closesOf(await data.finest("COIN", after));
        deepStrictEqual(finest, closesBy(rows, "5m").filter((close) => close > after && close <= clock.time));
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("HistoricalMarketData: finest tells the extremes of what it shows, also where a decision candle tells them", async () => {
  const steps = fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      slotsOf,
      steps,
      fc.constantFrom<Interval>("15m", "1h", "5m"),
      async (slots, walk, decision) => {
        const clock = new FreeClock();
        const asset = drawnAsset({ instrument: COIN, candles: { "5m": drawRows(slots) } });
        const data = new HistoricalMarketData(new RecordedMarket([asset], decision), clock);
        let after = START;
        for (const [quarters, odd] of walk) {
          clock.time = after + quarters * 5 * MINUTE + (odd ? 1 : 0);
          const window = await data.finest("COIN", after);
          const rows = Array.from({ length: window.length }, (_, index) => index);
          strictEqual(window.highest(), Math.max(...rows.map((row) => window.high(row))));
          strictEqual(window.lowest(), Math.min(...rows.map((row) => window.low(row))));
          after = clock.time;
        }
      },
    ),
  );
});

Deno.test("HistoricalMarketData: the price of the moment is on the line of the candle it belongs to", async () => {
  await fc.assert(
    fc.asyncProperty(
      slotsOf,
      fc.array(fc.integer({ min: -5, max: SLOTS * 5 + 5 }), { maxLength: 50 }),
      fc.nat(MINUTE - 1),
      async (slots, minutes, ms) => {
        const rows = drawRows(slots);
        const clock = new FreeClock();
        const data = new HistoricalMarketData(
          drawnMarket({ instrument: COIN, candles: { "5m": rows } }),
          clock,
        );
        for (const minute of minutes) {
          const at = minute * MINUTE + ms;
          clock.time = START + at;
          const [{ mid, mark, oracle, time }] = await data.contexts(["COIN"]);
          const candle = rows.find(([open]) => open * MINUTE < at && at <= (open + 5) * MINUTE);
          const before = rows.filter(([open]) => (open + 5) * MINUTE <= at).at(-1);
          deepStrictEqual([time, oracle], [clock.time, mark]);
          if (candle === undefined) {
            deepStrictEqual([mid, mark], [null, before === undefined ? null : onGrid(before[4])]);
            continue;
          }
          const share = (at - candle[0] * MINUTE) / (5 * MINUTE);
          strictEqual(mid, onGrid(candle[1] + (candle[4] - candle[1]) * share));
          strictEqual(mark, mid);
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("HistoricalMarketData: open interest is the last known, never a later one", async () => {
  const clock = new FreeClock();
  const openInterest = {
    time: Float64Array.of(START, START + 10 * MINUTE),
    value: Float64Array.of(7, 8),
  };
  const candles = [{ interval: "5m" as const, columns: columnsOf(drawRows([0, 1, 2])) }];
  const market = new RecordedMarket([{ instrument: COIN, candles, funding: null, openInterest }]);
  const data = new HistoricalMarketData(market, clock);
  const shown: (number | null)[] = [];
  for (const ms of [-1, 0, 10 * MINUTE - 1, 10 * MINUTE]) {
    clock.time = START + ms;
    shown.push((await data.contexts(["COIN"]))[0].openInterest);
  }
  deepStrictEqual(shown, [null, 7, 7, 8]);
});

/** Close times of the candles of an interval that rows of 5m make. */
function closesBy(rows: readonly CandleRow[], interval: Interval): number[] {
  const length = intervalMs(interval);
  const opens = new Set(rows.map(([minute]) => Math.floor((START + minute * MINUTE) / length) * length));
  return [...opens].map((open) => open + length);
}

function closesOf(window: CandleWindow): number[] {
  return Array.from({ length: window.length }, (_, index) => window.closeTime(index));
}

function onGrid(price: number): number {
  return roundPrice(price, COIN, "nearest");
}
