import assert from "node:assert/strict";
import {
  canonicalJson,
  type Instrument,
  type JsonValue,
  RISK_PROFILES,
  runKey,
  type RunManifest,
  sha256,
} from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import { recordedOptions, refuseUnplayable } from "./recorded_options.ts";
import { MANIFEST } from "./testing/sample.ts";

const BTC: Instrument = {
  symbol: "BTC",
  szDecimals: 5,
  maxLeverage: 40,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }],
};
const ON_ACCOUNT = {
  ...{ agent: "trend", parameters: null, assets: ["BTC"], interval: "15m", seed: 1, latencyMs: 0 },
  ...{ profile: { ...RISK_PROFILES.get("moderate")! }, fees: "tier:0", maxSlippageBps: 100 },
  ...{ network: "testnet", account: "0x0", started: "2026-11-26T00:00:00.000Z" },
};
const PARTS = { instruments: [BTC], detail: "trades", files: null } as const;

function manifestOf(
  settings: Record<string, JsonValue>,
  data: Partial<RunManifest["data"]> = {},
): RunManifest {
  return { ...MANIFEST, settings, key: runKey(settings), data: { ...MANIFEST.data, ...data } };
}

Deno.test("a run on an account has nothing of how an exchange is simulated, and is put together all the same", () => {
  const { options, terms, model } = recordedOptions(manifestOf(ON_ACCOUNT), PARTS);
  assert.deepEqual([options.assets, options.interval, options.data, model], [["BTC"], "15m", null, null]);
  assert.deepEqual([options.simulation.latencyMs, options.simulation.slippage], [0, "bps:2"]);
  assert.equal(terms.profile.name, "moderate");
});

Deno.test("settings that make no run, and assets with other rules than it had, are refused in a line", () => {
  const said = (pattern: RegExp) => (error: unknown) =>
    error instanceof FailureError && pattern.test(error.message);
  const { fees: _fees, ...less } = ON_ACCOUNT;
  assert.throws(
    () => recordedOptions(manifestOf(less), PARTS),
    said(/has settings this version cannot play: fees: /),
  );
  const unknown = { ...PARTS, instruments: [] };
  assert.throws(
    () => recordedOptions(manifestOf(ON_ACCOUNT), unknown),
    said(/traded BTC, which instruments\.json has neither in fixtures nor in \.data; wanted its line there$/),
  );
  const known = sha256(canonicalJson([BTC] as unknown as JsonValue));
  recordedOptions(manifestOf(ON_ACCOUNT, { instruments: known }), PARTS);
  const other = manifestOf(ON_ACCOUNT, { instruments: "0".repeat(64) });
  assert.throws(
    () => recordedOptions(other, PARTS),
    said(new RegExp(`the sha256 is ${known}; wanted 0{64}$`)),
  );
});

Deno.test("a run that nobody here can play is refused with the reason", () => {
  const said = (pattern: RegExp) => (error: unknown) =>
    error instanceof FailureError && pattern.test(error.message);
  const here = { agents: ["trend"], hasSeen: true };
  const run = manifestOf(ON_ACCOUNT, { files: [] });
  refuseUnplayable({ ...run, agent: "trend" }, here);
  assert.throws(
    () => refuseUnplayable({ ...run, agent: "bot 0x1" }, here),
    said(/decided by bot 0x1, which is not here/),
  );
  assert.throws(
    () => refuseUnplayable({ ...run, key: "0" }, here),
    said(/its settings do not make the key 0$/),
  );
  const unseen = { ...here, hasSeen: false };
  assert.throws(
    () => refuseUnplayable({ ...run, agent: "trend" }, unseen),
    said(/what it saw is gone; wanted the folder seen/),
  );
});
