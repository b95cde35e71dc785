import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { TestWallet } from "../testing/wallet.ts";
import { connectionId } from "./agent_digest.ts";
import { type SignedAction, type Signer, SignerFinder } from "./signer_finder.ts";

const ACTION = { type: "noop" };
const WALLET = new TestWallet(3);
const NKTKAS = "action,signature,nonce";
const CCXT = "nonce,action,signature";

function world(...known: string[]) {
  const accounts = new Set(known);
  const lines: string[] = [];
  const finder = new SignerFinder((address) => accounts.has(address), (line) => lines.push(line));
  return { accounts, lines, finder };
}

async function signed(nonce: number, isTestnet: boolean, shape = NKTKAS): Promise<SignedAction> {
  const { signature } = await WALLET.sign(ACTION, nonce, { isTestnet });
  const id = connectionId(ACTION, { nonce, vaultAddress: null, expiresAfter: null })!;
  return { connectionId: id, signature, shape };
}

function is(signer: Signer | null, network: Signer["network"]): void {
  deepStrictEqual(signer, { address: WALLET.address, network });
}

Deno.test("a known address wins for whichever network it signed", async () => {
  const { finder } = world(WALLET.address);
  let nonce = 0;
  for (const isTestnet of [true, false, false, true, true]) {
    for (const shape of [NKTKAS, CCXT]) {
      is(finder.find(await signed(nonce++, isTestnet, shape)), isTestnet ? "testnet" : "mainnet");
    }
  }
});

Deno.test("a stranger is taken to sign for testnet, and ccxt for mainnet", async () => {
  is(world().finder.find(await signed(1, true)), "testnet");
  is(world().finder.find(await signed(1, false, CCXT)), "mainnet");
});

Deno.test("a stranger who signed for the other network is put right at the second action", async () => {
  const { finder, accounts, lines } = world();
  const first = finder.find(await signed(1, false))!;
  strictEqual(first.address === WALLET.address, false);
  accounts.add(first.address);
  strictEqual(lines.length, 0);
  is(finder.find(await signed(2, false)), "mainnet");
  strictEqual(lines.length, 1);
  match(lines[0], new RegExp(`${WALLET.address} signs for mainnet.*${first.address}`));
  accounts.add(WALLET.address);
  is(finder.find(await signed(3, false)), "mainnet");
  strictEqual(lines.length, 1);
});

Deno.test("what a shape of body was last signed for is what its next stranger is taken for", async () => {
  const { finder } = world(WALLET.address);
  is(finder.find(await signed(1, false)), "mainnet");
  const other = new TestWallet(4);
  const { signature } = await other.sign(ACTION, 9, { isTestnet: false });
  const id = connectionId(ACTION, { nonce: 9, vaultAddress: null, expiresAfter: null })!;
  const signer = finder.find({ connectionId: id, signature, shape: NKTKAS });
  deepStrictEqual(signer, { address: other.address, network: "mainnet" });
});

Deno.test("nobody is found where no key can have signed", async () => {
  const { connectionId: id } = await signed(1, true);
  const signature = { r: "0x5", s: "0x1", v: 27 };
  strictEqual(world().finder.find({ connectionId: id, signature, shape: NKTKAS }), null);
});

Deno.test("who has signed often over a connection is known there, and anybody else as before", async () => {
  const other = new TestWallet(4);
  const { finder } = world(WALLET.address, other.address);
  const [sender, elsewhere] = ["127.0.0.1:5000", "127.0.0.1:5001"];
  for (let nonce = 1; nonce <= 40; nonce++) {
    is(finder.find({ ...await signed(nonce, true), sender }), "testnet");
  }
  is(finder.find({ ...await signed(41, false), sender }), "mainnet");
  is(finder.find({ ...await signed(42, true), sender: elsewhere }), "testnet");
  const { signature } = await other.sign(ACTION, 43, { isTestnet: true });
  const id = connectionId(ACTION, { nonce: 43, vaultAddress: null, expiresAfter: null })!;
  const found = finder.find({ connectionId: id, signature, shape: NKTKAS, sender });
  deepStrictEqual(found, { address: other.address, network: "testnet" });
  for (let nonce = 50; nonce <= 80; nonce++) {
    is(finder.find({ ...await signed(nonce, true), sender }), "testnet");
  }
});
