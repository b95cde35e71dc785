import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { DiaryEntry, Fill, IntentEntry } from "../../engine/mod.ts";
import { accountHistory } from "./account_history.ts";
import { JsonlDiary } from "./jsonl_diary.ts";
import { createRunFolder, writeManifest } from "./run_folder.ts";
import { cycle, inTempDir, manifest, RUN } from "./testing/samples.ts";

const MINE = { network: "testnet", account: `0x${"a".repeat(40)}` };
const OTHERS = { network: "mainnet", account: MINE.account };
const FROM = 1_700_000_000_000;

function id(digit: string): string {
  return `0x${digit.repeat(32)}`;
}

function intent(clientOrderId: string): IntentEntry {
  const leg = {
    leg: "close",
    side: "sell",
    size: 1,
    limitPrice: 9,
    triggerPrice: null,
    reduceOnly: true,
  } as const;
  const legs = [{ ...leg, clientOrderId }];
  return {
    ...{ kind: "intent", close: 1, origin: "agent", decisions: [] },
    orders: [{ asset: "BTC", purpose: "close", legs, leverage: null }],
  };
}

function fill(asset: string, given: Partial<Fill> = {}): Fill {
  return {
    ...{ kind: "fill", time: FROM, asset, side: "buy", size: 1, price: 5, feeUsd: 0, realizedPnlUsd: 0 },
    ...{ clientOrderId: null, liquidation: false },
    ...given,
  };
}

/** Writes a run that began so long after FROM, ms. */
async function write(root: string, later: number, run: {
  readonly on: { readonly network: string; readonly account: string };
  readonly entries: readonly DiaryEntry[];
}): Promise<string> {
  const folder = createRunFolder(root);
  const started = new Date(FROM + later).toISOString();
  const range = { from: FROM + later, until: FROM + later };
  writeManifest(folder, manifest(folder.id, { started, range, settings: { assets: ["BTC"], ...run.on } }));
  const diary = JsonlDiary.create(folder.diaryPath, { durable: false });
  for (const entry of [RUN, ...run.entries]) diary.append(entry);
  await diary.close();
  return folder.path;
}

Deno.test("accountHistory: orders of every run of the account, and of who looked after it", async () => {
  await inTempDir(async (root) => {
    const path = await write(root, 0, { on: MINE, entries: [intent(id("1"))] });
    await write(root, 5, { on: MINE, entries: [intent(id("2")), cycle(1)] });
    await write(root, 9, { on: OTHERS, entries: [intent(id("3")), cycle(1)] });
    const beside = JsonlDiary.create(`${path}/watch.jsonl`, { durable: false });
    for (const entry of [RUN, intent(id("4"))]) beside.append(entry);
    await beside.close();
    const { intended, last } = accountHistory(root, MINE);
    deepStrictEqual([...intended].sort(), [id("1"), id("2"), id("4")]);
    strictEqual(last?.from, FROM + 5);
  });
});

Deno.test("accountHistory: what the last run that looked took over of its assets when it began", async () => {
  await inTempDir(async (root) => {
    const fills = [
      fill("BTC"),
      fill("ETH"),
      fill("BTC", { clientOrderId: id("1") }),
      fill("BTC", { time: FROM + 1 }),
    ];
    await write(root, 0, {
      on: MINE,
      entries: [{ ...cycle(1), fills }, { ...cycle(2), fills: [fill("BTC")] }],
    });
    await write(root, 5, { on: MINE, entries: [intent(id("2"))] });
    deepStrictEqual(accountHistory(root, MINE).last, { from: FROM, takenOver: [fill("BTC")] });
    await write(root, 7, { on: MINE, entries: [cycle(1)] });
    deepStrictEqual(accountHistory(root, MINE).last, { from: FROM + 7, takenOver: [] });
    deepStrictEqual(accountHistory(root, OTHERS), { intended: new Set(), last: null });
    strictEqual(accountHistory(`${root}/nowhere`, MINE).last, null);
  });
});
