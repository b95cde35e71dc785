/** Sweeps from outside: the same runs on one core as on all, cut short and gone on with, and what cannot be right. */

import assert from "node:assert/strict";
import { cutMarket } from "./cut_market.ts";
import { atWork, resultOf, type Run, runOf, type Workplace } from "./workplace.ts";

const JANUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 1) };
const FLAGS = "--from 2024-01-01 --to 2024-01-14 --interval 1h --data data";
const GRID = `${FLAGS} --agent random --seed 1..3 --risk moderate,high`;

async function sweep(place: Workplace, flags: string) {
  return await resultOf(place.start("sweep", flags.split(" ")));
}

/** The folders of runs that were begun: one who is killed may leave an empty one behind, which is none. */
function begun(place: Workplace): string[] {
  const folders = place.runFolders().map((id) => `${place.path}/runs/${id}`);
  return folders.filter((folder) => [...Deno.readDirSync(folder)].some(({ name }) => name === "run.json"));
}

/** The finished runs of a workplace, by their number in the sweep. */
function finished(place: Workplace): Run[] {
  const runs = begun(place).map((folder) => runOf(folder));
  return runs.filter(({ manifest }) => manifest.status === "finished")
    .sort((a, b) => a.manifest.sweep!.job - b.manifest.sweep!.job);
}

Deno.test("a sweep leaves the same diaries on one core as on all, each the one it would have alone", () =>
  atWork(async (one) =>
    await atWork(async (all) => {
      for (const [place, cores] of [[one, " --cores 1"], [all, ""]] as const) {
        cutMarket(`${place.path}/data`, JANUARY);
        const { code, out, err } = await sweep(place, `${GRID} --json${cores}`);
        assert.deepEqual({ code, err }, { code: 0, err: "" });
        const { runs, done, left, ranked } = JSON.parse(out);
        assert.deepEqual([runs, done, left, ranked.length], [6, 6, 0, 6]);
        assert.ok(ranked.every((run: { sharpe: number }, at: number) =>
          at === 0 || ranked[at - 1].sharpe >= run.sharpe
        ));
      }
      const [a, b] = [finished(one), finished(all)];
      assert.deepEqual(
        a.map(({ lines }) =>
          lines
        ),
        b.map(({ lines }) => lines),
      );
      assert.deepEqual(a.map(({ manifest }) => manifest.metrics), b.map(({ manifest }) => manifest.metrics));
      assert.deepEqual(a[3].manifest.sweep, { job: 3, point: { risk: "high", seed: "1" } });
      const alone = await all.good(`${FLAGS} --agent random --seed 1 --risk high`);
      assert.deepEqual(alone.lines, a[3].lines);
      assert.equal(alone.manifest.key, a[3].manifest.key);
    })
  ));

Deno.test("what an agent keeps in its module is of one run: in a sweep it decides as alone", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const source = `import { z } from "zod";
      import { defineAgent } from ${JSON.stringify(import.meta.resolve("../../engine/mod.ts"))};
      let asked = 0;
      export default defineAgent({ name: "counting", parameters: z.object({ each: z.number() }),
        create: ({ each }) => ({ needs: [{ interval: "decision", indicators: [], values: 1 }], decide: ({ assets }) => {
          asked++;
          const action = asked % (2 * each) === 0 ? "close" : asked % each === 0 ? "buy" : "hold";
          const size = action === "buy" ? { allocationUsd: 500, leverage: 1 } : {};
          return { decisions: assets.map(({ asset }) => ({ asset, action, ...size, rationale: String(asked) })) };
        } }) });`;
    Deno.writeTextFileSync(`${place.path}/counting.ts`, source);
    const { code, err } = await sweep(
      place,
      `${FLAGS} --agent ./counting.ts --param each=17..20 --cores 1 --json`,
    );
    assert.deepEqual({ code, err }, { code: 0, err: "" });
    const last = finished(place)[3];
    const alone = await place.good(`${FLAGS} --agent ./counting.ts --param each=20`);
    assert.deepEqual(alone.lines, last.lines);
    assert.ok(last.manifest.metrics!.trades > 3);
  }));

Deno.test("killed and gone on with, every run is there once, as if nothing had happened", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const flags = `${FLAGS.replace("1h", "5m")} --agent random --seed 1..12 --cores 1 --no-progress`;
    const process = place.start("sweep", flags.split(" "));
    for (let tries = 0; tries < 3000 && place.runFolders().length < 2; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const meanwhile = await sweep(place, "--resume last");
    assert.equal(meanwhile.code, 1);
    assert.match(
      meanwhile.err,
      /^sweep: another process plays the sweep f-[0-9a-f]{8}; wanted its end before it goes on\n/,
    );
    process.kill("SIGKILL");
    await resultOf(process);
    const { code, out } = await sweep(place, "--resume last --json --cores 1");
    const { done, left } = JSON.parse(out);
    assert.deepEqual([code, done, left], [0, 12, 0]);
    assert.deepEqual(
      finished(place).map(({ manifest }) => manifest.sweep!.job),
      Array.from({ length: 12 }, (_, job) => job),
    );
    assert.equal(begun(place).length, 12);
  }));

Deno.test("a budget in runs leaves the rest to --resume", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const first = JSON.parse((await sweep(place, `${GRID} --budget 2runs --json`)).out);
    assert.deepEqual([first.done, first.left], [2, 4]);
    const second = JSON.parse((await sweep(place, "--resume last --json")).out);
    assert.deepEqual([second.done, second.left, second.familyId], [6, 0, first.familyId]);
    assert.equal(finished(place).length, 6);
  }));

Deno.test("walking forward, what is tried in a window is what had the best Sharpe ratio on its train", () =>
  atWork(async (place) => {
    const flags = "--agent random --seed 1..3 --interval 4h --from 2024-01 --to 2024-03";
    const { code, out } = await sweep(place, `${flags} --walk-forward train=30d,test=15d --json`);
    assert.equal(code, 0);
    const { windows, walked, runs, done, tests, familyId } = JSON.parse(out);
    assert.deepEqual([windows.length, runs, done], [4, 16, 16]);
    const all = finished(place).map(({ manifest }) => manifest);
    for (const [window, { train, test }] of walked.entries()) {
      const trains = all.filter(({ sweep }) => sweep!.part === "train" && sweep!.window === window);
      assert.equal(trains.length, 3);
      assert.equal(train.sharpe, Math.max(...trains.map(({ metrics }) => metrics!.sharpe!)));
      assert.deepEqual(test.sweep.point, train.sweep.point);
      assert.deepEqual([train.range, test.range], [windows[window].train, windows[window].test]);
      assert.equal(windows[window].train.until, windows[window].test.from);
    }
    const compared = await resultOf(place.start("compare", [familyId, "--json"]));
    const told = JSON.parse(compared.out);
    assert.deepEqual(told.tests, tests);
    assert.deepEqual(
      told.walked.map((
        { train, test }: { train: { id: string }; test: { id: string } },
      ) => [train.id, test.id]),
      walked.map(({ train, test }: { train: { id: string }; test: { id: string } }) => [train.id, test.id]),
    );
    assert.match(told.verdict, /surviv|say nothing/);
  }));

Deno.test("a run that fails is recorded with its fault, and the others go on", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const source = `import { z } from "zod";
      import { defineAgent } from ${JSON.stringify(import.meta.resolve("../../engine/mod.ts"))};
      export default defineAgent({ name: "picky", parameters: z.object({ a: z.number(), b: z.number() })
        .refine(({ a, b }) => a < 3 || b < 3, "a and b must not both be 3"), create: () => ({
        needs: [{ interval: "decision", indicators: [], values: 1 }], decide: () => ({ decisions: [] }) }) });`;
    Deno.writeTextFileSync(`${place.path}/picky.ts`, source);
    const { code, out } = await sweep(
      place,
      `${FLAGS} --agent ./picky.ts --param a=1..3:2 --param b=1..3:2 --json`,
    );
    const { done, failed, familyId } = JSON.parse(out);
    assert.deepEqual([code, done, failed.length], [1, 3, 1]);
    assert.deepEqual(failed[0].point, { a: "3", b: "3" });
    assert.match(failed[0].fault, /must not both be 3/);
    const kept = Deno.readTextFileSync(`${place.path}/runs/${familyId}.faults.jsonl`).trim();
    assert.deepEqual(JSON.parse(kept), failed[0]);
  }));

/** What cannot be right, with the exit code where it is not 2: nothing is begun. */
const WRONG: readonly (readonly [flags: string, line: RegExp, code?: number])[] = [
  ["--agent trned", /^sweep: no agent "trned"; did you mean "trend"\?/],
  ["--agent trend,random --seed 5..1", /^sweep: --seed "5\.\.1" is empty/],
  [
    "--agent random --seed 1..1000 --param a=1..1000",
    /1000 of a times 1000 of seed are 1,000,000 runs; wanted at most/,
  ],
  ["nothing.json", /^sweep: cannot read nothing\.json: it is not there/, 1],
  ["odd.json", /^sweep: no field in odd\.json "agnet"; did you mean "agent"\?/],
  ["empty.json", /^sweep: --seed has no value; wanted one or more/],
  ["--resume f-none", /^sweep: no sweep "f-none" in runs; there are none yet/, 1],
  ["--resume last --agent trend", /^sweep: --agent means nothing beside --resume/],
  ["--walk-forward train=900d,test=30d", /^sweep: --walk-forward needs 930 days, the range has 366/],
  ["--walk-forward 90d", /^sweep: --walk-forward "90d" cannot be right; wanted both lengths in days/],
  [
    "--queue nats://127.0.0.1:9999",
    /^sweep: cannot reach the queue at 127\.0\.0\.1:9999: .*refused.*; wanted a nats-server with JetStream there/,
    1,
  ],
  ["--queue 127.0.0.1", /^sweep: --queue "127\.0\.0\.1" cannot be right; wanted nats:\/\/host:port/],
  ["--budget much", /^sweep: --budget "much" cannot be right; wanted runs or minutes/],
  ["--window 2024-01", /^sweep: --window "2024-01" cannot be right; wanted FROM\.\.TO/],
];

Deno.test("a sweep that cannot be right is told in one line, and no run is begun", () =>
  atWork(async (place) => {
    Deno.writeTextFileSync(`${place.path}/odd.json`, '{"agnet": "trend"}');
    Deno.writeTextFileSync(`${place.path}/empty.json`, '{"seed": []}');
    for (const [flags, line, wanted = 2] of WRONG) {
      const { code, out, err } = await sweep(place, flags);
      const [first, hint, ...rest] = err.trimEnd().split("\n");
      assert.match(first, line, flags);
      // An unreachable queue is found out after the cost was told.
      const told = flags.includes("nats:") ? out : "";
      assert.deepEqual({ code, out, hint, rest }, {
        code: wanted,
        out: told,
        hint: "try: deno task sweep --help",
        rest: [],
      });
    }
    assert.deepEqual(place.runFolders(), []);
  }));
