import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DAY_MS, type Instrument } from "../../../engine/mod.ts";
import type { VenueAction } from "./accepted_action.ts";
import { builderOf, isNotSimulated, readAction } from "./action_wire.ts";
import { Assets } from "./assets.ts";

const COIN: Instrument = {
  symbol: "COIN",
  szDecimals: 2,
  maxLeverage: 20,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }],
};
const NOW = 1_790_000_000_000;
const AGENT = "0x00000000000000000000000000000000000000Ab";
const CLOID = "0x000000000000000000000000000000Ab";
const SIGNED = { signatureChainId: "0x66eee", hyperliquidChain: "Testnet", nonce: 1 };

function read(wire: { readonly type: string; readonly [field: string]: unknown }): VenueAction | undefined {
  return readAction(wire, { assets: new Assets([COIN]), wallNow: NOW })?.action;
}

function approval(agentName: string | null | undefined, agentAddress = AGENT): VenueAction | undefined {
  return read({
    type: "approveAgent",
    ...SIGNED,
    agentAddress,
    ...(agentName === undefined ? {} : { agentName }),
  });
}

Deno.test("orders come out in our own words", () => {
  const limit = { a: 0, b: true, p: "90.50", s: "1.10", r: false, t: { limit: { tif: "Alo" } }, c: CLOID };
  const trigger = { isMarket: false, triggerPx: "95", tpsl: "tp" };
  const exit = { a: 3, b: false, p: "80", s: "0", r: true, t: { trigger } };
  const bought = {
    asset: "COIN",
    side: "buy",
    size: 1.1,
    limitPrice: 90.5,
    reduceOnly: false,
    timeInForce: "alo",
    trigger: null,
    clientOrderId: CLOID.toLowerCase(),
  };
  const left = {
    asset: "#3",
    side: "sell",
    size: null,
    limitPrice: 80,
    reduceOnly: true,
    timeInForce: "gtc",
    trigger: { kind: "target", price: 95, isMarket: false },
    clientOrderId: null,
  };
  deepStrictEqual(read({ type: "order", orders: [limit, exit], grouping: "positionTpsl" }), {
    kind: "place",
    orders: [bought, left],
    grouping: "position-exits",
  });
  deepStrictEqual(read({ type: "order", orders: [exit], grouping: "normalTpsl" }), {
    kind: "place",
    orders: [{ ...left, size: 0 }],
    grouping: "entry-with-exits",
  });
  deepStrictEqual(read({ type: "modify", oid: CLOID, order: limit }), {
    kind: "modify",
    changes: [{ order: CLOID.toLowerCase(), to: bought, always: false }],
  });
});

Deno.test("an agent has a name or none, and an end of its own, 90 days or 180 at most", () => {
  const usual = NOW + 90 * DAY_MS;
  const address = AGENT.toLowerCase();
  const rows: [name: string | null | undefined, agent: { name: string | null; validUntil: number }][] = [
    [undefined, { name: null, validUntil: usual }],
    [null, { name: null, validUntil: usual }],
    ["", { name: null, validUntil: usual }],
    ["bot", { name: "bot", validUntil: usual }],
    [`bot valid_until ${NOW + 5}`, { name: "bot", validUntil: NOW + 5 }],
    [` valid_until ${NOW + 5}`, { name: null, validUntil: NOW + 5 }],
    [`my bot valid_until ${NOW + 1_000 * DAY_MS}`, { name: "my bot", validUntil: NOW + 180 * DAY_MS }],
    ["bot valid_until soon", { name: "bot valid_until soon", validUntil: usual }],
  ];
  for (const [name, agent] of rows) {
    deepStrictEqual(approval(name), { kind: "approve-agent", agent: { address, ...agent } }, String(name));
  }
  deepStrictEqual(approval("bot", `0x${"0".repeat(40)}`), {
    kind: "approve-agent",
    agent: { address: null, name: "bot", validUntil: usual },
  });
});

Deno.test("a builder's fee is a share in percent, kept as tenths of a basis point", () => {
  const rows: [rate: string, tenthBps: number | undefined][] = [
    ["0.01%", 10],
    ["0.001%", 1],
    ["0%", 0],
    ["1%", 1_000],
    ["0.07%", 70],
    ["1", undefined],
    ["-1%", undefined],
    ["1e1%", undefined],
  ];
  for (const [maxFeeRate, tenthBps] of rows) {
    const action = read({ type: "approveBuilderFee", ...SIGNED, builder: AGENT, maxFeeRate });
    strictEqual(action?.kind === "approve-builder" ? action.tenthBps : undefined, tenthBps, maxFeeRate);
  }
  deepStrictEqual(builderOf({ type: "order", builder: { b: AGENT, f: 5 } }), {
    address: AGENT.toLowerCase(),
    tenthBps: 5,
  });
  strictEqual(builderOf({ type: "order", builder: null }), null);
  strictEqual(builderOf({ type: "order" }), null);
  strictEqual(builderOf({ type: "cancel", builder: { b: AGENT, f: 5 } }), null);
});

Deno.test("an action is read or refused by name, never both", () => {
  for (const type of ["twapOrder", "usdSend", "multiSig"]) {
    strictEqual(isNotSimulated(type), true);
    strictEqual(read({ type }), undefined);
  }
  for (const type of ["order", "noop", "toString", "", "unknown"]) {
    strictEqual(isNotSimulated(type), false, type);
  }
});
