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
import { END, marketPlans, marketUpTo } from "../testing/random_market.ts";
import { HistoricalMarketData } from "./historical_market_data.ts";
import { RecordedMarket } from "./recorded_market.ts";

for (const isMarked of [false, true]) {
  marketDataContract(`HistoricalMarketData${isMarked ? ", marked" : ""}`, () => {
    const { instrument, interval, start, candles, funding } = CONTRACT_MARKET;
    const clock = new SimulatedClock(start);
    const recorded = [{ interval, columns: candles }];
    const oracle = { time: candles.time, value: candles.low };
    const market = new RecordedMarket([{
      instrument,
      candles: recorded,
      funding,
      openInterest: null,
      ...(isMarked ? { marks: recorded, oracle } : {}),
    }]);
    return Promise.resolve({
      marketData: new HistoricalMarketData(market, clock),
      sleepUntil: (time) => clock.sleepUntil(time),
      dispose: () => Promise.resolve(),
    });
  });
}

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
        const marks = {
          "5m": drawRows(slots.filter((slot) => slot % 3 > 0)).map(([minute, open, high, low, close]) =>
            [minute, open, high + 3, low - 3, close] as const
          ),
        };
        const asset = drawnAsset({
          instrument: COIN,
          candles: { "5m": drawRows(slots) },
          ...(slots.length % 2 === 0 ? { marks } : {}),
        });
        const data = new HistoricalMarketData(new RecordedMarket([asset], decision), clock);
        let after = START;
        for (const [quarters, odd] of walk) {
          clock.time = after + quarters * 5 * MINUTE + (odd ? 1 : 0);
          const window = await data.finest("COIN", after);
          const rows = Array.from({ length: window.length }, (_, index) => index);
          strictEqual(window.highest(), Math.max(...rows.map((row) => window.high(row))));
          strictEqual(window.lowest(), Math.min(...rows.map((row) => window.low(row))));
          strictEqual(window.highestMark(), Math.max(...rows.map((row) => window.markOf(row).high)));
          strictEqual(window.lowestMark(), Math.min(...rows.map((row) => window.markOf(row).low)));
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
  for (const ms of [-1, 0, 10 * MINUTE - 1, 10 * MINUTE, MINUTE]) {
    clock.time = START + ms;
    shown.push((await data.contexts(["COIN"]))[0].openInterest);
  }
  deepStrictEqual(shown, [null, 7, 7, 8, 7]);
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

/** Trades at 100 to 104, then a hole, then 110; the mark is 2 above where there is one; the oracle at one hour and two. */
const MARKED = drawnMarket({
  instrument: COIN,
  candles: {
    "5m": [[0, 100, 104, 100, 104], [5, 104, 104, 104, 104], [10, 104, 108, 104, 108], [
      110,
      110,
      110,
      110,
      110,
    ]],
  },
  marks: { "5m": [[0, 102, 106, 102, 106], [10, 106, 110, 106, 110]] },
  oracle: [[0, 99.99999], [0.75, 98]],
  funding: [[1, 0.1], [2, 0.1]],
});

const MOMENTS:
  readonly (readonly [what: string, minute: number, mark: number, mid: number | null, oracle: number])[] = [
    ["inside a candle the mark runs straight, as the price does", 2.5, 104, 102, 100],
    ["at a close it is the mark's close", 5, 106, 104, 100],
    ["in a hole of the mark it is the price of the moment", 7.5, 104, 104, 100],
    ["at the last close before a gap it is that of the mark", 15, 110, 108, 100],
    ["in a gap the mark is the last one, and the oracle goes on", 50, 110, null, 98],
    ["an oracle that nobody recorded for an hour is the last price of trades", 106, 110, null, 108],
  ];

for (const [what, minute, mark, mid, oracle] of MOMENTS) {
  Deno.test(`HistoricalMarketData contexts: ${what}`, async () => {
    const clock = new FreeClock();
    clock.time = START + minute * MINUTE;
    const [context] = await new HistoricalMarketData(MARKED, clock).contexts(["COIN"]);
    deepStrictEqual([context.mark, context.mid, context.oracle], [mark, mid, oracle]);
  });
}

Deno.test("HistoricalMarketData: what comes later changes no mark and no oracle price of before", async () => {
  await fc.assert(
    fc.asyncProperty(
      marketPlans,
      fc.integer({ min: 1, max: 143 }),
      fc.nat(5 * MINUTE),
      async (plans, slot, ms) => {
        const until = START + slot * 5 * MINUTE;
        const marked = plans.map((plan) => ({ ...plan, holes: "none" as const, isMarked: true }));
        const told = async (end: number): Promise<unknown> => {
          const clock = new FreeClock();
          const market = marketUpTo(marked, end);
          const data = new HistoricalMarketData(market, clock);
          const assets = [...market.assets.keys()];
          clock.time = until - ms;
          const before = [await data.contexts(assets), await data.funding("A0", START)];
          clock.time = until;
          return [before, await data.contexts(assets), await data.funding("A0", START)];
        };
        deepStrictEqual(await told(until), await told(END));
      },
    ),
    { numRuns: 200 },
  );
});
