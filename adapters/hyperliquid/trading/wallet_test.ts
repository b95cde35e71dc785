import { notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { inspect } from "node:util";
import { signL1Action } from "@nktkas/hyperliquid/signing";
import { ADDRESS, KEY } from "./testing/stubbed_exchange.ts";
import { Wallet } from "./wallet.ts";

const PLANTED = `0x${"5ec2e7".repeat(11).slice(0, 64)}`;

Deno.test("Wallet: signs as the Python SDK's vector says", async () => {
  const action = { type: "dummy", num: 100_000_000_000 };
  const signature = await signL1Action({ wallet: new Wallet(KEY), action, nonce: 0, isTestnet: true });
  strictEqual(signature.r, "0x542af61ef1f429707e3c76c5293c80d01f74ef853e34b76efffcb57e574f9510");
  strictEqual(signature.s, "0x17b8b32f086e8cdede991f1e2c529f5dd5297cbe8128500e00cbaf766204a613");
  strictEqual(signature.v, 28);
});

Deno.test("Wallet: a key with or without 0x has the same address", () => {
  strictEqual(new Wallet(KEY).address, ADDRESS);
  strictEqual(new Wallet(` ${KEY.slice(2)}\n`).address, ADDRESS);
});

Deno.test("Wallet: the key is in no text of it", () => {
  const wallet = new Wallet(PLANTED);
  const shown = [
    ...[inspect(wallet, { depth: 9, showHidden: true }), Deno.inspect(wallet, { depth: 9 })],
    ...[JSON.stringify(wallet), String(wallet), Object.values(wallet).join(" ")],
  ];
  for (const text of shown) ok(!text.includes(PLANTED.slice(2)), text);
});

Deno.test("Wallet: what is no key is refused without being shown", () => {
  const nearly = PLANTED.slice(0, -1);
  for (
    const text of [
      nearly,
      "",
      `${PLANTED}0`,
      "0".repeat(64),
      "f".repeat(64),
      "six words of a mnemonic phrase",
    ]
  ) {
    throws(() => new Wallet(text), (error) => {
      const said = inspect(error, { depth: 9 });
      return /^the private key is none; wanted 64 hex characters/.test((error as Error).message) &&
        (text === "" || !said.includes(text));
    }, text);
  }
});

Deno.test("Wallet: a throw-away key is another each time", () => {
  notStrictEqual(Wallet.throwaway().address, Wallet.throwaway().address);
});

Deno.test("Wallet: a name has the same wallet each time, and another name another", async () => {
  const [first, again, other] = [await Wallet.named("a"), await Wallet.named("a"), await Wallet.named("b")];
  strictEqual(first.address, again.address);
  notStrictEqual(first.address, other.address);
});
