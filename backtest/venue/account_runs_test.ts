import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type CycleEntry, HOUR_MS, type Interval, type RunManifest, toMicro } from "../../engine/mod.ts";
import { MemoryDiary } from "../memory_diary.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { limit, market, trigger } from "../testing/venue_situation.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { DEFAULT_SIMULATION } from "../simulation_choice.ts";
import { AccountDiary } from "./account_diary.ts";
import { AccountRuns, type KeptRun } from "./account_runs.ts";
import { RecordedVenueWorld } from "./recorded_venue_world.ts";

const ANN = `0x12${"34".repeat(18)}ab`;
const BOB = `0x${"b".repeat(40)}`;
const FREE = { ...DEFAULT_SIMULATION, slippage: "none", fees: "maker:0,taker:0" };

/** A run that was written, as it lies in memory. */
interface MemoryRun {
  readonly manifest: RunManifest;
  readonly diary: MemoryDiary;
  end: Parameters<KeptRun["finish"]>[0] | "failed" | null;
}

/** A venue on COIN at 100, then at 110 from hour two on, whose accounts are written. */
function venue({ interval = "1h", simulation = FREE }: {
  readonly interval?: Interval;
  readonly simulation?: typeof FREE;
} = {}) {
  const clock = new SimulatedClock(START);
  const row = (hour: number): readonly [number, number, number, number, number] => {
    const price = hour < 2 ? 100 : 110;
    return [hour * 60, price, price, price, price];
  };
  const recorded = drawnMarket({
    instrument: COIN,
    candles: { "1h": Array.from({ length: 30 }, (_, hour) => row(hour)) },
    funding: [[3, 0.001]],
  });
  const parts = { market: recorded, clock, instruments: [COIN], balanceUsd: 1_000, simulation };
  const world = new RecordedVenueWorld(parts);
  const written: MemoryRun[] = [];
  const runs = new AccountRuns({
    world,
    interval,
    settings: { capitalUsd: 1_000 },
    data: { source: "a test", synthetic: true, files: [], gaps: 0 },
    open: (manifestOf) => {
      const id = String(written.length).padStart(8, "0");
      const manifest = manifestOf({ id, codeRevision: "unknown", started: "2026-01-01T00:00:00.000Z" });
      const run: MemoryRun = { manifest, diary: new MemoryDiary(), end: null };
      written.push(run);
      return Promise.resolve({
        id,
        diary: run.diary,
        finish: (end) => Promise.resolve(void (run.end = end)),
        fail: () => Promise.resolve(void (run.end = "failed")),
      });
    },
  });
  /** Moves on as the venue's walk does: it stops where a line is due, and says so when it goes on. */
  const moveTo = async (time: number): Promise<void> => {
    while (clock.now() < time) {
      const next = Math.min(time, runs.nextClose(clock.now()));
      await runs.leave(clock.now());
      await clock.sleepUntil(next);
    }
  };
  return { clock, world, runs, written, moveTo };
}

function cyclesOf({ diary }: MemoryRun): readonly CycleEntry[] {
  return diary.entries.filter((entry) => entry.kind === "cycle");
}

Deno.test("AccountRuns: an account is told from its first close on, what it waited included, once it has traded", async () => {
  const { world, written, moveTo } = venue();
  await moveTo(START + 30 * MINUTE);
  const account = world.open(ANN);
  await moveTo(START + 2.5 * HOUR_MS);
  strictEqual(written.length, 0);
  await account.place([market("buy", 2)], "single");
  await moveTo(START + 4.5 * HOUR_MS);
  const [run] = written;
  deepStrictEqual(run.diary.entries[0], { kind: "run", schema: 2, key: run.manifest.key });
  const [first, second, third, fourth, ...more] = cyclesOf(run);
  const quiet = { balanceUsd: 1_000, equityUsd: 1_000 };
  const line = { kind: "cycle", notAsked: "a client of its own trades this account" };
  const transfers = [{ kind: "transfer", time: START + 30 * MINUTE, amountUsd: 1_000 }];
  deepStrictEqual(first, { ...line, close: START + HOUR_MS, ...quiet, dayEquityUsd: 1_000, transfers });
  deepStrictEqual(second, { ...line, close: START + 2 * HOUR_MS, ...quiet });
  const fill = {
    ...{
      kind: "fill",
      time: START + 2.5 * HOUR_MS,
      asset: "COIN",
      side: "buy",
      size: 2,
      price: 110,
      feeUsd: 0,
    },
    ...{ realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
  };
  // The rate of the third hour is paid on what is held then, and stands in that hour's line.
  const paid = {
    kind: "funding",
    time: START + 3 * HOUR_MS,
    asset: "COIN",
    rate: 0.001,
    size: 2,
  };
  const after = { balanceUsd: 999.78, equityUsd: 999.78, notionalUsd: 220 };
  const funding = [{ ...paid, amountUsd: -0.22 }];
  deepStrictEqual(third, { ...line, close: START + 3 * HOUR_MS, ...after, fills: [fill], funding });
  deepStrictEqual(fourth, { ...line, close: START + 4 * HOUR_MS, ...after });
  deepStrictEqual(more, []);
});

Deno.test("AccountRuns: what a client does while the clock stands at a close is in that close's line", async () => {
  const { world, runs, written, moveTo } = venue();
  const account = world.open(ANN);
  await moveTo(START + HOUR_MS);
  await account.place([market("buy", 2)], "single");
  await moveTo(START + 2 * HOUR_MS);
  await account.place([market("sell", 2)], "single");
  const ids = await runs.finish(START + 2 * HOUR_MS);
  deepStrictEqual([...ids], [[ANN, "00000000"]]);
  deepStrictEqual(
    cyclesOf(written[0]).map(({ close, fills = [], trades = [] }) => [close, fills.length, trades.length]),
    // At its opening the first close is the moment itself: there the clock stood, too.
    [[START, 0, 0], [START + HOUR_MS, 1, 0], [START + 2 * HOUR_MS, 1, 1]],
  );
});

Deno.test("AccountRuns: at the end a part of a cycle is told, and nothing twice", async () => {
  const { world, runs, written, moveTo } = venue();
  const account = world.open(ANN);
  await moveTo(START + 90 * MINUTE);
  await account.place([market("buy", 1)], "single");
  await runs.finish(START + 90 * MINUTE);
  const [{ end, manifest }] = written;
  ok(end !== null && end !== "failed");
  deepStrictEqual(cyclesOf(written[0]).map(({ close }) => close), [
    ...[START, START + HOUR_MS, START + 90 * MINUTE],
  ]);
  strictEqual(end.status, "finished");
  deepStrictEqual(end.range, { from: START, until: START + 90 * MINUTE });
  deepStrictEqual([end.metrics.fills, end.metrics.openPositions, end.metrics.startEquityUsd], [1, 1, 1_000]);
  ok(end.warnings.some((line) => line.startsWith("Whether positions had stops was not looked at")));
  deepStrictEqual(manifest.range, { from: START, until: START + 30 * HOUR_MS });
});

Deno.test("AccountRuns: what comes after the line of its moment is told all the same", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + HOUR_MS);
  const account = world.open(ANN);
  await account.place([market("buy", 1)], "single");
  await runs.leave(START + HOUR_MS);
  await runs.leave(START + HOUR_MS);
  await account.place([market("sell", 1)], "single");
  await runs.finish(START + HOUR_MS);
  deepStrictEqual(
    cyclesOf(written[0]).map(({ close, fills = [] }) => [close - START - HOUR_MS, fills.length]),
    [[0, 1], [1, 1]],
  );
});

Deno.test("AccountDiary: a line's balance is what its fills explain, though the client trades on while it is looked at", async () => {
  const { world, moveTo } = venue({ simulation: DEFAULT_SIMULATION });
  await moveTo(START + 1);
  const account = world.open(ANN);
  await account.place([market("buy", 1)], "single");
  let isFirst = true;
  const busy = new Proxy(account, {
    get: (target, name: keyof typeof account) =>
      name !== "account" ? target[name].bind(target) : async () => {
        if (isFirst) await account.place([market("buy", 1)], "single");
        isFirst = false;
        return await account.account();
      },
  });
  const parts = { account: busy, instruments: new Map([["COIN", COIN]]), cycleMs: HOUR_MS };
  const [line] = await new AccountDiary(parts).linesUpTo(START + 1);
  const fees = line.fills!.map(({ feeUsd }) => feeUsd);
  strictEqual(fees.length, 2);
  strictEqual(toMicro(line.balanceUsd), toMicro(1_000) - toMicro(fees[0]) - toMicro(fees[1]));
});

Deno.test("AccountRuns: a run says whose it is, and two accounts have two keys", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  for (const address of [ANN, BOB]) await world.open(address).place([market("buy", 1)], "single");
  // It only waits: it has no run.
  await world.open(`0x${"c".repeat(40)}`).place([limit("buy", 1, 90)], "single");
  await runs.finish(START + 1);
  const [ann, bob, ...others] = written.map(({ manifest }) => manifest);
  deepStrictEqual(others, []);
  strictEqual(ann.agent, "bot 0x1234…34ab");
  const { agent, settings, mode } = ann;
  const given = { agent, address: ANN, assets: ["COIN"], interval: "1h", capitalUsd: 1_000 };
  deepStrictEqual([settings, mode], [given, "venue"]);
  ok(ann.key !== bob.key);
});

Deno.test("AccountRuns: a trade tells what closed it", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  const account = world.open(ANN);
  // A target that the move to 110 reaches; then a short that a plain order closes.
  await account.place([market("buy", 2)], "single");
  await account.place([trigger("target", "sell", { size: 2, price: 105 })], "single");
  await moveTo(START + 3 * HOUR_MS);
  await account.place([market("sell", 1)], "single");
  await account.place([market("buy", 1)], "single");
  await runs.finish(START + 3 * HOUR_MS);
  const trades = cyclesOf(written[0]).flatMap((cycle) => cycle.trades ?? []);
  deepStrictEqual(trades.map(({ side, exit }) => [side, exit]), [["long", "target"], ["short", "close"]]);
});

Deno.test("AccountRuns: the first line of a day has its equity at midnight", async () => {
  const { world, runs, written, moveTo } = venue({ interval: "8h" });
  await moveTo(START + HOUR_MS);
  await world.open(ANN).place([market("buy", 2)], "single");
  await moveTo(START + 25 * HOUR_MS);
  await runs.finish(START + 25 * HOUR_MS);
  const days = cyclesOf(written[0]).map((
    { close, dayEquityUsd },
  ) => [(close - START) / HOUR_MS, dayEquityUsd]);
  // Ten a coin were won in the second hour, 0.22 paid in the third; at 24 h a day begins, not one hour later.
  deepStrictEqual(days, [[8, 1_019.78], [16, undefined], [24, 1_019.78], [25, undefined]]);
});

Deno.test("AccountRuns: what others number their orders by does not spoil a diary", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  const id = `0x${"0".repeat(31)}1`;
  const account = world.open(ANN);
  await account.place(
    [market("buy", 1, { clientOrderId: id }), market("buy", 1, { clientOrderId: "mine" })],
    "single",
  );
  await runs.finish(START + 1);
  const fills = cyclesOf(written[0]).flatMap((cycle) => cycle.fills ?? []);
  deepStrictEqual(fills.map(({ clientOrderId }) => clientOrderId), [id, null]);
});

Deno.test("AccountRuns: a run that cannot be written has failed, once; the others go on", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  for (const address of [ANN, BOB]) await world.open(address).place([market("buy", 1)], "single");
  await moveTo(START + HOUR_MS + 1);
  const full = new Error("the disk is full");
  written[0].diary.commit = () => Promise.reject(full);
  await moveTo(START + 2 * HOUR_MS);
  await rejects(() => runs.leave(START + 2 * HOUR_MS), full);
  await runs.leave(START + 2 * HOUR_MS);
  await moveTo(START + 3 * HOUR_MS);
  const ids = await runs.finish(START + 3 * HOUR_MS);
  deepStrictEqual([...ids.keys()], [BOB]);
  strictEqual(written[0].end, "failed");
  deepStrictEqual(cyclesOf(written[1]).map(({ close }) => (close - START) / HOUR_MS), [1, 2, 3]);
});

Deno.test("AccountRuns: a run that cannot be ended has failed, and the others are ended", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  for (const address of [ANN, BOB]) await world.open(address).place([market("buy", 1)], "single");
  await moveTo(START + HOUR_MS + 1);
  const full = new Error("the disk is full");
  written[0].diary.commit = () => Promise.reject(full);
  await rejects(() => runs.finish(START + 2 * HOUR_MS), full);
  strictEqual(written[0].end, "failed");
  ok(written[1].end !== null && written[1].end !== "failed");
});

Deno.test("AccountRuns: where the venue cannot go on no run has ended well", async () => {
  const { world, runs, written, moveTo } = venue();
  await moveTo(START + 1);
  for (const address of [ANN, BOB]) await world.open(address).place([market("buy", 1)], "single");
  await moveTo(START + HOUR_MS + 1);
  await runs.fail();
  deepStrictEqual(written.map(({ end }) => end), ["failed", "failed"]);
  await runs.leave(START + 2 * HOUR_MS);
  deepStrictEqual([...await runs.finish(START + 2 * HOUR_MS)], []);
  deepStrictEqual(cyclesOf(written[0]).length, 1);
});
