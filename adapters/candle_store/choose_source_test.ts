import assert from "node:assert/strict";
import { chooseFolder, type FolderRequest } from "./choose_source.ts";
import { loadInstruments } from "./load_instruments.ts";
import { candleFile, type Files, withFolder } from "./testing/market_folder.ts";

const [BTC, ETH] = loadInstruments(new URL("../../fixtures/instruments.json", import.meta.url).pathname);
const SHIPPED: Files = {
  "synthetic-perp-BTC-5m.csv": candleFile(1),
  "synthetic-perp-ETH-5m.csv": candleFile(1),
};

/** Which folder is chosen, or what is said where none is; a store of null is not there. */
function choose(store: Files | null, changes: Partial<FolderRequest> = {}): string {
  let said = "";
  withFolder(SHIPPED, (fixtures) =>
    withFolder(store ?? {}, (folder) => {
      const asked = { instruments: [BTC, ETH], interval: "15m", source: null, data: null } as const;
      const place = store === null ? `${folder}/nowhere` : folder;
      try {
        const { folder: chosenFolder, chosen } = chooseFolder({
          ...asked,
          store: place,
          fixtures,
          ...changes,
        });
        const folders = { data: changes.data, store: place, fixtures };
        assert.equal(chosenFolder, folders[chosen]);
        said = chosen;
      } catch (error) {
        said = (error as Error).message.replaceAll(fixtures, "FIXTURES").replaceAll(folder, "STORE");
      }
    }));
  return said;
}

const BOTH: Files = {
  "binance-perp-BTCUSDT-1m.csv": candleFile(1),
  "ETHUSDT-15m-2024-01.csv": candleFile(1),
};
const HALF: Files = {
  "binance-perp-BTCUSDT-5m.csv": candleFile(1),
  "bybit-perp-ETHUSDT-5m.csv": candleFile(1),
};
const COARSE: Files = { "a-perp-BTC-5m.csv": candleFile(1), "a-perp-ETH-1h.csv": candleFile(1) };

Deno.test("without a named folder the store goes before the fixtures where it has every asset, of one source", () => {
  assert.equal(choose(BOTH), "store");
  assert.equal(choose(HALF), "fixtures", "two sources are not mixed");
  assert.equal(choose(HALF, { instruments: [BTC] }), "store");
  assert.equal(choose(COARSE), "fixtures", "an hour makes no quarter");
  assert.equal(choose(COARSE, { interval: "1h" }), "store");
  assert.equal(choose({}), "fixtures");
  assert.equal(choose(null), "fixtures");
  assert.equal(choose({ "binance-perp-BTCUSDT-funding.csv": "" }, { instruments: [BTC] }), "fixtures");
});

Deno.test("a named folder is taken as it is, and a named source where it is", () => {
  assert.equal(choose(BOTH, { data: "anywhere" }), "data");
  assert.equal(choose(BOTH, { source: "synthetic-perp" }), "fixtures");
  assert.equal(choose(HALF, { source: "bybit-perp", instruments: [ETH] }), "store");
});

Deno.test("where neither can serve, it is said what there is in both", () => {
  const lacking = 'no candles of 15m or finer for BTC, ETH from "bybit-perp" in ';
  const synthetic = "synthetic-perp BTC 5m, synthetic-perp ETH 5m";
  assert.equal(
    choose(HALF, { source: "bybit-perp" }),
    `${lacking}"STORE" or "FIXTURES"; there are: binance-perp BTC 5m, bybit-perp ETH 5m, ${synthetic}`,
  );
  assert.equal(choose(null, { source: "bybit-perp" }), `${lacking}"FIXTURES"; there are: ${synthetic}`);
});
