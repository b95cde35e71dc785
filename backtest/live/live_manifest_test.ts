import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { playedRun } from "../replay/testing/played_run.ts";
import { type LiveAccount, liveManifest } from "./live_manifest.ts";

const { plan: { choice } } = await playedRun();
const MADE = {
  ...{ id: "00000000", codeRevision: "unknown", started: "2026-01-01T00:00:00.000Z" },
  range: { from: 1, until: Infinity },
  ...{ hyperliquid: "https://api.hyperliquid.xyz", binance: "https://fapi.binance.com" },
  ...{ withoutCandles: [], file: null },
};
const OWN: LiveAccount = { network: "testnet", account: "0xaa", nakedLimitMs: 10_000 };

Deno.test("on an account, network, address and first start are in the key, and nothing of a simulated exchange", () => {
  const { mode, settings, key } = liveManifest(choice, MADE, OWN);
  strictEqual(mode, "live");
  deepStrictEqual(
    [settings.network, settings.account, settings.nakedLimitMs, settings.started],
    ["testnet", "0xaa", 10_000, MADE.started],
  );
  for (const name of ["capitalUsd", "funding", "slippage", "path", "partialFills"]) {
    strictEqual(settings[name], undefined, name);
  }
  strictEqual(settings.agent, choice.agent.name);
  const others = [
    liveManifest(choice, { ...MADE, started: "2026-01-02T00:00:00.000Z" }, OWN),
    liveManifest(choice, MADE, { ...OWN, account: "0xbb" }),
    liveManifest(choice, MADE, { ...OWN, network: "mainnet" }),
    liveManifest(choice, MADE, null),
  ];
  for (const other of others) notStrictEqual(other.key, key);
  strictEqual(liveManifest(choice, { ...MADE, id: "11111111" }, OWN).key, key);
});

Deno.test("on a simulated venue the settings are the backtest's, whenever it began", () => {
  const [one, other] = [MADE, { ...MADE, started: "2026-01-02T00:00:00.000Z" }].map((made) =>
    liveManifest(choice, made, null)
  );
  deepStrictEqual([other.mode, other.key, other.settings], ["live", one.key, one.settings]);
  strictEqual(one.settings.capitalUsd, choice.capitalUsd);
  deepStrictEqual(
    one.range,
    { from: 1, until: 1 },
    "without an end it is told as one that ends where it begins",
  );
  deepStrictEqual(liveManifest(choice, { ...MADE, range: { from: 1, until: 9 } }, null).range.until, 9);
});
