import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { DAY_MS, HOUR_MS, type RecordedAsset, type RecordedCandles } from "../../engine/mod.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { COIN, DIME, drawnAsset, MINUTE, START } from "../testing/market.ts";
import { ControlError, type ControlTerms } from "./control.ts";
import { controlNamed, shownInstruments } from "./control_named.ts";

const HOURS = 96;
const RANGE = { from: START + 1, until: START + HOURS * HOUR_MS };

/** Hourly candles that rise by `step` from `first`; marks a bit above, an oracle a bit below, a rate for every hour. */
function asset(instrument: typeof COIN, first: number, step: number): RecordedAsset {
  const rows = (offset: number) =>
    Array.from({ length: HOURS }, (_, hour) => {
      const open = first + hour * step + offset;
      return [hour * 60, open, open + 3, open - 2, open + step, 10 + hour] as const;
    });
  const values = (of: (hour: number) => number) =>
    Array.from({ length: HOURS }, (_, hour) => [hour + 1, of(hour + 1)] as const);
  return drawnAsset({
    instrument,
    candles: { "1h": rows(0) },
    marks: { "1h": rows(0.5) },
    funding: values((hour) => hour / 1e6),
    oracle: values((hour) => first + hour * step - 0.25),
  });
}

const COINS = asset(COIN, 100, 1);
const DIMES = asset(DIME, 2000, -5);

function applied(name: string, instruments = [COIN, DIME], seed = 1) {
  const terms: ControlTerms = {
    market: new RecordedMarket([COINS, DIMES], "1h"),
    instruments,
    range: RANGE,
    seed,
  };
  return controlNamed(name)!.apply(terms);
}

function only([{ columns }]: readonly RecordedCandles[]) {
  return columns;
}

/** A column at some rows, to nine digits. */
function at(column: Float64Array, ...rows: number[]): number[] {
  return rows.map((row) => Number(column.at(row)!.toPrecision(9)));
}

Deno.test("mirror: prices about the first one, the high from the low, funding the other way, volumes of the same worth", () => {
  const [coin] = applied("mirror").assets;
  const columns = only(coin.candles);
  deepStrictEqual(
    at(columns.open, 0, 1, 95),
    [100, 1e4 / 101, 1e4 / 195].map((price) => Number(price.toPrecision(9))),
  );
  deepStrictEqual(at(columns.high, 1), at(Float64Array.of(1e4 / 99), 0));
  deepStrictEqual(at(columns.low, 1), at(Float64Array.of(1e4 / 104), 0));
  const real = only(COINS.candles);
  for (const row of [0, 40, 95]) {
    ok(Math.abs(columns.volume[row] * columns.close[row] / (real.volume[row] * real.close[row]) - 1) < 1e-12);
    ok(columns.low[row] <= columns.close[row] && columns.close[row] <= columns.high[row]);
  }
  deepStrictEqual([...coin.funding!.value.subarray(0, 2)], [-1e-6, -2e-6]);
  deepStrictEqual(at(coin.oracle!.value, 0), at(Float64Array.of(1e4 / 100.75), 0));
  deepStrictEqual(at(only(coin.marks!).close, 0), at(Float64Array.of(1e4 / 101.5), 0));
  deepStrictEqual([...columns.time], [...real.time]);
});

Deno.test("mirror: the first price is that of the series that begins first", () => {
  const row = (minute: number, open: number) => [minute, open, open + 1, open - 1, open, 1] as const;
  const late = drawnAsset({
    instrument: COIN,
    candles: { "1h": [row(60, 200), row(120, 250)], "15m": [row(45, 100), row(60, 200)] },
  });
  const market = new RecordedMarket([late], "15m");
  const { assets: [coin] } = controlNamed("mirror")!.apply({
    market,
    instruments: [COIN],
    range: RANGE,
    seed: 1,
  });
  const hourly = coin.candles.find(({ interval }) => interval === "1h")!.columns;
  deepStrictEqual(at(hourly.open, 0, 1), [50, 40]);
});

Deno.test("rescale: open interest is in coins, as volumes are", () => {
  const openInterest = { time: Float64Array.of(START, START + HOUR_MS), value: Float64Array.of(500, 750) };
  const market = new RecordedMarket([{ ...COINS, openInterest }], "1h");
  const { assets: [coin] } = controlNamed("rescale:2.5")!
    .apply({ market, instruments: [COIN], range: RANGE, seed: 1 });
  deepStrictEqual([...coin.openInterest!.value], [200, 300]);
});

Deno.test("splice: real up to the day, then the other asset's, scaled to go on; what stands at the day is real still", () => {
  const { assets: [coin, dime] } = applied("splice:2024-01-03:DIME");
  const columns = only(coin.candles);
  const factor = 148 / 1760;
  deepStrictEqual(at(columns.close, 46, 47), [147, 148]);
  deepStrictEqual(at(columns.open, 48), at(Float64Array.of(1760 * factor), 0));
  deepStrictEqual(at(columns.close, 49), at(Float64Array.of(1750 * factor), 0));
  deepStrictEqual([...columns.time], [...only(COINS.candles).time]);
  deepStrictEqual(at(coin.oracle!.value, 47, 48), [147.75, Number((1754.75 * factor).toPrecision(9))]);
  deepStrictEqual(at(only(coin.marks!).close, 48), at(Float64Array.of(1755.5 * factor), 0));
  strictEqual(coin.instrument, COIN);
  strictEqual(dime, DIMES);
  throws(() => applied("splice:2024-01-03:DIME", [DIME]), ControlError);
  // At the run's very end nothing would be spliced.
  throws(() => applied("splice:2024-01-05:DIME"), /splice at 2024-01-05 is outside the run/);
});

Deno.test("splice: a series that the other asset lacks is made from its finer candles", () => {
  const fine = Array.from({ length: HOURS * 4 }, (_, quarter) => [quarter * 15, 50, 51, 49, 50] as const);
  const other = drawnAsset({ instrument: DIME, candles: { "15m": fine } });
  const market = new RecordedMarket([COINS, other], "1h");
  const { assets: [coin] } = controlNamed("splice:2024-01-03:DIME")!
    .apply({ market, instruments: [COIN], range: RANGE, seed: 1 });
  const columns = only(coin.candles);
  strictEqual(columns.time.length, HOURS);
  deepStrictEqual(at(columns.volume, 60), at(Float64Array.of(4 / (148 / 50)), 0));
  strictEqual(coin.funding!.time.length, 48);
  deepStrictEqual(at(only(coin.marks!).high, 60), at(Float64Array.of(51 * 148 / 50), 0));
});

Deno.test("shuffle: whole days in another order, in one line with one another, everything beside them moved along", () => {
  const { assets: [coin, dime], detail } = applied("shuffle:1");
  deepStrictEqual(detail, { blocks: 3 });
  const columns = only(coin.candles);
  deepStrictEqual([...columns.time], [...only(COINS.candles).time]);
  for (let row = 1; row < HOURS; row++) {
    ok(Math.abs(columns.open[row] / columns.close[row - 1] - 1) < 1e-12, `row ${row} goes on`);
  }
  const returns = (of: Float64Array, opens: Float64Array) =>
    [...of].map((close, row) => (close / opens[row]).toFixed(12));
  const real = only(COINS.candles);
  const [moved, before] = [columns, real].map(({ close, open }) => returns(close, open));
  ok(moved.some((one, row) => one !== before[row]));
  deepStrictEqual([...moved].sort(), [...before].sort());
  deepStrictEqual(moved.slice(0, 24), before.slice(0, 24));
  deepStrictEqual(at(columns.close, 95), at(real.close, 95));
  // Both assets' days went the same way: rates tell which day was which.
  deepStrictEqual([...coin.funding!.value], [...dime.funding!.value]);
  ok([...coin.funding!.value].some((rate, hour) => rate !== COINS.funding!.value[hour]));
  const oracle = coin.oracle!;
  strictEqual(oracle.time.length, HOURS);
  ok(oracle.time.every((time, row) => row === 0 || time > oracle.time[row - 1]));
  throws(() => applied("shuffle:3"), /the run has 3 whole days; wanted at least 6/);
});

Deno.test("shuffle: whatever the seed, the order is another one", () => {
  const real = only(COINS.candles).close;
  for (let seed = 1; seed <= 40; seed++) {
    const { close } = only(applied("shuffle:1", [COIN], seed).assets[0].candles);
    ok(close.some((price, row) => Math.abs(price / real[row] - 1) > 1e-9), `seed ${seed}`);
  }
});

Deno.test("rescale: prices times a factor, coins divided by it, the rate as it was", () => {
  const { assets: [coin], detail } = applied("rescale:2.5");
  const columns = only(coin.candles);
  deepStrictEqual([at(columns.high, 3), at(columns.volume, 3)], [[265], [5.2]]);
  deepStrictEqual(at(coin.oracle!.value, 0), [251.875]);
  deepStrictEqual([...coin.funding!.value], [...COINS.funding!.value]);
  deepStrictEqual(detail, { factors: { COIN: 2.5, DIME: 2.5 } });
  const factors = (seed: number) =>
    (applied("rescale", [COIN, DIME], seed).detail as { factors: Record<string, number> }).factors;
  const many = Array.from({ length: 200 }, (_, seed) => factors(seed).COIN);
  ok(many.every((factor) => factor >= 0.2 && factor <= 5));
  const below = many.filter((factor) => factor < 1).length;
  ok(below > 70 && below < 130, `${below} of 200 below 1`);
  ok(factors(1).COIN !== factors(1).DIME);
});

Deno.test("alias: other names, each of its own, drawn by the seed; the rest is the very same", () => {
  const { assets, detail } = applied("alias");
  const names = assets.map(({ instrument }) => instrument.symbol);
  deepStrictEqual([...names].sort(), ["ASSET-A", "ASSET-B"]);
  deepStrictEqual(detail, { names: { COIN: names[0], DIME: names[1] } });
  strictEqual(assets[0].candles, COINS.candles);
  deepStrictEqual(
    shownInstruments([COIN, DIME], { control: "alias", seed: 1 }).map(({ symbol }) => symbol),
    names,
  );
  strictEqual(shownInstruments([COIN], { control: "mirror", seed: 1 })[0], COIN);
  const drawn = new Set(
    Array.from(
      { length: 20 },
      (_, seed) => shownInstruments([COIN, DIME], { control: "alias", seed })[0].symbol,
    ),
  );
  strictEqual(drawn.size, 2);
});

Deno.test("epoch: everything so many days earlier, hours and weekdays as they were", () => {
  const { assets: [coin], range, detail } = applied("epoch:14");
  const shift = -14 * DAY_MS;
  deepStrictEqual(range, { from: RANGE.from + shift, until: RANGE.until + shift });
  deepStrictEqual(detail, { days: 14 });
  strictEqual(only(coin.candles).time[5], START + 5 * 60 * MINUTE + shift);
  strictEqual(coin.funding!.time[0], START + HOUR_MS + shift);
  for (let seed = 0; seed < 50; seed++) {
    const { days } = applied("epoch", [COIN], seed).detail as { days: number };
    ok(days % 7 === 0 && days >= 364 && days <= 1820, `${days}`);
  }
});

Deno.test("names are kept as they are typed, and what cannot be right is none", () => {
  const names = [
    "mirror",
    "alias",
    "epoch",
    "epoch:7",
    "rescale",
    "rescale:0.5",
    "shuffle:7",
    "splice:2024-02-29:SOL",
  ];
  deepStrictEqual(names.map((name) => controlNamed(name)?.name), names);
  deepStrictEqual(controlNamed("splice:2024-02-29:SOL")?.donors, ["SOL"]);
  const wrong = [
    "",
    "Mirror",
    "mirror:1",
    "alias:",
    "epoch:8",
    "epoch:0",
    "epoch:",
    "rescale:-1",
    "rescale:0.0001",
    "rescale:x",
    "shuffle",
    "shuffle:1.5",
    "splice:2023-02-29:SOL",
    "splice:2024-02-29",
    "splice:2024-02-29:S L",
  ];
  deepStrictEqual(wrong.filter((name) => controlNamed(name) !== null), []);
});
