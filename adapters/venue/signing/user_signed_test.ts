import { ok, strictEqual } from "node:assert/strict";
import { TestWallet } from "../testing/wallet.ts";
import { recoverAddress } from "./recover_address.ts";
import { isUserSigned, networkOf, type UserSignedAction, userSignedDigest } from "./user_signed.ts";

const WALLET = new TestWallet(11);
const BUILDER = "0x6530512A6c89C7cfCEbC3BA7fcD9aDa5f30827a6";

Deno.test("actions signed field by field are their signer's, on any chain a wallet may be on", async () => {
  const actions = [
    { type: "approveAgent", agentAddress: BUILDER, agentName: "bot", nonce: 1_700_000_000_000 },
    { type: "approveAgent", agentAddress: BUILDER.toLowerCase(), agentName: "", nonce: 1 },
    { type: "approveBuilderFee", builder: BUILDER.toLowerCase(), maxFeeRate: "0.01%", nonce: 2 },
    { type: "usdClassTransfer", amount: "12.5", toPerp: true, nonce: 3 },
    { type: "usdClassTransfer", amount: "12.5 subaccount:0x1", toPerp: false, nonce: 3 },
  ] as const;
  for (const action of actions) {
    for (const signatureChainId of ["0x66eee", "0x1", "0xa4b1"] as const) {
      const { action: sent, signature } = await WALLET.signFields({ ...action, signatureChainId });
      ok(isUserSigned(action.type));
      const address = recoverAddress(userSignedDigest(sent as UserSignedAction), signature);
      strictEqual(address, WALLET.address, JSON.stringify(sent));
    }
  }
});

Deno.test("an agent without a name was signed with an empty one", async () => {
  const { action, signature } = await WALLET.signFields({
    type: "approveAgent",
    agentAddress: BUILDER,
    nonce: 5,
  });
  ok(!("agentName" in action));
  strictEqual(recoverAddress(userSignedDigest(action as UserSignedAction), signature), WALLET.address);
  const withNull = { ...action, agentName: null } as unknown as UserSignedAction;
  strictEqual(recoverAddress(userSignedDigest(withNull), signature), WALLET.address);
});

Deno.test("any changed field is another's signature", async () => {
  const sent = await WALLET.signFields({ type: "usdClassTransfer", amount: "1", toPerp: true, nonce: 3 });
  const action = sent.action as UserSignedAction;
  const changes = [{ amount: "2" }, { toPerp: false }, { nonce: 4 }, { signatureChainId: "0x1" }, {
    hyperliquidChain: "Mainnet",
  }];
  for (const change of changes) {
    const other = { ...action, ...change } as UserSignedAction;
    ok(recoverAddress(userSignedDigest(other), sent.signature) !== WALLET.address, JSON.stringify(change));
  }
  strictEqual(networkOf(action), "testnet");
  strictEqual(networkOf({ ...action, hyperliquidChain: "Mainnet" }), "mainnet");
});

Deno.test("what is signed as a whole is not signed field by field", () => {
  for (const type of ["order", "cancel", "noop", "toString", "__proto__", ""]) ok(!isUserSigned(type), type);
});
