import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { openBinance } from "../../adapters/binance/mod.ts";
import {
  checkFolder,
  loadInstruments,
  loadMarket,
  NO_CACHE,
  RecordedFolder,
} from "../../adapters/candle_store/mod.ts";
import { HyperliquidReader } from "../../adapters/hyperliquid/mod.ts";
import { type Recorded, recordMarket } from "../../adapters/recorder/mod.ts";
import { type CandleColumns, DAY_MS, HOUR_MS } from "../../engine/mod.ts";
import { priceAt, StubExchanges } from "./stub_exchanges.ts";

const FROM = Date.UTC(2024, 0);
/** The tenth of April, half past noon: four months, the last in progress. */
const NOW = Date.UTC(2024, 3, 10, 12, 34);

interface Scene {
  readonly stub: StubExchanges;
  readonly folder: string;
  record(asked?: { readonly assets?: readonly string[]; readonly until?: number }): Promise<Recorded>;
}

function scene(name: string, play: (scene: Scene) => Promise<void>): void {
  Deno.test(`record: ${name}`, async () => {
    const stub = new StubExchanges(NOW);
    const folder = await Deno.makeTempDir({ prefix: "reprise-record-" });
    const clock = { now: () => stub.now, sleepUntil: () => undefined };
    const record: Scene["record"] = (asked = {}) =>
      recordMarket({ assets: ["BTC"], interval: "1h", from: FROM, until: stub.now, ...asked }, {
        market: openBinance({ market: "perp", clock, baseUrl: stub.url, archiveUrl: stub.url, backoffMs: 5 }),
        venue: new HyperliquidReader(clock, { baseUrl: stub.url, weightPerMinute: Infinity, backoffMs: 1 }),
        store: new RecordedFolder(folder),
        now: () => stub.now,
        onStep: () => undefined,
        signal: new AbortController().signal,
      });
    try {
      await play({ stub, folder, record });
    } finally {
      await stub.stop();
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** All candles of Binance's that a backtest would be given. */
function loaded(folder: string): { readonly columns: CandleColumns; readonly hours: number } {
  const [instrument] = loadInstruments(`${folder}/instruments.json`);
  const market = loadMarket({
    ...{ folder, instruments: [instrument], interval: "1h", alsoIntervals: [], source: "binance-perp" },
    ...{ funding: "on", skipBadRows: false, cache: NO_CACHE },
  });
  const [{ candles: [{ columns }], funding }] = market.assets;
  return { columns, hours: funding?.time.length ?? 0 };
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Every file with its bytes. */
function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(names(folder).map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
}

const HOURS = Math.floor((NOW - FROM) / HOUR_MS);
/** The hour that ends the last candle is paid already. */
const PAID = HOURS + 1;

scene(
  "months from the archive, days where there is no month, the rest by asking",
  async ({ stub, folder, record }) => {
    // March is not out as a month, and yesterday not as a day.
    stub.unarchived = (period) => period === "2024-03" || period === "2024-04" || period === "2024-04-09";
    const recorded = await record();
    deepStrictEqual(recorded, { candles: HOURS, hours: PAID, gaps: 0, faults: [], withoutMarket: [] });
    const { columns, hours } = loaded(folder);
    deepStrictEqual([...columns.time], Array.from({ length: HOURS }, (_, hour) => FROM + hour * HOUR_MS));
    ok(columns.open.every((open, index) => open === priceAt(columns.time[index])));
    strictEqual(hours, PAID);
    deepStrictEqual(names(folder), [
      "binance-perp-BTCUSDT-1h-202401.csv.gz",
      "binance-perp-BTCUSDT-1h-202402.csv.gz",
      "binance-perp-BTCUSDT-1h-202403.csv.gz",
      "binance-perp-BTCUSDT-1h-202404.csv.gz",
      "hyperliquid-perp-BTC-1h-202401.csv.gz",
      "hyperliquid-perp-BTC-1h-202402.csv.gz",
      "hyperliquid-perp-BTC-1h-202403.csv.gz",
      "hyperliquid-perp-BTC-1h-202404.csv.gz",
      "hyperliquid-perp-BTC-funding-202401.csv.gz",
      "hyperliquid-perp-BTC-funding-202402.csv.gz",
      "hyperliquid-perp-BTC-funding-202403.csv.gz",
      "hyperliquid-perp-BTC-funding-202404.csv.gz",
      "instruments.json",
      "manifest.json",
    ]);
    deepStrictEqual(
      checkFolder(folder).findings.filter(({ severity }) => severity === "error"),
      [],
    );
    // One file for each of two months, thirty-one days of March, nine of April; Hyperliquid's are not in it.
    strictEqual(stub.asked.filter((path) => path.endsWith(".CHECKSUM")).length, 3 + 31 + 9);
  },
);

scene("what is whole is not fetched again, what is not goes on", async ({ stub, folder, record }) => {
  await record();
  const before = bytesOf(folder);
  stub.asked.length = 0;
  await record();
  deepStrictEqual(bytesOf(folder), before);
  strictEqual(stub.archived, 0);
  stub.now += 2 * HOUR_MS;
  deepStrictEqual((await record()).candles, HOURS + 2);
  strictEqual(stub.archived, 0);
  strictEqual(loaded(folder).columns.time.length, HOURS + 2);
  // The month is over: its archive may be out.
  stub.now = Date.UTC(2024, 4, 3);
  strictEqual((await record()).candles, (stub.now - FROM) / HOUR_MS);
  const { files } = JSON.parse(Deno.readTextFileSync(`${folder}/manifest.json`));
  const whole = files.filter((file: { whole: boolean; source: string }) =>
    file.whole && file.source.startsWith("binance")
  );
  strictEqual(whole.length, 4);
});

scene("a month that its last candle lacks is not whole for a day", async ({ stub, folder, record }) => {
  const end = Date.UTC(2024, 1);
  stub.now = end + 60_000;
  stub.unarchived = () => true;
  stub.lacks = (time) => time === end - HOUR_MS;
  await record({ until: end });
  stub.lacks = () => false;
  strictEqual((await record({ until: end })).candles, 31 * 24);
  strictEqual(loaded(folder).columns.time.length, 31 * 24);
});

scene(
  "a day that the archive lacks is asked for; what nobody has is a gap",
  async ({ stub, folder, record }) => {
    const day = (time: number): number => Math.floor((time - FROM) / DAY_MS);
    stub.lacksInArchive = (time) => day(time) === 11;
    stub.lacks = (time) => time === FROM + 20 * DAY_MS || day(time) === 33;
    const { candles, gaps } = await record();
    deepStrictEqual([candles, gaps], [HOURS - 25, 2]);
    ok([...loaded(folder).columns.time].some((time) => day(time) === 11));
    const { files } = JSON.parse(Deno.readTextFileSync(`${folder}/manifest.json`));
    deepStrictEqual(files.slice(0, 2).map(({ gaps }: { gaps: number }) => gaps), [1, 1]);
  },
);

scene("a file that its checksum does not fit is not taken", async ({ stub, folder, record }) => {
  const good = await Deno.makeTempDir();
  await record();
  const undisturbed = bytesOf(folder);
  for (const name of names(folder)) Deno.renameSync(`${folder}/${name}`, `${good}/${name}`);
  stub.instead = (path) =>
    path.endsWith("2024-02.zip") ? new Response(stub.zip("BTCUSDT", "1h", "2024-01")) : null;
  const { faults, candles } = await record();
  strictEqual(faults.length, 1);
  ok(
    /^BTC 2024-02: binance archive \(.*\): BTCUSDT-1h-2024-02\.zip: found sha256 /.test(faults[0]),
    faults[0],
  );
  strictEqual(candles, HOURS - 29 * 24);
  ok(!names(folder).includes("binance-perp-BTCUSDT-1h-202402.csv.gz"));
  stub.instead = () => null;
  strictEqual((await record()).candles, HOURS);
  deepStrictEqual(bytesOf(folder), undisturbed);
  await Deno.remove(good, { recursive: true });
});

scene("a file that breaks off is fetched again", async ({ stub, record }) => {
  let times = 0;
  stub.instead = (path) => {
    if (!path.endsWith("2024-02.zip") || ++times > 2) return null;
    const bytes = stub.zip("BTCUSDT", "1h", "2024-02");
    // Half of it, as if that were all; then half of it, and the connection goes.
    const half = bytes.slice(0, bytes.length / 2);
    if (times === 1) return new Response(half);
    const body = new Blob([half]).stream();
    return new Response(body, { headers: { "content-length": String(bytes.length) } });
  };
  const { faults, candles } = await record();
  deepStrictEqual([faults, candles, times], [[], HOURS, 3]);
});

scene("an archive that is asked too much, or too slow, is asked again", async ({ stub, record }) => {
  const busy = [429, 408];
  stub.instead = (path) => {
    const status = path.endsWith("2024-02.zip") ? busy.shift() : undefined;
    return status === undefined ? null : new Response(null, { status });
  };
  const { faults, candles } = await record();
  deepStrictEqual([faults, candles, busy], [[], HOURS, []]);
});

scene("what another recording is writing is left to it", async ({ folder, record }) => {
  const draft = `${folder}/binance-perp-BTCUSDT-1h-202401.csv.gz.0.draft`;
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(draft, "half");
  await record({ until: Date.UTC(2024, 1) });
  strictEqual(Deno.readTextFileSync(draft), "half");
});

scene(
  "a checksum without its line, and an archive of something else, are refused",
  async ({ stub, record }) => {
    stub.instead = (path) => path.endsWith("2024-01.zip.CHECKSUM") ? new Response("<html>") : null;
    const { faults } = await record({ until: Date.UTC(2024, 1) });
    ok(/BTCUSDT-1h-2024-01\.zip: its checksum file has no line of it/.test(faults[0]), faults[0]);
  },
);

scene("a coin that Binance does not trade has Hyperliquid's candles", async ({ folder, record }) => {
  const recorded = await record({ assets: ["NEW"] });
  deepStrictEqual(recorded.withoutMarket, ["NEW"]);
  deepStrictEqual(recorded.faults, []);
  ok(names(folder).includes("hyperliquid-perp-NEW-1h-202404.csv.gz"));
  ok(!names(folder).some((name) => name.startsWith("binance")));
});

scene("a coin that nobody lists is told", async ({ record }) => {
  const { faults, withoutMarket } = await record({ assets: ["NONE"] });
  deepStrictEqual(faults, ["hyperliquid-perp does not list NONE"]);
  deepStrictEqual(withoutMarket, ["NONE"]);
});

scene("what the venue has forgotten since is kept", async ({ stub, folder, record }) => {
  await record();
  const first = `${folder}/hyperliquid-perp-BTC-1h-202401.csv.gz`;
  const before = Deno.readTextFileSync(first);
  stub.now += 200 * DAY_MS;
  await record({ until: stub.now });
  strictEqual(Deno.readTextFileSync(first), before);
});

scene(
  "also where a process ended between a file and its line in the manifest",
  async ({ stub, folder, record }) => {
    await record();
    const first = `${folder}/hyperliquid-perp-BTC-1h-202401.csv.gz`;
    const before = bytesOf(folder);
    const manifest = JSON.parse(before["manifest.json"]);
    manifest.files = manifest.files.filter(({ name }: { name: string }) => !first.endsWith(name));
    Deno.writeTextFileSync(`${folder}/manifest.json`, JSON.stringify(manifest));
    stub.now += 120 * DAY_MS;
    await record({ until: Date.UTC(2024, 1) });
    strictEqual(Deno.readTextFileSync(first), before["hyperliquid-perp-BTC-1h-202401.csv.gz"]);
  },
);

scene("a damaged, cut or foreign file is fetched again", async ({ stub, folder, record }) => {
  await record();
  const undisturbed = bytesOf(folder);
  Deno.writeTextFileSync(`${folder}/binance-perp-BTCUSDT-1h-202401.csv.gz`, "");
  const second = `${folder}/binance-perp-BTCUSDT-1h-202402.csv.gz`;
  Deno.copyFileSync(second, `${folder}/binance-perp-BTCUSDT-1h-202403.csv.gz`);
  Deno.writeFileSync(second, Deno.readFileSync(second).slice(0, 900));
  Deno.removeSync(`${folder}/hyperliquid-perp-BTC-funding-202403.csv.gz`);
  const draft = `${folder}/binance-perp-BTCUSDT-1h-202401.csv.gz.0.draft`;
  Deno.writeTextFileSync(draft, "half");
  Deno.utimeSync(draft, new Date(0), new Date(0));
  stub.asked.length = 0;
  await record();
  deepStrictEqual(bytesOf(folder), undisturbed);
  strictEqual(stub.archived, 3);
});

scene("nobody there: each month is told, nothing is written of it", async ({ stub, folder, record }) => {
  stub.instead = (path) => path.startsWith("/data/") ? new Response("", { status: 403 }) : null;
  const { faults, candles, hours } = await record({ until: Date.UTC(2024, 1) });
  deepStrictEqual([candles, hours], [0, 31 * 24]);
  ok(
    /^BTC 2024-01: binance archive \(.*\): BTCUSDT-1h-2024-01\.zip\.CHECKSUM: status 403$/.test(faults[0]),
    faults[0],
  );
  ok(!names(folder).some((name) => name.startsWith("binance")));
});
