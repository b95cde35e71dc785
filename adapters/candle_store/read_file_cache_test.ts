/** The cache of parsed columns: it changes how long reading takes, and nothing else. */

import assert from "node:assert/strict";
import { type ColumnCache, FolderCache, NO_CACHE } from "./column_cache.ts";
import { type ReadFile, readFile } from "./read_file.ts";
import { scanFolder } from "./scan_folder.ts";
import {
  archiveRows,
  candleFile,
  type Files,
  found,
  freqtradeJson,
  goodRow,
  HEADER,
  START,
  withFolder,
  zipped,
} from "./testing/market_folder.ts";

const NAME = "binance-perp-BTCUSDT-5m.csv";

/** Counts what goes in and out of a cache. */
class CountedCache implements ColumnCache {
  hits = 0;
  misses = 0;
  saves = 0;
  readonly keys: string[] = [];
  readonly #cache: ColumnCache;

  constructor(cache: ColumnCache) {
    this.#cache = cache;
  }

  load(key: string): readonly Float64Array[] | null {
    const columns = this.#cache.load(key);
    if (columns === null) this.misses++;
    else this.hits++;
    return columns;
  }

  save(key: string, columns: readonly Float64Array[]): void {
    this.saves++;
    this.keys.push(key);
    this.#cache.save(key, columns);
  }

  get counts(): readonly number[] {
    return [this.hits, this.misses, this.saves];
  }
}

function withCache(
  files: Files,
  use: (folder: string, cache: CountedCache, cacheFolder: string) => void,
): void {
  withFolder(
    files,
    (folder) => use(folder, new CountedCache(new FolderCache(`${folder}/cache`)), `${folder}/cache`),
  );
}

function read(folder: string, name: string, cache: ColumnCache): ReadFile {
  return readFile(found(folder, name), { cache, skipBadRows: false });
}

Deno.test("a file out of the cache equals the parsed one, for every door and kind", () => {
  const files: Files = {
    [NAME]: candleFile(5),
    "BTCUSDT-5m-2024-01.zip": zipped({ "BTCUSDT-5m-2024-01.csv": archiveRows(5) }),
    "BTC_USDT-5m.json": freqtradeJson(5),
    "a-perp-BTC-funding.csv.gz": `time,rate\n${START},0.0001\n`,
    "a-perp-BTC-open-interest.csv": `time,openInterest\n${START},0.1\n`,
  };
  withCache(files, (folder, cache) => {
    const names = Object.keys(files);
    const parsed = names.map((name) => read(folder, name, NO_CACHE));
    const first = names.map((name) => read(folder, name, cache));
    assert.deepEqual(cache.counts, [0, 5, 5]);
    const again = names.map((name) => read(folder, name, cache));
    assert.deepEqual(cache.counts, [5, 5, 5]);
    assert.deepEqual(first, parsed);
    assert.deepEqual(again, parsed);
  });
});

Deno.test("a broken cache is parsed anew and mended", () => {
  withCache({ [NAME]: candleFile(5) }, (folder, cache, cacheFolder) => {
    const parsed = read(folder, NAME, cache);
    const [{ name }] = [...Deno.readDirSync(cacheFolder)];
    const bytes = Deno.readFileSync(`${cacheFolder}/${name}`);
    bytes[bytes.length - 3] ^= 1;
    Deno.writeFileSync(`${cacheFolder}/${name}`, bytes);
    assert.deepEqual(read(folder, NAME, cache), parsed);
    assert.deepEqual(cache.counts, [0, 2, 2]);
    assert.deepEqual(read(folder, NAME, cache), parsed);
    assert.deepEqual(cache.counts, [1, 2, 2]);
  });
});

Deno.test("a file that changed is parsed anew, a file of another name and the same bytes is not", () => {
  withCache({ [NAME]: candleFile(5), "bybit-perp-ETHUSDT-5m.csv": candleFile(5) }, (folder, cache) => {
    read(folder, NAME, cache);
    assert.equal(read(folder, "bybit-perp-ETHUSDT-5m.csv", cache).file.asset, "ETH");
    assert.deepEqual(cache.counts, [1, 1, 1]);
    Deno.writeTextFileSync(`${folder}/${NAME}`, candleFile(6));
    assert.equal(read(folder, NAME, cache).rows, 6);
    assert.deepEqual(cache.counts, [1, 2, 2]);
  });
});

Deno.test("the same bytes read as another kind of table are judged as that, whatever is kept of them", () => {
  const hours = `${HEADER}\n${START},100,120,90,110,5\n${START + 3_600_000},100,120,90,110,5\n`;
  const rates = `time,rate\n${START},0.0001\n`;
  const zip = zipped({ "BTCUSDT-5m-2024-01.csv": archiveRows(5) });
  const files: Files = {
    "a-perp-BTC-1h.csv": hours,
    "a-perp-BTC-4h.csv": hours,
    "a-perp-BTC-5m.csv": hours,
    "a-perp-BTC-funding.csv": rates,
    "a-perp-BTC-open-interest.csv": rates,
    "BTCUSDT-5m-2024-01.zip": zip,
    "ETHUSDT-5m-2024-01.zip": zip,
  };
  withCache(files, (folder, cache) => {
    for (const name of ["a-perp-BTC-1h.csv", "a-perp-BTC-5m.csv", "a-perp-BTC-funding.csv"]) {
      read(folder, name, cache);
    }
    read(folder, "BTCUSDT-5m-2024-01.zip", cache);
    const refused = (name: string, said: RegExp): void =>
      assert.throws(() => read(folder, name, cache), said);
    refused("a-perp-BTC-4h.csv", /row 3: time .* wanted a whole multiple of 14400000 ms/);
    refused("a-perp-BTC-open-interest.csv", /found "time,rate", wanted the header time,openInterest/);
    refused(
      "ETHUSDT-5m-2024-01.zip",
      /found "BTCUSDT-5m-2024-01.csv" in it, wanted ETHUSDT-5m-2024-01.csv in it/,
    );
    assert.equal(cache.hits, 0);
  });
});

Deno.test("a checksum is looked at though the columns are kept", () => {
  const name = "BTCUSDT-5m-2024-01.zip";
  withCache({ [name]: zipped({ "BTCUSDT-5m-2024-01.csv": archiveRows(5) }) }, (folder, cache) => {
    read(folder, name, cache);
    Deno.writeTextFileSync(`${folder}/${name}.CHECKSUM`, `${"1".repeat(64)}  ${name}\n`);
    assert.throws(() => read(folder, name, cache), /found sha256 [0-9a-f]{64}, wanted 1111/);
  });
});

Deno.test("of a damaged file nothing is kept, neither where it is refused nor where its bad rows are skipped", () => {
  const damaged = `${HEADER}\n${goodRow(0)}\n${goodRow(0)}\n${goodRow(2)}\n`;
  withCache({ [NAME]: damaged }, (folder, cache) => {
    const [file] = scanFolder(folder).found;
    const skipping = readFile(file, { cache, skipBadRows: true });
    assert.deepEqual([skipping.rows, skipping.skipped?.total], [2, 1]);
    assert.throws(() => read(folder, NAME, cache), /row 3: time \d+ twice/);
    assert.deepEqual(cache.counts, [0, 2, 0]);
    Deno.writeTextFileSync(`${folder}/${NAME}`, candleFile(2));
    assert.equal(readFile(file, { cache, skipBadRows: true }).skipped, null);
    assert.equal(cache.saves, 1, "a whole file is kept, skipping or not");
  });
});

Deno.test("keys tell what a file was read as, and fit a file's name", () => {
  withCache({ [NAME]: candleFile(2) }, (folder, cache) => {
    read(folder, NAME, cache);
    assert.match(cache.keys[0], /^[0-9a-f]{64}-csv-candles-5m\.p2$/);
  });
});
