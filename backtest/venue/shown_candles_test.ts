import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type Instrument,
  type Interval,
  intervalMs,
  roundPrice,
  type ShownCandle,
} from "../../engine/mod.ts";
import { type CandleRow, COIN, MINUTE, START } from "../testing/market.ts";
import { END, marketPlans } from "../testing/random_market.ts";
import { drawTraded, openWorld, type RandomWorld } from "./testing/random_world.ts";

const ALL = { from: 0, until: Infinity, most: Infinity };
const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;
const FINE: readonly CandleRow[] = [
  [0, 100, 104, 98, 102, 10],
  [5, 102, 103, 90, 95, 20],
  [10, 95, 95, 95, 95, 0],
  // A gap of ten minutes.
  [25, 97, 99, 96, 98, 8],
  [30, 98, 99, 97, 99, 4],
];

async function at(
  minute: number,
  candles: Partial<Record<Interval, readonly CandleRow[]>> = { "5m": FINE },
): Promise<RandomWorld> {
  const real = openWorld([{ instrument: COIN, candles }]);
  await real.clock.sleepUntil(START + minute * MINUTE);
  return real;
}

/** Open minute, prices and volume; an open candle ends in three dots. */
function lines(candles: readonly ShownCandle[]): string[] {
  return candles.map(({ openTime, open, high, low, close, volume, isClosed }) =>
    `${(openTime - START) / MINUTE}: ${open} ${high} ${low} ${close} × ${volume}${isClosed ? "" : " …"}`
  );
}

async function shown(minute: number, interval: Interval): Promise<string[]> {
  return lines((await at(minute)).world.market.candles("COIN", interval, ALL));
}

Deno.test("ShownCandles: inside a candle its open, the way to the price of the moment and a share of its volume", async () => {
  deepStrictEqual(await shown(7.5, "5m"), ["0: 100 104 98 102 × 10", "5: 102 102 98.5 98.5 × 10 …"]);
  deepStrictEqual(await shown(1, "5m"), ["0: 100 100.4 100 100.4 × 2 …"]);
});

Deno.test("ShownCandles: what has closed in a longer candle gives it all its extremes", async () => {
  deepStrictEqual(await shown(7.5, "15m"), ["0: 100 104 98 98.5 × 20 …"]);
  deepStrictEqual(await shown(10, "15m"), ["0: 100 104 90 95 × 30 …"]);
});

Deno.test("ShownCandles: at its close a candle is the recorded one, and the next begins at that price", async () => {
  deepStrictEqual(await shown(5, "5m"), ["0: 100 104 98 102 × 10", "5: 102 102 102 102 × 0 …"]);
  deepStrictEqual(await shown(15, "15m"), ["0: 100 104 90 95 × 30", "15: 95 95 95 95 × 0 …"]);
  deepStrictEqual(await shown(0, "5m"), [], "there was no price yet");
  deepStrictEqual((await shown(20, "5m")).slice(3), [], "nor is there one in a gap");
});

Deno.test("ShownCandles: in a gap nothing forms; a longer candle stays as the gap found it", async () => {
  deepStrictEqual((await shown(17, "5m")).slice(3), []);
  deepStrictEqual((await shown(17, "15m")).slice(1), []);
  deepStrictEqual(await shown(17, "30m"), ["0: 100 104 90 95 × 30 …"]);
  deepStrictEqual((await shown(26, "15m")).slice(1), ["15: 97 97.2 97 97.2 × 1.6 …"]);
});

Deno.test("ShownCandles: after the last candle nothing forms", async () => {
  strictEqual((await shown(200, "5m")).length, 5);
  deepStrictEqual(await shown(36, "1h"), ["0: 100 104 90 99 × 42 …"]);
});

Deno.test("ShownCandles: an interval finer than the recording has none, also where only a part was recorded finer", async () => {
  deepStrictEqual(await shown(7, "1m"), []);
  deepStrictEqual(await shown(7, "3m"), []);
  const mixed = await at(50, { "5m": FINE, "1h": [[0, 100, 104, 90, 99, 42], [60, 99, 110, 99, 108, 6]] });
  await mixed.clock.sleepUntil(START + 90 * MINUTE);
  const { market } = mixed.world;
  strictEqual(market.candles("COIN", "5m", ALL).length, 5);
  deepStrictEqual(lines(market.candles("COIN", "1h", ALL)), [
    "0: 100 104 90 99 × 42",
    "60: 99 103.5 99 103.5 × 3 …",
  ]);
});

Deno.test("ShownCandles: a range takes what has anything of it, its newest or its first", async () => {
  const { world: { market } } = await at(7);
  const open = (from: number, until: number, more: object = {}): number[] =>
    market.candles("COIN", "5m", { from: START + from, until: START + until, most: 10, ...more })
      .map(({ openTime }) => (openTime - START) / MINUTE);
  const five = 5 * MINUTE;
  deepStrictEqual(open(five - 1, five - 1), [0]);
  deepStrictEqual(open(five - 1, five), [0, 5]);
  deepStrictEqual(open(five, five), [5]);
  deepStrictEqual(open(2 * five, 3 * five), []);
  deepStrictEqual(open(0, Infinity, { most: 1 }), [5]);
  deepStrictEqual(open(0, Infinity, { most: 1, fromStart: true }), [0]);
  deepStrictEqual(open(0, Infinity, { most: 0 }), []);
  deepStrictEqual(open(five, 0), []);
});

Deno.test("ShownCandles: they count the trades of the tape, and those of an unknown asset are none", async () => {
  const { world: { market } } = await at(7.5);
  const [first, second] = market.candles("COIN", "5m", ALL);
  strictEqual(first.trades, 6);
  const soFar = market.trades("COIN", { from: second.openTime, until: Infinity, most: 100 });
  strictEqual(second.trades, soFar.length);
  ok(second.trades > 0 && second.trades < 6);
  deepStrictEqual(market.candles("NOPE", "5m", ALL), []);
});

Deno.test("ShownCandles: on any market a forming candle only grows, and closes as what was recorded", async () => {
  const intervals = fc.constantFrom<Interval>("5m", "15m", "1h", "4h");
  await fc.assert(
    fc.asyncProperty(
      marketPlans,
      intervals,
      fc.integer({ min: 50_000, max: 700_000 }),
      async (plans, interval, step) => {
        const real = openWorld(drawTraded(plans));
        const { market } = real.world;
        const last = new Map<string, ShownCandle>();
        for (let now = START + 1; now <= END; now += step) {
          await real.clock.sleepUntil(now);
          for (const instrument of real.instruments) {
            const { symbol } = instrument;
            const candle = market.candles(symbol, interval, { from: now, until: Infinity, most: 5 }).at(-1);
            if (candle === undefined) continue;
            checkForming(candle, market.contexts([symbol])[0].mid, now);
            const before = last.get(symbol);
            if (before?.openTime === candle.openTime) checkGrowth(before, candle, instrument);
            // One that has only begun has not got its own open yet.
            if (candle.openTime < now) last.set(symbol, candle);
          }
        }
        const [{ symbol }] = real.instruments;
        const { columns } = real.market.assets.get(symbol)!.series(interval)!;
        const closed = market.candles(symbol, interval, ALL).filter(({ isClosed }) => isClosed);
        const prices = (
          row: ShownCandle,
        ) => [row.openTime, row.open, row.high, row.low, row.close, row.volume];
        deepStrictEqual(
          closed.map(prices),
          closed.map((_, row) => COLUMNS.map((name) => columns[name][row])),
        );
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

function checkForming(candle: ShownCandle, mid: number | null, now: number): void {
  const { openTime, closeTime, open, high, low, close, isClosed } = candle;
  strictEqual(isClosed, false);
  ok(openTime <= now && now < closeTime);
  ok(low <= Math.min(open, close) && high >= Math.max(open, close), JSON.stringify(candle));
  if (mid !== null) strictEqual(close, mid);
}

/** The extremes of a moment's price are on the grid, those of a closed candle as they were recorded. */
function checkGrowth(before: ShownCandle, after: ShownCandle, instrument: Instrument): void {
  const what = `${JSON.stringify(before)}, then ${JSON.stringify(after)}`;
  strictEqual(after.open, before.open, what);
  ok(after.volume >= before.volume * (1 - 1e-9) && after.trades >= before.trades, what);
  ok(roundPrice(after.high, instrument, "up") >= before.high, what);
  ok(roundPrice(after.low, instrument, "down") <= before.low, what);
  strictEqual(after.closeTime, after.openTime + (before.closeTime - before.openTime), what);
}

Deno.test("ShownCandles: every interval's forming candle ends at its own close", async () => {
  const { world: { market } } = await at(7);
  for (const interval of ["5m", "15m", "30m", "1h", "1d"] as const) {
    const [candle] = market.candles("COIN", interval, { ...ALL, most: 1 });
    strictEqual(candle.closeTime - candle.openTime, intervalMs(interval));
  }
});
