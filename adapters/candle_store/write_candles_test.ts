import assert from "node:assert/strict";
import fc from "fast-check";
import { type CandleColumns, candleColumns } from "../../engine/mod.ts";
import { NO_CACHE } from "./column_cache.ts";
import { readFile } from "./read_file.ts";
import { FIVE_MINUTES, found, START, withFolder } from "./testing/market_folder.ts";
import { writeCandles } from "./write_candles.ts";

const NAME = "binance-perp-BTCUSDT-5m.csv.gz";
const NAMES = ["time", "open", "high", "low", "close", "volume"] as const;

/** Candles of these prices; high and low lie around. */
function candlesOf(prices: readonly number[]): CandleColumns {
  const columns = candleColumns(prices.length);
  prices.forEach((price, index) => {
    columns.time[index] = START + index * FIVE_MINUTES;
    columns.open[index] = price;
    columns.close[index] = prices[Math.max(0, index - 1)];
    columns.high[index] = Math.max(columns.open[index], columns.close[index]);
    columns.low[index] = Math.min(columns.open[index], columns.close[index]);
    columns.volume[index] = index / 3;
  });
  return columns;
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

Deno.test("candles that are written are read back to the last bit, whatever their prices", () => {
  const price = fc.oneof(
    fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    fc.constantFrom(5e-324, 1e21, 0.1, 42314.5),
  );
  withFolder({}, (folder) => {
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 20 }), (prices) => {
        const columns = candlesOf(prices);
        writeCandles(`${folder}/${NAME}`, columns);
        const read = readFile(found(folder, NAME), { cache: NO_CACHE, skipBadRows: false });
        assert.deepEqual(read.columns, NAMES.map((name) => columns[name]));
      }),
    );
    assert.deepEqual(names(folder), [NAME], "no draft is left");
  });
});

Deno.test("more rows than are put into text at a time are written in order, the same bytes each time", () => {
  const columns = candlesOf(Array.from({ length: 45_000 }, (_, index) => 100 + index / 7));
  withFolder({}, (folder) => {
    writeCandles(`${folder}/${NAME}`, columns);
    const first = Deno.readFileSync(`${folder}/${NAME}`);
    const { columns: read } = readFile(found(folder, NAME), { cache: NO_CACHE, skipBadRows: false });
    assert.deepEqual(read, NAMES.map((name) => columns[name]));
    writeCandles(`${folder}/${NAME}`, columns);
    assert.deepEqual(Deno.readFileSync(`${folder}/${NAME}`), first);
  });
});

Deno.test("what would not be read is not written, and what is there stays", () => {
  withFolder({}, (folder) => {
    const good = candlesOf([1, 2, 3]);
    writeCandles(`${folder}/${NAME}`, good);
    const before = Deno.readFileSync(`${folder}/${NAME}`);
    const bad: readonly (readonly [column: keyof CandleColumns, value: number, said: RegExp])[] = [
      ["time", START, /candle 1 cannot be written: time \d+ after \d+/],
      ["high", 0.5, /candle 1 cannot be written: high 0.5 is below 2/],
      ["open", NaN, /candle 1 cannot be written: NaN/],
      ["high", Infinity, /candle 1 cannot be written: Infinity/],
      ["volume", -1, /candle 1 cannot be written: volume -1/],
    ];
    for (const [column, value, said] of bad) {
      const columns = candlesOf([1, 2, 3]);
      columns[column][1] = value;
      assert.throws(() => writeCandles(`${folder}/${NAME}`, columns), said);
    }
    assert.deepEqual(Deno.readFileSync(`${folder}/${NAME}`), before);
    assert.deepEqual(names(folder), [NAME]);
  });
});

Deno.test("who reads a file while it is written again reads the old one to its end", () => {
  withFolder({}, (folder) => {
    writeCandles(`${folder}/${NAME}`, candlesOf([1, 2, 3]));
    const before = Deno.readFileSync(`${folder}/${NAME}`);
    using reader = Deno.openSync(`${folder}/${NAME}`);
    writeCandles(`${folder}/${NAME}`, candlesOf([4, 5, 6, 7]));
    const read = new Uint8Array(before.length + 1);
    assert.equal(reader.readSync(read), before.length);
    assert.deepEqual(read.subarray(0, before.length), before);
  });
});

Deno.test("a folder that cannot be written is told, and no draft is left", () => {
  withFolder({}, (folder) => {
    assert.throws(() => writeCandles(`${folder}/nowhere/${NAME}`, candlesOf([1])), /No such file/);
    Deno.mkdirSync(`${folder}/${NAME}/full`, { recursive: true });
    assert.throws(() => writeCandles(`${folder}/${NAME}`, candlesOf([1])));
    assert.deepEqual(names(folder), [NAME]);
  });
});
