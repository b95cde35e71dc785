import assert from "node:assert/strict";
import { dataDifference } from "./data_difference.ts";
import { FILE, manifestOf } from "./testing/runs.ts";

const SAME = manifestOf("11111111");
const withFiles = (...files: typeof FILE[]) =>
  manifestOf("22222222", { data: { source: "binance-perp", synthetic: false, gaps: 0, files } });
const other = { ...FILE, sha256: "b".repeat(64) };
const otherAsset = { ...FILE, asset: "ETH", path: "binance-perp-ETHUSDT-15m.csv.gz" };
const month = (name: string, sha256: string) => ({
  ...FILE,
  path: `.data/${name}.csv`,
  sha256: sha256.repeat(64),
});

const cases: readonly (readonly [what: string, difference: string | null, ...files: typeof FILE[]])[] = [
  ["the same file, elsewhere", null, { ...FILE, path: "/other/binance-perp-BTCUSDT-15m.csv.gz" }],
  ["another asset beside it", null, FILE, otherAsset],
  ["another SHA-256", "BTC 15m candles: binance-perp-BTCUSDT-15m.csv.gz has another SHA-256 in each", other],
  ["a file of another name and SHA-256", "BTC 15m candles: no file is the same in both", month("b", "b")],
  ["a part that only one read", null, FILE, month("later", "c")],
  ["no series in common", "they have no series of candles in common", otherAsset],
  ["the same funding alone", "they have no series of candles in common", otherAsset, {
    ...FILE,
    kind: "funding",
  }],
  [
    "no files",
    "run 22222222 names no file of candles in its run.json, so nothing shows that both saw the same",
  ],
];

for (const [what, difference, ...files] of cases) {
  Deno.test(`data: ${what}`, () => {
    assert.equal(dataDifference(SAME, withFiles(...files)), difference);
  });
}

Deno.test("data: a control makes another market of the same files", () => {
  const control = { name: "mirror", range: SAME.range, detail: null };
  const other = manifestOf("22222222", { control });
  assert.equal(dataDifference(SAME, other), "run 22222222 was played on a control of the market (mirror)");
  assert.equal(dataDifference(other, SAME), "run 22222222 was played on a control of the market (mirror)");
  assert.equal(dataDifference(other, manifestOf("33333333", { control })), null);
});

Deno.test("data: the same funding is no market in common where each has candles of another asset", () => {
  const funding = { ...FILE, kind: "funding" as const, path: "hyperliquid-BTC-funding.csv.gz" };
  assert.equal(
    dataDifference(
      manifestOf("11111111", { data: { ...SAME.data, files: [FILE, funding] } }),
      withFiles(otherAsset, funding),
    ),
    "they have no series of candles in common",
  );
});
