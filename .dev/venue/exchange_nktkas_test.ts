/**
 * Every action of a trading bot as @nktkas/hyperliquid sends it, through its own client and past its own judgement of the
 * answer, but for the socket between.
 * @module
 */
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ApiRequestError, ExchangeClient } from "@nktkas/hyperliquid";
import { TestWallet } from "../../adapters/venue/testing/wallet.ts";
import { type TestDesk, testDesk, WALL } from "./testing/desk.ts";

const BUILDER = "0x6530512a6c89c7cfcebc3ba7fcd9ada5f30827a6";
const CLOID = `0x${"0".repeat(30)}ab` as const;

let nonce = WALL;

/** A client of a key whose requests go to a desk at once. */
function clientOf({ send }: TestDesk, wallet: TestWallet, isTestnet = true): ExchangeClient {
  const transport = {
    isTestnet,
    async request<Answer>(endpoint: string, payload: unknown): Promise<Answer> {
      strictEqual(endpoint, "exchange");
      const answer = await send(payload);
      if (!("json" in answer)) throw new Error(`${answer.status} ${answer.text}`);
      return answer.json as Answer;
    },
  };
  return new ExchangeClient({ transport, wallet: wallet.signer, nonceManager: () => ++nonce });
}

function limit(p: string, more: { readonly c?: `0x${string}`; readonly r?: boolean } = {}) {
  return { a: 0, b: true, p, s: "1", r: false, t: { limit: { tif: "Gtc" as const } }, ...more };
}

Deno.test("@nktkas/hyperliquid: orders, their changes and cancels", async () => {
  const client = clientOf(testDesk({ auth: "verify" }), new TestWallet(91));
  const placed = await client.order({ orders: [limit("90"), limit("105", { c: CLOID })], grouping: "na" });
  deepStrictEqual(placed.response.data.statuses, [
    { resting: { oid: 1 } },
    { filled: { totalSz: "1.0", avgPx: "100.0", oid: 2, cloid: CLOID } },
  ]);
  const exit = { a: 0, b: false, p: "80", s: "0", r: true };
  const stop = { ...exit, t: { trigger: { isMarket: true, triggerPx: "95", tpsl: "sl" as const } } };
  const protectedBy = await client.order({ orders: [stop], grouping: "positionTpsl" });
  deepStrictEqual(protectedBy.response.data.statuses, ["waitingForTrigger"]);
  const done = { status: "ok", response: { type: "default" } };
  deepStrictEqual(await client.modify({ oid: 1, order: limit("91") }), done);
  const changed = await client.batchModify({ modifies: [{ oid: 4, order: limit("92", { c: CLOID }) }] });
  deepStrictEqual(changed.response.data.statuses, [{ resting: { oid: 5, cloid: CLOID } }]);
  const canceled = await client.cancel({ cancels: [{ a: 0, o: 3 }] });
  deepStrictEqual(canceled.response.data.statuses, ["success"]);
  await client.cancelByCloid({ cancels: [{ asset: 0, cloid: CLOID }] });
  await rejects(client.cancel({ cancels: [{ a: 0, o: 3 }] }), {
    message: "cancel 0: Order was never placed, already canceled, or filled. asset=0",
  });
  await rejects(client.order({ orders: [limit("105"), limit("1")], grouping: "na" }), {
    message: "order 1: Order price cannot be more than 95% away from the reference price asset=0",
  });
});

Deno.test("@nktkas/hyperliquid: what a bot sets, for either network", async () => {
  for (const isTestnet of [true, false]) {
    const desk = testDesk({ auth: "verify" });
    const wallet = new TestWallet(92);
    const client = clientOf(desk, wallet, isTestnet);
    // Signed field by field: it says for which network, so that its signer is known when the others come.
    await client.approveBuilderFee({ builder: BUILDER, maxFeeRate: "0.01%" });
    await client.setReferrer({ code: "CODE" });
    await client.updateLeverage({ asset: 0, isCross: false, leverage: 5 });
    await client.order({ orders: [limit("105")], grouping: "na", builder: { b: BUILDER, f: 10 } });
    await client.updateIsolatedMargin({ asset: 0, isBuy: true, ntli: 1_000_000 });
    await client.scheduleCancel({ time: desk.clock.now() + 60_000 });
    await client.scheduleCancel();
    await client.reserveRequestWeight({ weight: 5 });
    await client.usdClassTransfer({ amount: "1", toPerp: true });
    await client.noop({ nonce: ++nonce });
    deepStrictEqual([...desk.world.accounts.keys()], [wallet.address]);
    strictEqual(desk.house.warnings.filter((line) => line.includes("mainnet")).length, isTestnet ? 0 : 1);
  }
});

Deno.test("@nktkas/hyperliquid: an agent, and what is refused", async () => {
  const desk = testDesk({ auth: "verify" });
  const [master, agent] = [new TestWallet(93), new TestWallet(94)];
  const client = clientOf(desk, master);
  await client.approveAgent({ agentAddress: agent.address, agentName: "bot" });
  await clientOf(desk, agent).order({ orders: [limit("90")], grouping: "na" });
  deepStrictEqual([...desk.world.accounts.keys()], [master.address]);
  await client.approveAgent({ agentAddress: `0x${"0".repeat(40)}`, agentName: "bot" });
  await rejects(clientOf(desk, agent).setReferrer({ code: "CODE" }), {
    message: `User or API Wallet ${agent.address} does not exist.`,
  });
  const twap = { a: 0, b: true, s: "1", r: false, m: 30, t: false };
  await rejects(client.twapOrder({ twap }), ApiRequestError);
  await rejects(client.usdSend({ destination: BUILDER, amount: "1" }), {
    message: "usdSend is not simulated",
  });
  const vaultAddress = BUILDER;
  await rejects(client.cancel({ cancels: [{ a: 0, o: 1 }] }, { vaultAddress }), {
    message: `Vault not registered: ${BUILDER}`,
  });
  await rejects(client.setReferrer({ code: "CODE" }, { expiresAfter: WALL - 1 }), {
    message: "Action already expired",
  });
});
