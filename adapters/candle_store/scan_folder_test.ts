import assert from "node:assert/strict";
import { scanFolder } from "./scan_folder.ts";
import { withFolder } from "./testing/market_folder.ts";

Deno.test("files are found by name, in order; what is left alone is listed with the reason", () => {
  const names = [
    "binance-perp-BTCUSDT-5m.csv.gz",
    "BTCUSDT-1mo-2024-01.zip",
    "BTC_USDT-5m.json",
    "notes.txt",
    "README.md",
    "manifest.json",
    "instruments.json",
    ".DS_Store",
    "ETHUSDT-5m-2024-01.zip",
    "ETHUSDT-5m-2024-01.zip.CHECKSUM",
    "ETHUSDT-5m-2024-02.zip.CHECKSUM",
  ];
  withFolder(Object.fromEntries(names.map((name) => [name, ""])), (folder) => {
    Deno.mkdirSync(`${folder}/binance-perp-SOLUSDT-5m.csv`);
    const { found, ignored } = scanFolder(folder);
    assert.deepEqual(found.map(({ name, path }) => [name, path]), [
      ["BTC_USDT-5m.json", `${folder}/BTC_USDT-5m.json`],
      ["ETHUSDT-5m-2024-01.zip", `${folder}/ETHUSDT-5m-2024-01.zip`],
      ["binance-perp-BTCUSDT-5m.csv.gz", `${folder}/binance-perp-BTCUSDT-5m.csv.gz`],
    ]);
    const unknown = "its name is none that candles, funding or open interest come under";
    assert.deepEqual(ignored, [
      { name: "BTCUSDT-1mo-2024-01.zip", why: '"1mo" is no interval that Reprise knows' },
      { name: "ETHUSDT-5m-2024-02.zip.CHECKSUM", why: unknown },
      { name: "binance-perp-SOLUSDT-5m.csv", why: "a folder: name it itself to have it read" },
      { name: "notes.txt", why: unknown },
    ]);
  });
});

Deno.test("Binance's folder of mark prices is looked into, and no other", () => {
  withFolder({ "BTCUSDT-5m-2024-01.zip": "" }, (folder) => {
    for (const inside of ["markPriceKlines", "indexPriceKlines"]) {
      Deno.mkdirSync(`${folder}/${inside}`);
      for (const name of ["BTCUSDT-5m-2024-01.zip", "x.txt"]) {
        Deno.writeTextFileSync(`${folder}/${inside}/${name}`, "");
      }
    }
    const { found, ignored } = scanFolder(folder);
    assert.deepEqual(found.map(({ path, kind }) => [path, kind]), [
      [`${folder}/BTCUSDT-5m-2024-01.zip`, "candles"],
      [`${folder}/markPriceKlines/BTCUSDT-5m-2024-01.zip`, "mark"],
    ]);
    assert.deepEqual(ignored.map(({ name }) => name), ["indexPriceKlines", "markPriceKlines/x.txt"]);
  });
});

Deno.test("an archive goes before what was unpacked of it, a month before its days", () => {
  const names = [
    "BTCUSDT-5m-2024-01.zip",
    "BTCUSDT-5m-2024-01.csv",
    "BTCUSDT-5m-2024-01-02.zip",
    "BTCUSDT-5m-2024-01-02.csv",
    "BTCUSDT-5m-2024-02.csv",
    "BTCUSDT-5m-2024-02-03.zip",
    "BTCUSDT-1m-2024-01-02.csv",
    "BTCUSDT-5m-2024-03-01.csv",
  ];
  withFolder(Object.fromEntries(names.map((name) => [name, ""])), (folder) => {
    const { found, ignored } = scanFolder(folder);
    assert.deepEqual(found.map(({ name }) => name), [
      "BTCUSDT-1m-2024-01-02.csv",
      "BTCUSDT-5m-2024-01.zip",
      "BTCUSDT-5m-2024-02.csv",
      "BTCUSDT-5m-2024-03-01.csv",
    ]);
    assert.deepEqual(ignored, [
      { name: "BTCUSDT-5m-2024-01-02.csv", why: "unpacked: BTCUSDT-5m-2024-01-02.zip is read" },
      { name: "BTCUSDT-5m-2024-01-02.zip", why: "a day of BTCUSDT-5m-2024-01.zip, which is read" },
      { name: "BTCUSDT-5m-2024-01.csv", why: "unpacked: BTCUSDT-5m-2024-01.zip is read" },
      { name: "BTCUSDT-5m-2024-02-03.zip", why: "a day of BTCUSDT-5m-2024-02.csv, which is read" },
    ]);
  });
});

Deno.test("a folder that cannot be read is refused", () => {
  assert.throws(() => scanFolder("/nowhere"), {
    message: 'cannot read the data folder "/nowhere": it is not there',
  });
  withFolder({ file: "" }, (folder) => {
    assert.throws(() => scanFolder(`${folder}/file`), {
      name: "DataError",
      message: /^cannot read the data folder ".*file": Not a directory/,
    });
  });
});
