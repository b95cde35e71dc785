import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type CommandEntry, type DiaryEntry, type Moment, RunState, type Traced } from "../../engine/mod.ts";
import { COIN } from "../testing/market.ts";
import { playedRun } from "../replay/testing/played_run.ts";
import { MomentFold } from "./moment_fold.ts";

function folded(entries: readonly DiaryEntry[], snapshotAt: number | null = null): Moment[] {
  let fold = new MomentFold();
  return entries.map((entry, seq) => {
    fold.add({ seq, entry });
    if (seq === snapshotAt) fold = new MomentFold(fold.snapshot());
    return fold.moment();
  });
}

/** Every figure in a moment that says which line it is from. */
function figures(value: unknown, path = ""): { path: string; value: unknown; seq: number }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "seq" in value && "value" in value ? [{ path, ...(value as Traced<unknown>) }] : [];
  return [...own, ...Object.entries(value).flatMap(([name, part]) => figures(part, `${path}.${name}`))];
}

Deno.test("after the last line it comes to the figures of the run", async () => {
  const { entries, manifest: { metrics } } = await playedRun();
  const { account, totals } = folded(entries).at(-1)!;
  const near = (one: Traced | null, other: number): void =>
    ok(Math.abs(one!.value - other) < 1e-9, `${one?.value} ${other}`);
  near(account.totalReturn, metrics!.totalReturn);
  near(account.maxDrawdown, metrics!.maxDrawdown);
  near(account.equityUsd, metrics!.endEquityUsd);
  near(totals.feesUsd, metrics!.feesUsd);
  near(totals.fundingUsd, metrics!.fundingUsd);
  near(totals.winRate, metrics!.winRate!);
  strictEqual(totals.trades.value, metrics!.trades);
  strictEqual(totals.fills.value, metrics!.fills);
  strictEqual(totals.refusals.value, metrics!.refusals);
  ok(metrics!.refusals > 0 && metrics!.trades > 3, "a run in which something happens");
});

Deno.test("its positions, stops and targets are those the engine knows after every line", async () => {
  const { entries } = await playedRun();
  const state = new RunState(new Map([[COIN.symbol, COIN]]));
  let open = 0;
  for (const [index, moment] of folded(entries).entries()) {
    state.apply(entries[index]);
    if (entries[index].kind !== "cycle") continue;
    const known = state.book.actives();
    deepStrictEqual(
      moment.positions.map(({ asset, side, size, openedAt, stop, target }) => ({
        ...{ asset, side: side.value, size: size.value, openedAt: openedAt.value },
        ...{ stop: stop!.value, target: target!.value },
      })),
      known.map(({ asset, side, size, openedAt, plan: { stop, target } }) => ({
        ...{ asset, side, size, openedAt, stop, target },
      })),
    );
    open += known.length;
  }
  ok(open > 10, "it held positions");
});

Deno.test("each figure names the line that changed it last, and no later one", async () => {
  const { entries } = await playedRun();
  let before = new Map<string, unknown>();
  for (const [index, moment] of folded(entries).entries()) {
    const now = figures(moment);
    for (const { path, value, seq } of now) {
      ok(seq <= index, `${path} after line ${index} is from line ${seq}`);
      const isChanged = before.has(path) && JSON.stringify(before.get(path)) !== JSON.stringify(value);
      if (isChanged) strictEqual(seq, index, `${path} changed in line ${index} and names line ${seq}`);
    }
    before = new Map(now.map(({ path, value }) => [path, value]));
  }
});

Deno.test("gone on with from a snapshot it comes to the same, wherever that was made", async () => {
  const { entries } = await playedRun();
  const whole = folded(entries).at(-1);
  for (let at = 0; at < entries.length; at += 7) deepStrictEqual(folded(entries, at).at(-1), whole);
});

Deno.test("a snapshot is a copy: what is folded later does not change it", async () => {
  const { entries } = await playedRun();
  const fold = new MomentFold();
  entries.slice(0, 40).forEach((entry, seq) => fold.add({ seq, entry }));
  const snapshot = fold.snapshot();
  const before = JSON.stringify(snapshot);
  entries.slice(40).forEach((entry, index) => fold.add({ seq: 40 + index, entry }));
  strictEqual(JSON.stringify(snapshot), before);
  strictEqual(new MomentFold(snapshot).moment().seq, 39);
});

Deno.test("a person's pause stands until it is resumed, and closing one asset is none", () => {
  const command = (name: CommandEntry["command"]): CommandEntry => ({
    ...{ kind: "command", close: 1, command: name, balanceUsd: 10, equityUsd: 10 },
  });
  const paused = folded([command("pause"), command("close"), command("resume"), command("close-all")]);
  deepStrictEqual(paused.map((moment) => moment.paused), [
    { value: true, seq: 0 },
    { value: true, seq: 0 },
    { value: false, seq: 2 },
    { value: true, seq: 3 },
  ]);
});

Deno.test("an add that says nothing of leaving keeps the plan there was; nothing intended outlives its cycle", () => {
  const id = (digit: string): string => `0x${digit.repeat(32)}`;
  const intent = (digit: string, exitPlan?: string): DiaryEntry => ({
    ...{ kind: "intent", close: 1, origin: "agent", decisions: [] },
    orders: [{
      ...{ asset: "COIN", purpose: "add", leverage: 1, exitPlan },
      legs: [{
        ...{ leg: "entry", clientOrderId: id(digit), side: "buy", size: 1, limitPrice: 101 },
        ...{ triggerPrice: null, reduceOnly: false },
      }],
    }],
  });
  const outcome = (digit: string): DiaryEntry => ({
    ...{ kind: "outcome", close: 1, asset: "COIN", purpose: "add" },
    legs: [{ leg: "entry", clientOrderId: id(digit), status: "accepted", filledSize: 1, price: 100 }],
  });
  const cycle = (digit: string): DiaryEntry => ({
    ...{ kind: "cycle", close: 1, balanceUsd: 10, equityUsd: 10 },
    fills: [{
      ...{ kind: "fill", time: 1, asset: "COIN", side: "buy", size: 1, price: 100, feeUsd: 0 },
      ...{ realizedPnlUsd: 0, clientOrderId: id(digit), liquidation: false },
    }],
  });
  const entries = [
    ...[intent("1", "when it falls"), outcome("1"), cycle("1")],
    ...[intent("2"), outcome("2"), cycle("2")],
  ];
  const plans = folded(entries).map(({ positions: [held] }) => held?.exitPlan?.value);
  deepStrictEqual([plans[2], plans[5]], ["when it falls", "when it falls"]);
  const fold = new MomentFold();
  entries.forEach((entry, seq) => fold.add({ seq, entry }));
  deepStrictEqual(fold.snapshot().intended, {});
});

Deno.test("the day's PnL begins anew at midnight UTC, and a deposit is no gain", () => {
  const day = Date.UTC(2024, 0, 2);
  const cycle = (close: number, equityUsd: number, more: object = {}): DiaryEntry => ({
    ...{ kind: "cycle", close, balanceUsd: equityUsd, equityUsd },
    ...more,
  });
  const transfer = (time: number, amountUsd: number) => ({
    transfers: [{ kind: "transfer", time, amountUsd }],
  });
  const moments = folded([
    cycle(day - 7_200_000, 1000, transfer(day - 7_200_000, 1000)),
    cycle(day - 3_600_000, 1010),
    cycle(day, 1020, { dayEquityUsd: 1015 }),
    cycle(day + 3_600_000, 1130, transfer(day + 1_000, 100)),
  ]);
  deepStrictEqual(moments.map(({ account }) => account.dayPnlUsd!.value), [0, 10, 5, 15]);
  const growth = 1.02 * (1 + 10 / 1120);
  ok(Math.abs(moments.at(-1)!.account.totalReturn!.value - (growth - 1)) < 1e-12);
});
