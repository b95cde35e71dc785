import { strictEqual } from "node:assert/strict";
import { keccak_256 } from "@noble/hashes/sha3.js";
import fc from "fast-check";
import { TestWallet } from "../testing/wallet.ts";
import { agentDigest, connectionId } from "./agent_digest.ts";
import { KnownKey } from "./known_key.ts";
import { readSignature, recoverKey, type WireSignature } from "./recover_address.ts";

const ACTION = { type: "noop" };
const WALLET = new TestWallet(11);

async function signedBy(
  wallet: TestWallet,
  nonce: number,
): Promise<[digest: Uint8Array, signature: WireSignature]> {
  const { signature } = await wallet.sign(ACTION, nonce);
  const id = connectionId(ACTION, { nonce, vaultAddress: null, expiresAfter: null })!;
  return [agentDigest(id, "testnet"), signature];
}

const key = recoverKey(...await signedBy(WALLET, 1))!;
const known = new KnownKey(key);

function agree(digest: Uint8Array, signature: WireSignature): boolean {
  const read = readSignature(signature)!;
  const told = known.signed(digest, read);
  strictEqual(told, recoverKey(digest, signature)?.equals(key) ?? false);
  return told;
}

Deno.test("KnownKey: says of every signature what recovering says", async () => {
  const nonces = fc.nat(1_000_000);
  const spoiled = fc.constantFrom("nothing", "v", "s", "digest", "other key");
  await fc.assert(
    fc.asyncProperty(nonces, spoiled, async (nonce, what) => {
      const [digest, signature] = await signedBy(what === "other key" ? new TestWallet(12) : WALLET, nonce);
      const { v, s } = signature;
      const other = {
        ...signature,
        ...(what === "v" ? { v: 55 - v } : {}),
        ...(what === "s" ? { s: `0x${(BigInt(s) + 1n).toString(16)}` } : {}),
      };
      strictEqual(agree(what === "digest" ? keccak_256(digest) : digest, other), what === "nothing");
    }),
    { numRuns: 60 },
  );
});

Deno.test("KnownKey: the other form of a signature, with s and v turned round, is the same key's", async () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  for (let nonce = 1; nonce <= 8; nonce++) {
    const [digest, { r, s, v }] = await signedBy(WALLET, nonce);
    const turned = `0x${(order - BigInt(s)).toString(16)}`;
    strictEqual(agree(digest, { r, s: turned, v: 55 - v }), true);
    strictEqual(agree(digest, { r, s: turned, v }), false);
  }
});
