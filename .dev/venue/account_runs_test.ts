/** Accounts written as runs, held against their own ledgers, in real folders and over restarts. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { listRuns, readDiary, runKeeper, verifyRun } from "../../adapters/jsonl_diary/mod.ts";
import { pastRun } from "../../adapters/cli/past_run.ts";
import { renderRuns } from "../../adapters/cli/runs_table.ts";
import { performAction } from "../../adapters/venue/exchange/perform_action.ts";
import { standingsOf } from "../../adapters/venue/state/standings.ts";
import { openState, type VenueState } from "../../adapters/venue/state/venue_state.ts";
import { AccountRuns, MetricsFold } from "../../backtest/mod.ts";
import { fromMicro, toMicro, type VenueAccount } from "../../engine/mod.ts";
import {
  actionOf,
  ADDRESSES,
  type Deed,
  END,
  flows,
  type OpenedWorld,
  openWorld,
  PLAIN,
  START,
  timed,
  type TimedFlow,
  type WorldPlan,
  worldPlans,
} from "./random_flow.ts";

/** A venue whose accounts are written into a folder. */
interface WrittenVenue extends OpenedWorld {
  readonly runs: AccountRuns;
}

function start(plan: WorldPlan, root: string): WrittenVenue {
  const opened = openWorld(plan);
  const runs = new AccountRuns({
    world: opened.world,
    interval: "30m",
    settings: { capitalUsd: plan.balanceUsd, ...plan.simulation },
    data: { source: "random market", synthetic: true, files: [], gaps: 0 },
    open: runKeeper(root, "unknown"),
  });
  return { ...opened, runs };
}

async function moveTo({ clock, runs }: WrittenVenue, time: number): Promise<void> {
  while (clock.now() < time) {
    const next = Math.min(time, runs.nextClose(clock.now()));
    await runs.leave(clock.now());
    await clock.sleepUntil(next);
  }
}

/** Does a flow up to a moment and stops there; a state is told of it. */
async function live(
  venue: WrittenVenue,
  flow: TimedFlow,
  to: { until: number; state?: VenueState },
): Promise<void> {
  const { until, state } = to;
  for (const [time, deed] of flow.filter(([time]) => time <= until)) {
    await moveTo(venue, time);
    const address = ADDRESSES[deed.client];
    const isNew = venue.world.find(address) === null;
    const action = await actionOf(deed, venue, time);
    if (isNew) state?.opened(address, time);
    if (action === null) continue;
    state?.record(action);
    await performAction(venue.world.open(address), action.action);
  }
  await moveTo(venue, until);
  await venue.runs.finish(until);
}

/** What an account's own ledger says of the figures of its run. */
async function ledgerOf(account: VenueAccount): Promise<unknown> {
  const { equityUsd, balanceUsd, positions } = await account.account();
  const { fills, funding } = await account.changesAfter({ orders: 0, fills: 0, funding: 0 });
  const sum = (amounts: readonly number[]) => fromMicro(amounts.reduce((all, usd) => all + toMicro(usd), 0));
  return {
    endEquityUsd: equityUsd,
    openPnlUsd: fromMicro(toMicro(equityUsd) - toMicro(balanceUsd)),
    feesUsd: sum(fills.map(({ feeUsd }) => feeUsd)),
    fundingUsd: sum(funding.map(({ amountUsd }) => amountUsd)),
    fills: fills.length,
    openPositions: positions.length,
  };
}

Deno.test("AccountRuns: the figures of an account's run are those of its ledger, and its folder is whole", async () => {
  let runs = 0;
  const until = fc.integer({ min: START + 1, max: END });
  await fc.assert(
    fc.asyncProperty(worldPlans, flows, until, async (plan, flow, stop) => {
      const root = Deno.makeTempDirSync();
      const venue = start(plan, root);
      await live(venue, timed(flow), { until: stop });
      const written = new Map(listRuns(root).map((run) => [run.manifest!.settings.address, run]));
      for (const [address, account] of venue.world.accounts) {
        const run = written.get(address);
        const expected = await ledgerOf(account) as { fills: number };
        strictEqual(run === undefined, expected.fills === 0, "an account that traded has a run, no other");
        if (run === undefined) continue;
        runs++;
        strictEqual(verifyRun({ ...run, manifest: run.manifest! }).ended, true);
        const { metrics } = run.manifest!;
        const { endEquityUsd, openPnlUsd, feesUsd, fundingUsd, fills, openPositions } = metrics!;
        deepStrictEqual({ endEquityUsd, openPnlUsd, feesUsd, fundingUsd, fills, openPositions }, expected);
        strictEqual(metrics!.startEquityUsd, plan.balanceUsd);
        await checkLines(run.diaryPath, account);
        const fold = new MetricsFold();
        for (const { entry } of readDiary(run.diaryPath).lines) fold.add(entry);
        deepStrictEqual(fold.result().metrics, metrics);
      }
      Deno.removeSync(root, { recursive: true });
    }),
    { numRuns: 250, seed: 1 },
  );
  ok(runs > 150, `only ${runs} runs were looked at`);
});

/** Every line's balance is what came before explains, and no fill, payment or trade stands twice or nowhere. */
async function checkLines(path: string, account: VenueAccount): Promise<void> {
  let balance = 0;
  let [fills, trades] = [0, 0];
  for (const { entry } of readDiary(path).lines) {
    if (entry.kind !== "cycle") continue;
    for (const { amountUsd } of [...entry.transfers ?? [], ...entry.funding ?? []]) {
      balance += toMicro(amountUsd);
    }
    for (const { realizedPnlUsd, feeUsd, time } of entry.fills ?? []) {
      balance += toMicro(realizedPnlUsd) - toMicro(feeUsd);
      fills++;
      ok(time <= entry.close, "a fill stands in a line before its time");
    }
    trades += entry.trades?.length ?? 0;
    strictEqual(toMicro(entry.balanceUsd), balance, `the balance at ${entry.close}`);
  }
  const all = await account.fills({ from: 0, until: Infinity });
  strictEqual(fills, all.length);
  const closing = all.filter(({ startPosition, size, side }) => {
    const after = startPosition + (side === "buy" ? size : -size);
    return startPosition !== 0 && (Math.abs(after) < 1e-9 || Math.sign(after) !== Math.sign(startPosition));
  });
  strictEqual(trades, closing.length);
}

/** Many deeds of several clients. */
function longFlow(): readonly Deed[] {
  return fc.sample(flows, { seed: 9, numRuns: 20 }).find((deeds) => deeds.length > 30)!;
}

Deno.test("AccountRuns: a venue that begins anew and does the same writes the same diaries", async () => {
  const flow = timed(longFlow());
  const diaries: string[][] = [];
  for (let round = 0; round < 2; round++) {
    const root = Deno.makeTempDirSync();
    await live(start(PLAIN, root), flow, { until: END });
    diaries.push(listRuns(root).map(({ diaryPath }) => Deno.readTextFileSync(diaryPath)).sort());
    Deno.removeSync(root, { recursive: true });
  }
  ok(diaries[0].length > 1);
  deepStrictEqual(diaries[1], diaries[0]);
});

Deno.test("AccountRuns: after a restart an account's run is written anew and whole, as if nothing had been", async () => {
  const [root, path] = [Deno.makeTempDirSync(), Deno.makeTempFileSync()];
  const flow = timed(longFlow());
  const diariesOf = (folder: string) => listRuns(folder).map((run) => Deno.readTextFileSync(run.diaryPath));
  const half = flow[20][0];
  await live(start(PLAIN, `${root}/whole`), flow, { until: END });
  for (
    const [folder, part, until] of [["first", flow.slice(0, 21), half], [
      "second",
      flow.slice(21),
      END,
    ]] as const
  ) {
    const venue = start(PLAIN, `${root}/${folder}`);
    const state = openState(path, {});
    await state.replay({
      until: END,
      moveTo: (time) => moveTo(venue, time),
      open: (address) => Promise.resolve(void venue.world.open(address)),
      perform: async ({ address, action }) => void await performAction(venue.world.open(address), action),
      standings: () => standingsOf(venue.world),
    });
    await live(venue, part, { until, state });
    await state.close({ time: venue.clock.now(), accounts: await standingsOf(venue.world) });
  }
  const whole = diariesOf(`${root}/whole`);
  deepStrictEqual(diariesOf(`${root}/second`).sort(), whole.sort());
  ok(whole.length > 1 && diariesOf(`${root}/first`).every((diary) => !whole.includes(diary)));
  Deno.removeSync(root, { recursive: true });
  Deno.removeSync(path);
});

Deno.test("AccountRuns: runs of strangers stand in the list of runs, unfinished ones as such", async () => {
  const root = Deno.makeTempDirSync();
  const venue = start(PLAIN, root);
  const order = { side: "buy", share: 1, away: 0, type: "ioc", reduceOnly: false } as const;
  const deed: Deed = { waitMs: 0, client: 0, asset: 0, do: "place", orders: [order], back: 0, isCross: true };
  await moveTo(venue, START + 1);
  const action = await actionOf(deed, venue, 1);
  await performAction(venue.world.find(action!.address)!, action!.action);
  await moveTo(venue, START + 3_600_001);
  const list = (): string => {
    const found = listRuns(root).map((run) => pastRun(run));
    return renderRuns({ runs: found, sort: "started", limit: 9, folder: root, columns: null, colour: false });
  };
  ok(/bot 0xaaaa…aaaa .*30m .*synthetic.* unfinished/.test(list()), list());
  await venue.runs.finish(venue.clock.now());
  ok(/bot 0xaaaa…aaaa .*30m .*2024-01-01 .*synthetic.*%/.test(list()), list());
  ok(!list().includes("unfinished"));
  Deno.removeSync(root, { recursive: true });
});
