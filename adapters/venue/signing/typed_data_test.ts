import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { signTyped, type TypedData } from "micro-eth-signer";
import { TestWallet, VECTOR_ADDRESS, VECTOR_KEY } from "../testing/wallet.ts";
import { recoverAddress } from "./recover_address.ts";
import { domainSeparator, structHash, typedDigest, type TypedField } from "./typed_data.ts";

Deno.test("transfers that the Python SDK's key signed field by field are its key's", () => {
  const fields: TypedField[] = [
    ["string", "hyperliquidChain"],
    ["string", "destination"],
    ["string", "amount"],
    ["uint64", "time"],
  ];
  const values = {
    hyperliquidChain: "Testnet",
    destination: "0x5e9ee1089755c3435139848e47e6635505d5a13a",
    amount: "1",
    time: 1_687_816_341_423n,
  };
  const separator = domainSeparator("HyperliquidSignTransaction", 0x66eeen);
  const rows: [name: string, r: string, s: string, v: number][] = [
    [
      "UsdSend",
      "0x637b37dd731507cdd24f46532ca8ba6eec616952c56218baeff04144e4a77073",
      "0x11a6a24900e6e314136d2592e2f8d502cd89b7c15b198e1bee043c9589f9fad7",
      27,
    ],
    [
      "Withdraw",
      "0x8363524c799e90ce9bc41022f7c39b4e9bdba786e5f9c72b20e43e1462c37cf9",
      "0x58b1411a775938b83e29182e8ef74975f9054c8e97ebf5ec2dc8d51bfc893881",
      28,
    ],
  ];
  for (const [name, r, s, v] of rows) {
    const digest = typedDigest(separator, structHash(`HyperliquidTransaction:${name}`, fields, values));
    strictEqual(recoverAddress(digest, { r, s, v }), VECTOR_ADDRESS, name);
  }
});

Deno.test("flat records of every type hash as micro-eth-signer hashes them", () => {
  const wallet = new TestWallet(VECTOR_KEY);
  const hex40 = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 });
  const record = fc.record({
    text: fc.string({ unit: "grapheme" }),
    who: hex40.map((hex) => `0x${hex}`),
    yes: fc.boolean(),
    count: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    chainId: fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }),
  });
  const fields: TypedField[] = [
    ["string", "text"],
    ["address", "who"],
    ["bool", "yes"],
    ["uint64", "count"],
  ];
  const types = { Thing: fields.map(([type, name]) => ({ type, name })) };
  fc.assert(
    fc.property(record, ({ chainId, ...message }) => {
      const verifyingContract = `0x${"0".repeat(40)}`;
      const domain = { name: "Some name", version: "1", chainId, verifyingContract };
      const data = { primaryType: "Thing", types, domain, message } as unknown as TypedData<never, never>;
      const signed = signTyped(data, VECTOR_KEY, false);
      const digest = typedDigest(domainSeparator("Some name", chainId), structHash("Thing", fields, message));
      const [r, s] = [`0x${signed.slice(2, 66)}`, `0x${signed.slice(66, 130)}`];
      strictEqual(recoverAddress(digest, { r, s, v: parseInt(signed.slice(130), 16) }), wallet.address);
    }),
    { numRuns: 25 },
  );
});
