import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { intervalMs, type TapeTrade, type TimeRange } from "../../engine/mod.ts";
import { AssetCursor } from "../market/asset_cursor.ts";
import type { AssetHistory, RecordedMarket } from "../market/recorded_market.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { END, marketPlans } from "../testing/random_market.ts";
import { AssetTape } from "./asset_tape.ts";
import { drawTraded } from "./testing/random_world.ts";

const ALL = { from: 0, until: Infinity, most: Infinity };

function coinTape(volume: number): AssetTape {
  return tapeOf(drawnMarket({ instrument: COIN, candles: { "5m": [[0, 100, 102, 99, 102, volume]] } }));
}

function tapeOf(market: RecordedMarket, asset: string = "COIN"): AssetTape {
  return new AssetTape(new AssetCursor(market.assets.get(asset)!));
}

Deno.test("AssetTape: a candle's trades lie on the way from its open to its close, and are its volume", () => {
  const trades = coinTape(3).trades(ALL);
  strictEqual(trades.length, 6);
  strictEqual(Math.round(trades.reduce((sum, { size }) => sum + size, 0) * 100) / 100, 3);
  for (const [index, { time, price, asset }] of trades.entries()) {
    strictEqual(asset, "COIN");
    ok(time > START && time < START + 5 * MINUTE);
    const share = (time - START) / (5 * MINUTE);
    strictEqual(price, Math.round((100 + 2 * share) * 100) / 100);
    if (index > 0) ok(time > trades[index - 1].time && trades[index].tradeId > trades[index - 1].tradeId);
  }
  deepStrictEqual([trades[5].time, trades[5].price], [START + 5 * MINUTE - 1, 102]);
});

Deno.test("AssetTape: what is less than a unit is no trade, and a few units are as many at most", () => {
  deepStrictEqual(coinTape(0).trades(ALL), []);
  deepStrictEqual(coinTape(0.009).trades(ALL), []);
  deepStrictEqual(coinTape(0.019).trades(ALL).map(({ size }) => size), [0.01]);
  ok(coinTape(0.03).trades(ALL).length <= 3);
});

Deno.test("AssetTape: buyers take more often where the price rises, sellers where it falls", () => {
  const share = (close: number): number => {
    const rows = Array.from({ length: 300 }, (_, index) => [index * 5, 100, 110, 90, close, 1] as const);
    const trades = tapeOf(drawnMarket({ instrument: COIN, candles: { "5m": rows } })).trades(ALL);
    return trades.filter(({ side }) => side === "buy").length / trades.length;
  };
  const [up, flat, down] = [share(101), share(100), share(99)];
  ok(
    Math.abs(up - 0.65) < 0.04 && Math.abs(flat - 0.5) < 0.04 && Math.abs(down - 0.35) < 0.04,
    `${up} ${flat} ${down}`,
  );
});

Deno.test("AssetTape: assets that were recorded alike have trades of their own", () => {
  const rows = [[0, 100, 102, 99, 102, 30]] as const;
  const times = (symbol: string): number[] => {
    const market = drawnMarket({ instrument: { ...COIN, symbol }, candles: { "5m": rows } });
    return tapeOf(market, symbol).trades(ALL).map(({ time }) => time);
  };
  deepStrictEqual(times("COIN"), times("COIN"));
  ok(String(times("COIN")) !== String(times("DIME")));
});

const ranges: fc.Arbitrary<TimeRange> = fc.tuple(fc.integer({ min: START, max: END }), fc.nat(8 * 3_600_000))
  .map(([from, length]) => ({ from, until: from + length }));

Deno.test("AssetTape: on any market the trades of a candle are its volume cut to the grid, their ids and times rise", () => {
  fc.assert(
    fc.property(marketPlans, (plans) => {
      for (const { history, tape } of tapes(plans)) {
        const { settled, recorded: { instrument: { szDecimals } } } = history;
        const all = tape.trades(ALL);
        ok(
          all.every(({ time, tradeId }, index) =>
            index === 0 || (time > all[index - 1].time && tradeId > all[index - 1].tradeId)
          ),
        );
        for (let index = 0; index < settled.count; index++) {
          const [open, close] = [settled.columns.time[index], settled.closeTime(index)];
          const units = unitsOf(all.filter(({ time }) => time >= open && time < close), szDecimals);
          const exact = settled.columns.volume[index] * 10 ** szDecimals;
          ok(units <= exact * (1 + 1e-12) && (units > exact - 1), `${units} of ${exact}`);
        }
      }
    }),
    { numRuns: 40, seed: 1 },
  );
});

Deno.test("AssetTape: whatever part of it is asked for, its trades, their count and their sums are those of the whole", () => {
  fc.assert(
    fc.property(marketPlans, ranges, fc.integer({ min: 1, max: 30 }), (plans, range, most) => {
      for (const { history, tape } of tapes(plans)) {
        const within = tape.trades(ALL).filter(({ time }) => time >= range.from && time <= range.until);
        deepStrictEqual(tape.trades({ ...range, most: Infinity }), within);
        deepStrictEqual(tape.trades({ ...range, most }), within.slice(-most));
        deepStrictEqual(tape.trades({ ...range, most, fromStart: true }), within.slice(0, most));
        strictEqual(tape.count(range), within.length);
        checkTurnover(tape.turnover(range), within, history);
        checkTurnover(tape.turnover(range), within, history);
      }
    }),
    { numRuns: 60, seed: 2 },
  );
});

function checkTurnover(
  turnover: ReturnType<AssetTape["turnover"]>,
  trades: readonly TapeTrade[],
  { recorded: { instrument: { szDecimals } } }: AssetHistory,
): void {
  const bought = trades.filter(({ side }) => side === "buy");
  strictEqual(turnover.trades, trades.length);
  strictEqual(Math.round(turnover.volume * 10 ** szDecimals), unitsOf(trades, szDecimals));
  strictEqual(Math.round(turnover.takerBuyVolume * 10 ** szDecimals), unitsOf(bought, szDecimals));
  near(turnover.notionalUsd, trades);
  near(turnover.takerBuyNotionalUsd, bought);
}

/** Sums of products in another order differ in their last bits. */
function near(sum: number, trades: readonly TapeTrade[]): void {
  const exact = trades.reduce((all, { size, price }) => all + size * price, 0);
  ok(Math.abs(sum - exact) <= exact * 1e-9, `${sum} for ${exact}`);
}

function unitsOf(trades: readonly TapeTrade[], szDecimals: number): number {
  return trades.reduce((sum, { size }) => sum + Math.round(size * 10 ** szDecimals), 0);
}

function tapes(
  plans: Parameters<typeof drawTraded>[0],
): { readonly history: AssetHistory; readonly tape: AssetTape }[] {
  const market = drawnMarket(...drawTraded(plans));
  return [...market.assets.values()].map((history) => ({
    history,
    tape: new AssetTape(new AssetCursor(history)),
  }));
}

Deno.test("AssetTape: a year of minutes is counted and summed in no time worth telling", () => {
  const rows = Array.from({ length: 20_000 }, (_, minute) => [minute, 100, 101, 99, 100.5, 50] as const);
  const tape = tapeOf(drawnMarket({ instrument: COIN, candles: { "1m": rows } }));
  const whole = { from: START, until: START + rows.length * intervalMs("1m") - 1 };
  strictEqual(tape.count(whole), 120_000);
  strictEqual(tape.turnover(whole).trades, 120_000);
});
