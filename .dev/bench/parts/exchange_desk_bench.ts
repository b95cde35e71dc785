/**
 * What an order costs the venue's desk, without HTTP: signature recovery alone, an order that is verified, and one that
 * is believed. Of each pair, what the desk adds to recovery is the difference.
 * @module
 */
import { recoverAddressTyped } from "micro-eth-signer";
import { agentDigest, connectionId } from "../../../adapters/venue/signing/agent_digest.ts";
import { recoverAddress } from "../../../adapters/venue/signing/recover_address.ts";
import { readAction } from "../../../adapters/venue/exchange/action_wire.ts";
import { Assets } from "../../../adapters/venue/exchange/assets.ts";
import { readEnvelope } from "../../../adapters/venue/exchange/envelope_wire.ts";
import { type SignedBody, TestWallet } from "../../../adapters/venue/testing/wallet.ts";
import { COIN } from "../../../backtest/testing/market.ts";
import { BOB, testDesk, WALL } from "../../venue/testing/desk.ts";

const WALLET = new TestWallet(7);
let nonce = WALL;

/** Buys and sells in turn, so that the account stays as it is. */
function action(): Record<string, unknown> {
  const isBuy = ++nonce % 2 === 0;
  const order = { a: 0, b: isBuy, p: isBuy ? "105" : "95", s: "1", r: false, t: { limit: { tif: "Ioc" } } };
  return { type: "order", orders: [order], grouping: "na" };
}

async function signed(): Promise<SignedBody> {
  return await WALLET.sign(action(), nonce);
}

function digestOf({ action, nonce }: SignedBody): Uint8Array {
  return agentDigest(connectionId(action, { nonce, vaultAddress: null, expiresAfter: null })!, "testnet");
}

const sample = await signed();
const digest = digestOf(sample);

Deno.bench("recover with @noble/curves", { group: "recovery", baseline: true }, () => {
  recoverAddress(digest, sample.signature);
});

Deno.bench("recover with micro-eth-signer", { group: "recovery" }, () => {
  const { r, s, v } = sample.signature;
  const types = {
    Agent: [{ name: "source", type: "string" }, { name: "connectionId", type: "bytes32" }],
  } as const;
  const chain = { chainId: 1337n, verifyingContract: `0x${"0".repeat(40)}` };
  recoverAddressTyped(`0x${r.slice(2)}${s.slice(2)}${v.toString(16)}`, {
    primaryType: "Agent",
    types,
    domain: { name: "Exchange", version: "1", ...chain },
    message: { source: "b", connectionId: digest },
  });
});

Deno.bench("hash an order", { group: "parts" }, () => {
  digestOf(sample);
});

Deno.bench("read an order", { group: "parts" }, () => {
  readAction(readEnvelope(sample)!.action, { assets: new Assets([COIN]), wallNow: WALL });
});

const verifying = testDesk({ auth: "verify" });
Deno.bench("an order, verified", { group: "orders" }, async (bench) => {
  const body = await signed();
  bench.start();
  await verifying.desk.handle(body, { ip: "127.0.0.1", account: null });
  bench.end();
});

const trusting = testDesk();
Deno.bench("an order, believed", { group: "orders" }, async (bench) => {
  const body = { action: action(), nonce };
  bench.start();
  await trusting.desk.handle(body, { ip: "127.0.0.1", account: BOB });
  bench.end();
});
