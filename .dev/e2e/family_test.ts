/** Lists of agents and profiles: a family of runs on all cores, each as it would be alone. */

import assert from "node:assert/strict";
import { readTrials } from "../../adapters/jsonl_diary/mod.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, HINT, resultOf, type Run, runOf, type Workplace } from "./workplace.ts";

const JANUARY = { from: Date.UTC(2023, 11, 20), until: Date.UTC(2024, 1) };
const FLAGS = "--from 2024-01-01 --to 2024-01-20 --interval 1h --data data";
const LISTS = "--agent trend,random --risk moderate,high";

/** Plays a family that must go well; its runs in the order that is printed. */
async function family(place: Workplace, flags: string): Promise<{ familyId: string; runs: Run[] }> {
  const { code, out, err } = await place.backtest(`${FLAGS} ${flags} --json`);
  assert.deepEqual({ code, err }, { code: 0, err: "" }, flags);
  const { familyId, runs, ...rest } = JSON.parse(out);
  assert.deepEqual(rest, {});
  return {
    familyId,
    runs: runs.map(({ manifest }: { manifest: string }) => runOf(manifest.replace("/run.json", ""))),
  };
}

Deno.test("a family on one core, on all, and run by run leaves the same diaries, byte for byte", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const [one, all] = [await family(place, `${LISTS} --cores 1`), await family(place, LISTS)];
    assert.notEqual(one.familyId, all.familyId);
    const alone: Run[] = [];
    for (const agent of ["trend", "random"]) {
      for (const risk of ["moderate", "high"]) {
        alone.push(await place.good(`${FLAGS} --agent ${agent} --risk ${risk}`));
      }
    }
    assert.deepEqual(one.runs.map(({ lines }) => lines), alone.map(({ lines }) => lines));
    assert.deepEqual(all.runs.map(({ lines }) => lines), alone.map(({ lines }) => lines));
    assert.equal(new Set(alone.map(({ manifest }) => manifest.key)).size, 4);
    assert.ok(alone.every(({ lines }) => lines.length > 400));
    for (const { familyId, runs } of [one, all]) {
      assert.ok(runs.every(({ manifest }) => manifest.familyId === familyId));
    }
    assert.deepEqual(
      all.runs.map(({ manifest: { metrics, benchmark } }) => ({ metrics, benchmark })),
      alone.map(({ manifest: { metrics, benchmark } }) => ({ metrics, benchmark })),
    );
    assert.equal(alone[0].manifest.familyId, undefined);
    const { lines, damaged } = readTrials(`${place.path}/runs`);
    assert.deepEqual([lines.length, new Set(lines.map(({ trial }) => trial)).size, damaged], [12, 4, 0]);
  }));

Deno.test("repeats of a rule are one run, as often as was asked: no share of the variance is its own", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const { code, out } = await place.backtest(`${FLAGS} --agent random,trend --repeats 3 --json`);
    assert.equal(code, 0);
    const { runs, repeats } = JSON.parse(out);
    assert.equal(runs.length, 6);
    const returns = (agent: string) =>
      repeats.find((one: { agent: string }) => one.agent === agent).totalReturn;
    for (const { agent, runs: count, noiseShare, modelVariance, totalReturn, maxDrawdown } of repeats) {
      assert.deepEqual([count, noiseShare, modelVariance], [3, 0, 0], agent);
      for (const { least, median, most } of [totalReturn, maxDrawdown]) {
        assert.ok(least === median && median === most);
      }
    }
    assert.notEqual(returns("random").median, returns("trend").median);
    const { lines } = readTrials(`${place.path}/runs`);
    assert.deepEqual([lines.length, new Set(lines.map(({ trial }) => trial)).size], [6, 2]);
    const shown = await place.backtest(`${FLAGS} --agent random --repeats 2 --no-progress`);
    assert.match(
      shown.out,
      /2 repeats of random conservative:\n[^]* 0\.00 % of the variance of the return is the model's/,
    );
  }));

Deno.test("a run that fails is told with its fault, the others go on, and the exit code is 1", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, JANUARY);
    const source = `import { defineAgent } from ${JSON.stringify(import.meta.resolve("../../engine/mod.ts"))};
      let asked = 0;
      export default defineAgent({ name: "tired", create: () => ({
        needs: [{ interval: "decision", indicators: [], values: 1 }],
        decide: () => {
          if (++asked > 50) setTimeout(() => { throw new Error("too tired"); }, 0);
          return { decisions: [] };
        },
      }) });`;
    Deno.writeTextFileSync(`${place.path}/tired.ts`, source);
    const { code, out, err } = await place.backtest(`${FLAGS} --agent ./tired.ts,trend --json`);
    assert.deepEqual([code, err], [1, ""]);
    const { runs, failed } = JSON.parse(out);
    assert.equal(runs.length, 1);
    assert.deepEqual(failed.map(({ agent }: { agent: string }) => agent), ["./tired.ts"]);
    assert.match(failed[0].fault, /^the agent \.\/tired\.ts failed outside decide: too tired$/);
    const broken = place.runFolders().map((id) => runOf(`${place.path}/runs/${id}`).manifest)
      .find(({ agent }) => agent === "tired")!;
    assert.deepEqual([broken.status, broken.fault], ["failed", failed[0].fault]);
  }));

Deno.test("Ctrl-C leaves what is done, ends what is in hand, and begins no other", () =>
  atWork(async (place) => {
    const words = ["--interval", "5m", "--agent", "random,trend,mean-reversion", "--risk", "moderate,high"];
    const process = place.start("backtest", [...words, "--cores", "1", "--no-benchmark"]);
    for (let tries = 0; tries < 2000 && place.runFolders().length === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    process.kill("SIGINT");
    const { code, out } = await resultOf(process);
    assert.equal(code, 130);
    assert.match(out.replaceAll(/\s+/g, " "), /Interrupted: 5 runs did not begin\./);
    const [id, ...others] = place.runFolders();
    assert.deepEqual(others, []);
    assert.equal(runOf(`${place.path}/runs/${id}`).manifest.status, "interrupted");
  }));

/** What cannot be right in lists, with the exit code where it is not 2: nothing is begun. */
const WRONG: readonly (readonly [flags: string, line: string, code?: number])[] = [
  ["--agent trend,", '--agent "trend," cannot be right; wanted a value between two commas'],
  [
    "--agent trend,trend",
    '--agent "trend,trend" cannot be right; wanted each value once; trend stands there twice',
  ],
  [
    "--risk moderate,hihg",
    'no risk profile "hihg"; did you mean "high"? (there are: conservative, moderate, high, ' +
    "or the path of your own, ending in .json)",
  ],
  [
    "--agent trend,random --prompt a.md,b.md",
    "--prompt means nothing to the agent trend; wanted --agent llm",
  ],
  [
    "--agent trend,llm --prompt a.md,b.md",
    "cannot read the prompt a.md: it is not there; wanted a text file",
    1,
  ],
  ["--repeats 33 --agent trend,random", "33 repeats of 2 are 66 runs; wanted at most 64 in a family"],
  ["--cores 0 --agent trend,random", '--cores "0" cannot be right; wanted a whole number from 1 up'],
];

Deno.test("a list that cannot be right is told in one line, and no run is begun", () =>
  atWork(async (place) => {
    for (const [flags, line, wanted = 2] of WRONG) {
      const { code, out, err } = await place.backtest(flags);
      assert.deepEqual(
        { code, out, err },
        { code: wanted, out: "", err: `backtest: ${line}\n${HINT}\n` },
        flags,
      );
    }
    assert.deepEqual(place.runFolders(), []);
  }));
