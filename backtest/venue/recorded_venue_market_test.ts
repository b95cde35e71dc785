import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { INTERVALS, type VenueMarket } from "../../engine/mod.ts";
import { NO_SLIPPAGE } from "../exchange/slippage/no_slippage.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { COIN, DIME, type DrawnAsset, MINUTE, START } from "../testing/market.ts";
import { chance, END, marketPlans } from "../testing/random_market.ts";
import { RecordedVenueMarket } from "./recorded_venue_market.ts";
import { drawTraded, openWorld, type RandomWorld } from "./testing/random_world.ts";

const HOUR = 60 * MINUTE;
const ALL = { from: 0, until: Infinity, most: Infinity };

/** COIN for two days of hours, DIME from the second hour on by five minutes, with a gap. */
function twoAssets(): RandomWorld {
  const hours = Array.from(
    { length: 48 },
    (_, hour) => [hour * 60, 100 + hour, 101 + hour, 99 + hour, 101 + hour, 2] as const,
  );
  const fives = [60, 65, 80].map((minute) => [minute, 10, 10, 10, 10, 1] as const);
  const funding = [[1, 0.0001], [2, -0.0002], [3, 0.0003]] as const;
  return openWorld([
    { instrument: COIN, candles: { "1h": hours }, funding },
    { instrument: DIME, candles: { "5m": fives } },
  ]);
}

Deno.test("RecordedVenueMarket: it spans all assets, and goes from close to close of any of them", () => {
  const { world: { market } } = twoAssets();
  deepStrictEqual(market.span, { from: START, until: START + 48 * HOUR });
  const closes: number[] = [];
  let time: number | null = START;
  while (time !== null && closes.length < 6) {
    time = market.nextClose(time);
    if (time !== null) closes.push((time - START) / MINUTE);
  }
  deepStrictEqual(closes, [60, 65, 70, 85, 120, 180]);
  strictEqual(market.nextClose(START + 48 * HOUR - 1), START + 48 * HOUR);
  strictEqual(market.nextClose(START + 48 * HOUR), null);
});

Deno.test("RecordedVenueMarket: the day is that of the candles closed in it, and begins at the price a day ago", async () => {
  const { clock, world: { market } } = twoAssets();
  await clock.sleepUntil(START + 2 * HOUR);
  deepStrictEqual(market.day("COIN"), { previousPrice: null, volume: 4, notionalUsd: 2 * 101 + 2 * 102 });
  await clock.sleepUntil(START + 26 * HOUR);
  const notionalUsd = Array.from({ length: 24 }, (_, hour) => 2 * (101 + 2 + hour)).reduce((sum, one) =>
    sum + one
  );
  deepStrictEqual(market.day("COIN"), { previousPrice: 102, volume: 48, notionalUsd });
  deepStrictEqual(market.day("NOPE"), { previousPrice: null, volume: 0, notionalUsd: 0 });
});

Deno.test("RecordedVenueMarket: funding is told with the hour it is paid at, both ends included, none that is still to come", async () => {
  const { clock, world: { market } } = twoAssets();
  await clock.sleepUntil(START + 2 * HOUR);
  const hours = (range: { from: number; until: number }) => market.funding("COIN", range);
  deepStrictEqual(hours({ from: 0, until: Infinity }), [
    { time: START + HOUR, rate: 0.0001 },
    { time: START + 2 * HOUR, rate: -0.0002 },
  ]);
  deepStrictEqual(hours({ from: START + HOUR, until: START + HOUR }).map(({ rate }) => rate), [0.0001]);
  deepStrictEqual(hours({ from: START + HOUR + 1, until: START + 2 * HOUR - 1 }), []);
  deepStrictEqual(market.funding("DIME", { from: 0, until: Infinity }), []);
  deepStrictEqual(market.funding("NOPE", { from: 0, until: Infinity }), []);
});

Deno.test("RecordedVenueMarket: what was traded is told as far as it was, however often it is asked", async () => {
  const { clock, world: { market } } = twoAssets();
  for (const minute of [45, 60, 90, 120, 121]) {
    await clock.sleepUntil(START + minute * MINUTE);
    const trades = market.trades("COIN", ALL);
    const volume = trades.reduce((sum, { size }) => sum + Math.round(size * 100), 0) / 100;
    const told = market.turnover("COIN", ALL);
    deepStrictEqual([told.trades, told.volume], [trades.length, volume]);
  }
  deepStrictEqual(market.turnover("NOPE", ALL).trades, 0);
});

Deno.test("RecordedVenueMarket: in a gap there is neither mid nor book, the mark stays", async () => {
  const { clock, world: { market } } = twoAssets();
  await clock.sleepUntil(START + 75 * MINUTE);
  const [{ mark, mid }] = market.contexts(["DIME"]);
  deepStrictEqual([mark, mid], [10, null]);
  deepStrictEqual(market.book("DIME", 20), { time: clock.now(), bids: [], asks: [] });
  deepStrictEqual(market.book("NOPE", 20), { time: clock.now(), bids: [], asks: [] });
});

Deno.test("RecordedVenueMarket: an asset that was not recorded is a broken invariant", () => {
  const { market, clock } = twoAssets();
  const instruments = [COIN, { ...COIN, symbol: "NOPE" }];
  throws(() => new RecordedVenueMarket({ market, clock, instruments, slippage: NO_SLIPPAGE }), {
    message: "NOPE was not recorded",
  });
});

const choices = fc.constantFrom({}, { slippage: "impact" }, { slippage: "none" });
const moments = fc.array(fc.integer({ min: START, max: END }), { minLength: 1, maxLength: 12 })
  .map((times) => times.sort((a, b) => a - b));

Deno.test("RecordedVenueMarket: contexts are those of a backtest, and the book is the one that accounts see", async () => {
  await fc.assert(
    fc.asyncProperty(marketPlans, choices, moments, async (plans, choice, times) => {
      const { clock, market: recorded, instruments, world } = openWorld(drawTraded(plans), choice);
      const data = new HistoricalMarketData(recorded, clock);
      const symbols = [...instruments.map(({ symbol }) => symbol), "NOPE"];
      const account = world.open("0x1");
      for (const time of times) {
        await clock.sleepUntil(time);
        deepStrictEqual(world.market.contexts(symbols), await data.contexts(symbols));
        for (const symbol of symbols) {
          const book = world.market.book(symbol, 20);
          deepStrictEqual(book, await account.book(symbol, 20));
          checkBook(book, world.market.contexts([symbol])[0].mid);
        }
      }
    }),
    { numRuns: 60, seed: 1 },
  );
});

function checkBook({ bids, asks }: ReturnType<VenueMarket["book"]>, mid: number | null): void {
  strictEqual(asks.length, mid === null ? 0 : 20);
  if (mid === null) return;
  ok(asks[0].price > mid && (bids.length === 0 || bids[0].price < mid));
  ok(asks.every(({ price }, level) => level === 0 || price > asks[level - 1].price));
  ok(bids.every(({ price }, level) => level === 0 || price < bids[level - 1].price));
  ok([...bids, ...asks].every(({ size, price }) => size > 0 && price > 0));
}

/** All that a market shows. */
function everything(market: VenueMarket, symbols: readonly string[]): unknown {
  return symbols.map((symbol) => ({
    context: market.contexts([symbol]),
    candles: INTERVALS.map((interval) => market.candles(symbol, interval, ALL)),
    trades: market.trades(symbol, ALL),
    turnover: market.turnover(symbol, ALL),
    book: market.book(symbol, 20),
    day: market.day(symbol),
    funding: market.funding(symbol, ALL),
  }));
}

Deno.test("RecordedVenueMarket: what lies behind now is never shown: another future, or none, looks the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      marketPlans,
      fc.integer({ min: START + 1, max: END }),
      fc.integer(),
      async (plans, now, seed) => {
        const whole = drawTraded(plans);
        const symbols = whole.map(({ instrument }) => instrument.symbol);
        const shown = everything((await openAt(whole, now)).world.market, symbols);
        const [other, none] = [otherFuture(whole, now, seed), otherFuture(whole, now, null)];
        deepStrictEqual(everything((await openAt(other, now)).world.market, symbols), shown);
        deepStrictEqual(everything((await openAt(none, now)).world.market, symbols), shown);
      },
    ),
    { numRuns: 120, seed: 1 },
  );
});

async function openAt(assets: readonly DrawnAsset[], now: number): Promise<RandomWorld> {
  const real = openWorld(assets);
  await real.clock.sleepUntil(now);
  return real;
}

type Rows = NonNullable<DrawnAsset["candles"]["5m"]>;

/**
 * The same until now. Of the candle that covers it, which gives the price of the moment, open, close and volume are
 * kept, its extremes are not; what opens later is drawn anew, or with null left out.
 */
function otherFuture(assets: readonly DrawnAsset[], now: number, seed: number | null): DrawnAsset[] {
  const random = chance(seed ?? 0);
  const at = (now - START) / MINUTE;
  const anew = (value: number): number => value * (0.5 + random());
  const rowsAfter = (rows: Rows, length: number, settles: (minute: number) => boolean): Rows =>
    rows.flatMap((row): Rows => {
      const [minute, open, high, low, close, volume = 1] = row;
      if (minute + length <= at) return [row];
      const covers = minute < at && settles(minute);
      const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
      if (covers) {
        return [[minute, open, Math.max(anew(high), top), Math.min(anew(low), bottom), close, volume]];
      }
      if (seed === null || !settles(minute)) return [];
      const price = anew(open);
      return [[minute, price, price * 1.1, price * 0.9, anew(price), anew(volume)]];
    });
  return assets.map((asset) => {
    const { candles, funding = [], marks, oracle } = asset;
    // A longer candle settles where no shorter one lies in it.
    const fine = candles["5m"] ?? [];
    const settles = (minute: number): boolean =>
      !fine.some(([other]) => other >= minute && other < minute + 15);
    const after = (rows: DrawnAsset["candles"]): DrawnAsset["candles"] => ({
      "5m": rowsAfter(rows["5m"] ?? [], 5, () => true),
      "15m": rowsAfter(rows["15m"] ?? [], 15, settles),
    });
    const values = (rows: readonly (readonly [number, number])[]) =>
      rows.flatMap(([hour, value]) =>
        hour * 60 <= at ? [[hour, value] as const] : seed === null ? [] : [[hour, anew(value)] as const]
      );
    return {
      ...asset,
      candles: after(candles),
      funding: values(funding),
      ...(marks === undefined ? {} : { marks: after(marks) }),
      ...(oracle === undefined ? {} : { oracle: values(oracle) }),
    };
  });
}

Deno.test("RecordedVenueMarket: a day's volume is on the size grid, however its parts add up", async () => {
  const rows = [[0, 10, 10, 10, 10, 0.1], [5, 10, 10, 10, 10, 0.2]] as const;
  const { clock, world: { market } } = openWorld([{ instrument: COIN, candles: { "5m": rows } }]);
  await clock.sleepUntil(START + 10 * MINUTE);
  strictEqual(market.day("COIN").volume, 0.3);
});
