import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { UsageError } from "./errors.ts";
import type { RawFlags } from "./flag_reader.ts";
import { readRecordOptions } from "./record_options.ts";

const USUAL: RawFlags = { assets: "BTC,ETH,SOL", interval: "1m", market: "perp", progress: true };

Deno.test("readRecordOptions: without flags what the README's backtest wants", () => {
  deepStrictEqual(readRecordOptions(USUAL), {
    assets: ["BTC", "ETH", "SOL"],
    market: "perp",
    from: Date.UTC(2023, 11),
    until: Date.UTC(2025, 0),
    interval: "1m",
    data: null,
    hyperliquid: "https://api.hyperliquid.xyz",
    binance: undefined,
    archive: undefined,
    json: false,
    progress: true,
    debug: false,
  });
});

Deno.test("readRecordOptions: with a beginning up to now, any asset", () => {
  const { from, until, assets } = readRecordOptions({ ...USUAL, from: "2025-06", assets: "kPEPE,NEW" });
  deepStrictEqual([from, until, assets], [Date.UTC(2025, 5), null, ["kPEPE", "NEW"]]);
  strictEqual(
    readRecordOptions({ ...USUAL, binance: "http://127.0.0.1:89/" }).binance,
    "http://127.0.0.1:89",
  );
  strictEqual(readRecordOptions({ ...USUAL, from: "2025-06", to: "2025-07" }).until, Date.UTC(2025, 7));
});

Deno.test("readRecordOptions: what cannot be right", () => {
  const rows: [flags: RawFlags, said: RegExp][] = [
    [{ from: "yesterday" }, /--from "yesterday" cannot be right/],
    [{ from: "2024-02", to: "2024-01" }, /--to "2024-01" ends at/],
    [{ assets: "BTC,BTC" }, /BTC stands there twice/],
    [{ interval: "7m" }, /no interval "7m"/],
    [{ archive: "localhost:80" }, /--archive "localhost:80" cannot be right; wanted an address like http/],
    [{ market: "margin" }, /no market "margin"/],
    [{ market: "spot", assets: "BTC,kPEPE" }, /cannot record kPEPE from spot: .*; wanted --market perp/],
  ];
  for (const [flags, said] of rows) {
    throws(
      () => readRecordOptions({ ...USUAL, ...flags }),
      (error: Error) => error instanceof UsageError && error.command === "record" && said.test(error.message),
      JSON.stringify(flags),
    );
  }
});
