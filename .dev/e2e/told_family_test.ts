/** What a dashboard is told of a family, on a thread of its own, is what `compare FAMILY` tells. */

import assert from "node:assert/strict";
import { tellFamilyJob } from "../../main.ts";
import { inThread } from "../../adapters/run_pool/mod.ts";
import type { FamilyAnswer, FamilyAsked } from "../../adapters/dashboard/told_family.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, resultOf, ROOT } from "./workplace.ts";

const SPAN = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 2) };
const LISTS =
  "--from 2024-01-01 --to 2024-02-20 --interval 1h --data data --agent trend,random --risk moderate,high";

/** What is told of a question, which must have an answer. */
async function told(asked: FamilyAsked): Promise<Record<string, unknown>> {
  const tell = inThread<FamilyAsked, FamilyAnswer>({
    module: `file://${ROOT}main.ts`,
    does: "tellFamilyJob",
  });
  const answer = await tell(asked);
  assert.ok("told" in answer, JSON.stringify(answer));
  return { ...answer.told };
}

Deno.test("a dashboard's ranking of a family is that of compare, figure by figure", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, SPAN);
    const { familyId, runs: made } = JSON.parse((await place.backtest(`${LISTS} --json`)).out);
    const { out } = await resultOf(place.start("compare", [familyId, "--json"]));
    const { ranked, verdict } = JSON.parse(out);
    const runs = `${place.path}/runs`;

    const ranking = await told({ kind: "ranking", family: familyId, runs });
    const chances = ranked.map(({ id, evidence: { sharpe, probabilisticSharpe, deflatedSharpe } }: {
      id: string;
      evidence: {
        sharpe: number;
        probabilisticSharpe: number;
        deflatedSharpe: { raw: number; effective: number | null };
      };
    }) => ({
      ...{ id, sharpe, probabilisticSharpe },
      deflatedSharpe: deflatedSharpe.effective ?? deflatedSharpe.raw,
    }));
    assert.equal(chances.length, made.length);
    assert.ok(chances.every((one: { deflatedSharpe: number }) => one.deflatedSharpe > 0));
    assert.deepEqual(ranking.ranked, chances);
    assert.deepEqual((ranking.blocks as { kind: string; text: string }[]).at(-1), {
      ...{ kind: "verdict", text: verdict },
    });
    // A family that is no sweep has no map, no fan and no windows.
    assert.deepEqual([ranking.map, ranking.bins, ranking.fan, ranking.walked], [null, [], null, []]);

    const [first] = chances;
    const { interval, trials, ...best } = await told({ kind: "best", run: `${runs}/${first.id}`, runs });
    assert.deepEqual([best, trials], [first, 4]);
    const { low, high } = interval as { low: number; high: number };
    assert.ok(low < first.sharpe && first.sharpe < high, JSON.stringify(interval));
  }));

Deno.test("a family that walks forward is told as compare tells it: train against test, and what survives", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, SPAN);
    const walk = "--from 2024-01-01 --to 2024-02-28 --interval 4h --data data --agent trend,random " +
      "--walk-forward train=31d,test=7d --json --no-progress";
    const { familyId } = JSON.parse((await resultOf(place.start("sweep", walk.split(" ")))).out);
    const { walked, verdict } = JSON.parse(
      (await resultOf(place.start("compare", [familyId, "--json"]))).out,
    );
    const { blocks } = await told({ kind: "ranking", family: familyId, runs: `${place.path}/runs` });
    const [heading, windows] = blocks as { text: string; rows: unknown[] }[];
    assert.equal(heading.text, "Train against test");
    assert.ok(walked.length > 1);
    assert.equal(windows.rows.length, walked.length);
    assert.deepEqual((blocks as unknown[]).at(-1), { kind: "verdict", text: verdict });
  }));

Deno.test("what stands in the way of a ranking is an answer, not a fault", async () => {
  const runs = await Deno.makeTempDir();
  try {
    const none = { refused: `no family "f-00000000" in ${runs}; there are none yet` };
    assert.deepEqual(await tellFamilyJob({ kind: "ranking", family: "f-00000000", runs }), none);
  } finally {
    await Deno.remove(runs);
  }
});
