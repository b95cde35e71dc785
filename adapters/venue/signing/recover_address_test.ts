import { ok, strictEqual } from "node:assert/strict";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { recoverAddressTyped } from "micro-eth-signer";
import { TestWallet } from "../testing/wallet.ts";
import { agentDigest, connectionId } from "./agent_digest.ts";
import { recoverAddress } from "./recover_address.ts";

const ACTION = { type: "noop" };
const DIGEST = keccak_256(new Uint8Array([1]));

Deno.test("the recovered address equals micro-eth-signer's, for keys and bytes at random", async () => {
  const key = fc.bigInt({ min: 1n, max: 2n ** 255n }).map((one) => `0x${one.toString(16).padStart(64, "0")}`);
  await fc.assert(
    fc.asyncProperty(key, fc.maxSafeNat(), async (secret, nonce) => {
      const wallet = new TestWallet(secret);
      const { signature } = await wallet.sign(ACTION, nonce);
      const id = connectionId(ACTION, { nonce, vaultAddress: null, expiresAfter: null })!;
      const ours = recoverAddress(agentDigest(id, "testnet"), signature);
      strictEqual(ours, wallet.address);
      strictEqual(ours, theirs(id, signature).toLowerCase());
    }),
    { numRuns: 25 },
  );
});

Deno.test("v may be 0 or 1 as well, and r and s come without leading zeros or with them", async () => {
  const wallet = new TestWallet(7);
  let hasShort = false;
  for (let nonce = 0; nonce < 40 || !hasShort; nonce++) {
    const { signature: { r, s, v } } = await wallet.sign(ACTION, nonce);
    const id = connectionId(ACTION, { nonce, vaultAddress: null, expiresAfter: null })!;
    const digest = agentDigest(id, "testnet");
    const short = { r: r.replace(/^0x0+/, "0x"), s: s.replace(/^0x0+/, "0x") };
    hasShort ||= short.r !== r || short.s !== s;
    strictEqual(recoverAddress(digest, { ...short, v: v - 27 }), wallet.address);
    ok(recoverAddress(digest, { r, s, v: v === 27 ? 28 : 27 }) !== wallet.address);
  }
});

Deno.test("what no key can have signed has no address, and never throws", () => {
  const one = "0x1";
  const order = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  const rows = [
    { r: "0x0", s: one, v: 27 },
    { r: one, s: "0x0", v: 27 },
    { r: order, s: one, v: 27 },
    { r: one, s: order, v: 28 },
    { r: one, s: one, v: 2 },
    { r: one, s: one, v: 29 },
    { r: one, s: one, v: 1_000_000 },
    // No point of the curve lies there.
    { r: "0x5", s: one, v: 27 },
  ];
  for (const row of rows) strictEqual(recoverAddress(DIGEST, row), null, JSON.stringify(row));
  const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((value) => `0x${value.toString(16)}`);
  fc.assert(
    fc.property(word, word, fc.nat({ max: 40 }), (r, s, v) => {
      const address = recoverAddress(DIGEST, { r, s, v });
      ok(address === null || /^0x[0-9a-f]{40}$/.test(address));
    }),
    { numRuns: 50 },
  );
});

function theirs(id: Uint8Array, { r, s, v }: { r: string; s: string; v: number }): string {
  const padded = [r, s].map((word) => word.slice(2).padStart(64, "0")).join("");
  const fields = [{ name: "source", type: "string" }, { name: "connectionId", type: "bytes32" }] as const;
  return recoverAddressTyped(`0x${padded}${v.toString(16)}`, {
    primaryType: "Agent",
    types: { Agent: fields },
    domain: {
      name: "Exchange",
      version: "1",
      chainId: 1337n,
      verifyingContract: `0x${"0".repeat(40)}`,
    },
    message: {
      source: "b",
      connectionId: hexToBytes([...id].map((b) => b.toString(16).padStart(2, "0")).join("")),
    },
  });
}
