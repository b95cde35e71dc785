import { strictEqual } from "node:assert/strict";
import { createL1ActionHash } from "@nktkas/hyperliquid/signing";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { TestWallet, VECTOR_ADDRESS, VECTOR_KEY } from "../testing/wallet.ts";
import { agentDigest, connectionId, type Network } from "./agent_digest.ts";
import { recoverAddress } from "./recover_address.ts";

const SIGNER = VECTOR_ADDRESS;
const VAULT = "0x1719884eb866cb12b2287399b15f7db5e7d775ea";
const ORDER = { a: 1, b: true, p: "100", s: "100", r: false, t: { limit: { tif: "Gtc" } } };
const STOP = { ...ORDER, t: { trigger: { isMarket: true, triggerPx: "103", tpsl: "sl" } } };
const DUMMY = { type: "dummy", num: 100_000_000_000 };

const PLAIN = { nonce: 0, vaultAddress: null, expiresAfter: null };

function orders(order: Record<string, unknown>): Record<string, unknown> {
  return { type: "order", orders: [order], grouping: "na" };
}

Deno.test("the Python SDK's connection id", () => {
  const order = { a: 4, b: true, p: "1670.1", s: "0.0147", r: false, t: { limit: { tif: "Ioc" } } };
  const id = connectionId(orders(order), { ...PLAIN, nonce: 1_677_777_606_040 });
  strictEqual(bytesToHex(id!), "0fcbeda5ae3c4950a548021552a4fea2226858c4453571bf3f24ba017eac2908");
});

Deno.test("the Python SDK's signatures, two of them with a digit less than others, are its key's", () => {
  const withCloid = { ...ORDER, c: "0x00000000000000000000000000000001" };
  const rows: [action: unknown, network: Network, r: string, s: string, v: number, vault?: string][] = [
    [
      DUMMY,
      "mainnet",
      "0x53749d5b30552aeb2fca34b530185976545bb22d0b3ce6f62e31be961a59298",
      "0x755c40ba9bf05223521753995abb2f73ab3229be8ec921f350cb447e384d8ed8",
      27,
    ],
    [
      DUMMY,
      "testnet",
      "0x542af61ef1f429707e3c76c5293c80d01f74ef853e34b76efffcb57e574f9510",
      "0x17b8b32f086e8cdede991f1e2c529f5dd5297cbe8128500e00cbaf766204a613",
      28,
    ],
    [
      DUMMY,
      "mainnet",
      "0x3c548db75e479f8012acf3000ca3a6b05606bc2ec0c29c50c515066a326239",
      "0x4d402be7396ce74fbba3795769cda45aec00dc3125a984f2a9f23177b190da2c",
      28,
      VAULT,
    ],
    [
      orders(ORDER),
      "mainnet",
      "0xd65369825a9df5d80099e513cce430311d7d26ddf477f5b3a33d2806b100d78e",
      "0x2b54116ff64054968aa237c20ca9ff68000f977c93289157748a3162b6ea940e",
      28,
    ],
    [
      orders(withCloid),
      "mainnet",
      "0x41ae18e8239a56cacbc5dad94d45d0b747e5da11ad564077fcac71277a946e3",
      "0x3c61f667e747404fe7eea8f90ab0e76cc12ce60270438b2058324681a00116da",
      27,
    ],
    [
      orders(STOP),
      "mainnet",
      "0x98343f2b5ae8e26bb2587daad3863bc70d8792b09af1841b6fdd530a2065a3f9",
      "0x6b5bb6bb0633b710aa22b721dd9dee6d083646a5f8e581a20b545be6c1feb405",
      27,
    ],
    [
      { type: "scheduleCancel", time: 123_456_789 },
      "mainnet",
      "0x609cb20c737945d070716dcc696ba030e9976fcf5edad87afa7d877493109d55",
      "0x16c685d63b5c7a04512d73f183b3d7a00da5406ff1f8aad33f8ae2163bab758b",
      28,
    ],
  ];
  for (const [action, network, r, s, v, vault = null] of rows) {
    for (const form of vault === null ? [null] : [vault, vault.slice(2)]) {
      const id = connectionId(action, { ...PLAIN, vaultAddress: form });
      strictEqual(recoverAddress(agentDigest(id!, network), { r, s, v }), SIGNER, JSON.stringify(action));
    }
  }
});

Deno.test("a signature of @nktkas/hyperliquid's from another machine", () => {
  const action = { type: "cancel", cancels: [{ a: 0, o: 12_345 }] };
  const id = connectionId(action, { ...PLAIN, nonce: 1_700_000_000_000 });
  const r = "0xc301caf5befeaa397f775e09671cc9bc6665ed3a11ae72f849be31eef4eaffde";
  const s = "0x71847b09f9a87edba4c5402ce8997d78ebc29ac01dc4bf02eee12a7a36b3e155";
  strictEqual(recoverAddress(agentDigest(id!, "mainnet"), { r, s, v: 27 }), SIGNER);
});

Deno.test("the connection id of anything equals @nktkas/hyperliquid's", () => {
  const hex40 = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 });
  const frame = fc.record({
    nonce: fc.maxSafeNat(),
    vaultAddress: fc.option(hex40.map((hex) => `0x${hex}` as const)),
    expiresAfter: fc.option(fc.maxSafeNat()),
  });
  const action = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })).filter(isWritable);
  fc.assert(fc.property(action, frame, (value, { nonce, vaultAddress, expiresAfter }) => {
    const sent = JSON.parse(JSON.stringify(value));
    const ours = connectionId(sent, { nonce, vaultAddress, expiresAfter });
    const theirs = createL1ActionHash({
      action: sent,
      nonce,
      ...(vaultAddress === null ? {} : { vaultAddress }),
      ...(expiresAfter === null ? {} : { expiresAfter }),
    });
    strictEqual(`0x${bytesToHex(ours!)}`, theirs);
  }));
});

Deno.test("what a client signs is found to be its own, whatever stands around the action", async () => {
  const wallet = new TestWallet(VECTOR_KEY);
  strictEqual(wallet.address, SIGNER);
  for (const isTestnet of [true, false]) {
    for (const frame of [{}, { vaultAddress: VAULT, expiresAfter: 1_900_000_000_000 }] as const) {
      const body = await wallet.sign(orders(STOP), 1_800_000_000_000, { isTestnet, ...frame });
      const { vaultAddress = null, expiresAfter = null, nonce } = body;
      const id = connectionId(body.action, { nonce, vaultAddress, expiresAfter });
      const digest = agentDigest(id!, isTestnet ? "testnet" : "mainnet");
      strictEqual(recoverAddress(digest, body.signature), SIGNER);
    }
  }
});

/** Their encoder writes no whole number that 64 bits do not hold. */
function isWritable(value: unknown): boolean {
  if (typeof value === "number") {
    return !Number.isInteger(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  }
  return typeof value !== "object" || value === null || Object.values(value).every(isWritable);
}
