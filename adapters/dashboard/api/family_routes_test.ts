import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Metrics, RunManifest } from "../../../engine/mod.ts";
import { type Asked, diaryText, manifestOf, RUN_ENTRY, withDashboard } from "../testing/dashboard.ts";
import type { FamilyAnswer, FamilyAsked } from "../told_family.ts";
import { familiesSchema, familyBestSchema, familyRankingSchema, familyRunsSchema } from "./schemas.ts";

const FAMILY = "f-00c0ffee";

/** Puts a run of the family there: a seed, a Sharpe ratio, and what else is of it. */
function putRun(
  asked: Asked,
  [seed, sharpe]: readonly [seed: number, sharpe: number | null],
  more: Partial<RunManifest> = {},
): string {
  const id = `0000000${seed}`;
  const metrics = { sharpe, totalReturn: seed / 100, maxDrawdown: -0.1, trades: seed } as Metrics;
  asked.put(id, {
    diary: diaryText([RUN_ENTRY]),
    manifest: manifestOf(id, {
      ...{ familyId: FAMILY, metrics, started: `2026-01-02T03:04:0${seed}.000Z` },
      settings: { assets: ["BTC"], interval: "15m", profile: { name: "conservative" }, seed },
      ...more,
    }),
  });
  return id;
}

/** A ranking of these runs, the first one best. */
function ranked(...ids: readonly string[]): FamilyAnswer {
  const chances = ids.map((id, place) => ({
    ...{ id, sharpe: 10 - place, probabilisticSharpe: 0.9, deflatedSharpe: 0.5 },
  }));
  return {
    told: {
      ...{ ranked: chances, leftOut: [], meaning: "above zero", blocks: [], map: null, bins: [] },
      ...{ fan: null, walked: [] },
    },
  };
}

const best = (id: string): FamilyAnswer => ({
  told: {
    ...{ id, sharpe: 2, probabilisticSharpe: 0.9, deflatedSharpe: 0.5 },
    ...{ interval: { low: -1, high: 5 }, trials: 8 },
  },
});

/** Until the folder of runs may be looked through again, ms. */
const AGAIN_MS = 1100;
const later = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

Deno.test("a family is listed with what varies, how far it is, and its best run by Sharpe ratio, never by return", () =>
  withDashboard(async (asked) => {
    deepStrictEqual(await asked.json("/api/families"), { families: [], total: 0 });
    asked.put("11111111", { diary: diaryText([RUN_ENTRY]) });
    const id = putRun(asked, [2, 1.5]);
    putRun(asked, [3, 0.5]);
    putRun(asked, [4, null], { status: "failed" });
    putRun(asked, [5, null], { status: "running", metrics: null });
    putRun(asked, [6, null], { status: "interrupted", range: { from: 100, until: 900 } });
    asked.running.add("00000005");
    await later();
    const { families: [row, ...others], total } = familiesSchema.parse(await asked.json("/api/families"));
    deepStrictEqual([others, total], [[], 1]);
    deepStrictEqual(row.varied, [
      { name: "seed", count: 5, values: ["2", "3", "4", "5", "6"], isRange: false },
    ]);
    deepStrictEqual(row.counts, { all: 5, finished: 2, running: 1, failed: 1 });
    deepStrictEqual(row.best, { run: id, sharpe: 1.5, totalReturn: 0.02, part: null });
    deepStrictEqual([row.id, row.agents, row.assets, row.intervals], [FAMILY, ["trend"], ["BTC"], ["15m"]]);
    deepStrictEqual([row.from, row.until, row.started], [0, 900, "2026-01-02T03:04:02.000Z"]);
    deepStrictEqual(asked.told, [], "a list waits for nothing");
  }));

Deno.test("many numbers that vary are told by their ends, many names by the first of them", () =>
  withDashboard(async (asked) => {
    for (let seed = 1; seed < 10; seed++) putRun(asked, [seed, seed]);
    const { varied: [numbers] } = await asked.json(`/api/families/${FAMILY}`) as {
      varied: readonly unknown[];
    };
    deepStrictEqual(numbers, { name: "seed", count: 9, values: ["1", "9"], isRange: true });
  }));

Deno.test("runs come in pages, the highest Sharpe ratio first, and in the order of the ranking once it is there", () => {
  const answer = (asked: FamilyAsked) =>
    asked.kind === "ranking" ? ranked("00000002", "00000003") : best("00000003");
  return withDashboard(async (asked) => {
    putRun(asked, [1, null], { status: "failed" });
    putRun(asked, [2, 1]);
    putRun(asked, [3, 2], { sweep: { job: 2, point: {}, part: "train", window: 1 } });
    const runsOf = async (query = "") =>
      familyRunsSchema.parse(await asked.json(`/api/families/${FAMILY}/runs${query}`));
    const before = await runsOf();
    deepStrictEqual(before.runs.map(({ id }) => id), ["00000003", "00000002", "00000001"]);
    deepStrictEqual(before.runs.map(({ settings, part }) => [...settings, part]), [
      ["3", "train 2"],
      ["2", null],
      ["1", null],
    ]);
    deepStrictEqual([before.isRanked, before.total, before.runs[0].deflatedSharpe], [false, 3, null]);

    const ranking = familyRankingSchema.parse(await asked.json(`/api/families/${FAMILY}/ranking`));
    deepStrictEqual(ranking.ranked.map(({ id }) => id), ["00000002", "00000003"]);
    const after = await runsOf();
    deepStrictEqual(
      after.runs.map(({ id, settings, sharpe, deflatedSharpe }) => ({
        ...{ id, settings, sharpe, deflatedSharpe },
      })),
      [
        { id: "00000002", settings: ["2"], sharpe: 10, deflatedSharpe: 0.5 },
        { id: "00000003", settings: ["3"], sharpe: 9, deflatedSharpe: 0.5 },
        { id: "00000001", settings: ["1"], sharpe: null, deflatedSharpe: null },
      ],
    );
    const page = await runsOf("?from=1&limit=1");
    deepStrictEqual(page.runs.map(({ id }) => id), ["00000003"]);
    deepStrictEqual([page.total, page.isRanked], [3, true]);
  }, { tellFamily: answer });
});

Deno.test("a family is ranked and its best judged once, where its runs lie, and again when one of them has changed", () =>
  withDashboard(async (asked) => {
    const { root, told, json } = asked;
    const id = putRun(asked, [1, 1]);
    putRun(asked, [2, null], { status: "running", metrics: null });
    const both = async (): Promise<void> => {
      await Promise.all([
        json(`/api/families/${FAMILY}/ranking`),
        json(`/api/families/${FAMILY}/ranking`),
        familyBestSchema.parseAsync(await json(`/api/families/${FAMILY}/best`)),
      ]);
    };
    await both();
    await both();
    const asks: FamilyAsked[] = [
      { kind: "best", run: `${root}/${id}`, runs: root },
      { kind: "ranking", family: FAMILY, runs: root },
    ];
    const byKind = () => told.toSorted((a, b) => a.kind < b.kind ? -1 : 1);
    deepStrictEqual(byKind(), asks);
    putRun(asked, [2, 3]);
    await later();
    await both();
    strictEqual(told.length, 4);
    ok(told.some((one) => one.kind === "best" && one.run === `${root}/00000002`), "another is the best now");
  }, { tellFamily: (asked) => asked.kind === "best" ? best("00000001") : ranked("00000001") }));

Deno.test("what stands in the way of a ranking is told; one that broke down is tried again", () => {
  let isBroken = true;
  const tellFamily = ({ kind }: FamilyAsked): FamilyAnswer => {
    if (kind === "best") return best("00000001");
    if (!isBroken) return { refused: "family f-00c0ffee has 1 runs to rank" };
    throw new Error("out of memory");
  };
  return withDashboard(async (asked) => {
    putRun(asked, [1, null]);
    const best = await asked.ask(`/api/families/${FAMILY}/best`);
    deepStrictEqual([best.status, await best.json()], [409, {
      error: "no run of it has a Sharpe ratio yet",
    }]);
    deepStrictEqual(asked.told, [], "there is no best run to judge");
    strictEqual((await asked.ask(`/api/families/${FAMILY}/ranking`)).status, 500);
    match(asked.warned.join(), /ranking failed: out of memory/);
    isBroken = false;
    const refused = await asked.ask(`/api/families/${FAMILY}/ranking`);
    strictEqual(refused.status, 409);
    match(await refused.text(), /has 1 runs to rank/);
  }, { tellFamily });
});
