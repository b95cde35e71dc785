import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { CycleEntry, DiaryEntry } from "../../engine/mod.ts";
import { DecisionFold, type Explanation } from "./explain_decision.ts";
import { lookAgain } from "./look_again.ts";
import { CROSS, firstOf, type PlayedRun, playedRun } from "./testing/played_run.ts";

const HOUR_MS = 3_600_000;

function explained(run: PlayedRun, at: number): Explanation | null {
  const fold = new DecisionFold(at);
  run.entries.forEach((entry, seq) => fold.add({ seq, entry, hash: "" }));
  return fold.explain(["COIN"]);
}

function cycleWhere(entries: readonly DiaryEntry[], holds: (entry: CycleEntry) => boolean): CycleEntry {
  return firstOf(entries, "cycle", holds);
}

Deno.test("an entry is told with what was sent and filled, and with the trade it became", async () => {
  const run = await playedRun();
  const bought = cycleWhere(
    run.entries,
    ({ decisions }) => decisions?.[0].action === "buy" && decisions[0].outcome === "filled",
  );
  const { line, firstLine, number, assets: [coin] } = explained(run, bought.close)!;
  strictEqual(JSON.parse(run.lines[line - 1]).close, bought.close);
  strictEqual(JSON.parse(run.lines[firstLine - 1]).kind, "intent");
  strictEqual(number, run.entries.slice(0, line).filter(({ kind }) => kind === "cycle").length);
  deepStrictEqual([coin.sent.length, coin.outcomes.length, coin.fills.length], [1, 1, 1]);
  strictEqual(coin.trade?.openedAt, coin.record?.openedAt);
  ok(coin.trade!.closedAt > bought.close);
  const told = JSON.parse(run.lines[coin.tradeLine! - 1]);
  deepStrictEqual(told.trades[0], coin.trade);
});

Deno.test("a cycle between entry and exit tells the trade it is part of, one before it tells none", async () => {
  const run = await playedRun();
  const long = cycleWhere(
    run.entries,
    ({ trades }) => trades?.some((one) => one.closedAt - one.openedAt > 3 * HOUR_MS) === true,
  );
  const [trade] = long.trades!;
  const bought = cycleWhere(run.entries, ({ decisions }) => decisions?.[0].openedAt === trade.openedAt);
  const inside = cycleWhere(run.entries, ({ close }) => close > bought.close && close < trade.closedAt);
  deepStrictEqual(explained(run, inside.close)!.assets[0].trade, trade);
  const before = run.entries.findLast((entry) =>
    entry.kind === "cycle" && entry.close < bought.close
  ) as CycleEntry;
  deepStrictEqual(explained(run, before.close)!.assets[0].trade, null);
  deepStrictEqual(explained(run, long.close)!.assets[0].trade, trade, "the cycle that tells its end");
});

Deno.test("a refusal is told, a position that no trade ends is open since its entry", async () => {
  const run = await playedRun();
  const refused = cycleWhere(run.entries, ({ decisions }) => decisions?.[0].outcome === "refused");
  const [{ refusal }] = refused.decisions!;
  deepStrictEqual(explained(run, refused.close)!.assets[0].record?.refusal, refusal);
  const bought = cycleWhere(run.entries, ({ decisions }) => decisions?.[0].outcome === "filled");
  const cut = run.entries.findIndex((entry) => entry === bought) + 1;
  const { assets: [coin], last } = explained({ ...run, entries: run.entries.slice(0, cut) }, bought.close)!;
  deepStrictEqual([coin.trade, coin.openSince, last.close], [
    null,
    bought.decisions![0].openedAt,
    bought.close,
  ]);
});

Deno.test("where there is no cycle the ones beside it are told", async () => {
  const run = await playedRun();
  const fold = new DecisionFold(run.plan.from + 1);
  run.entries.forEach((entry, seq) => fold.add({ seq, entry, hash: "" }));
  strictEqual(fold.explain(["COIN"]), null);
  deepStrictEqual(fold.nearest, { before: run.plan.from, after: run.plan.from + 3_600_000 });
});

Deno.test("what the agent saw is made again, under the same hash", async () => {
  const run = await playedRun();
  const full = await playedRun(CROSS, { detail: "full" });
  const bought = cycleWhere(run.entries, ({ decisions }) => decisions?.[0].outcome === "filled");
  const player = { agent: CROSS, isolate: null };
  const seen = await lookAgain({ player, plan: run.plan }, bought.close, new AbortController().signal);
  strictEqual(seen?.observationHash, bought.observationHash);
  const kept = cycleWhere(full.entries, ({ close }) => close === bought.close);
  deepStrictEqual(seen?.observation, kept.observation);
});
