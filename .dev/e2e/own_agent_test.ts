/** An agent of one's own: from the template to a run, and everything about it that can be wrong. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cutMarket } from "./cut_market.ts";
import { atWork, type Result, resultOf, type Run, type Workplace } from "./workplace.ts";

const ENGINE = import.meta.resolve("../../engine/mod.ts");
const MARCH = { from: Date.UTC(2024, 1, 10), until: Date.UTC(2024, 3, 6), assets: ["BTC", "ETH"] };
const FLAGS = "--data data --assets BTC,ETH --interval 1h --from 2024-03-10 --to 2024-03-31";

async function newAgent(place: Workplace, path: string): Promise<Result> {
  return await resultOf(place.start("new-agent", [path]));
}

function bare({ manifest: { id: _id, started: _started, ended: _ended, ...rest } }: Run): unknown {
  return rest;
}

Deno.test("the template is written once, runs with parameters, and leaves the same bytes again", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    assert.equal((await newAgent(place, "mine.ts")).code, 0);
    const { code, err } = await newAgent(place, "mine.ts");
    assert.equal(code, 1);
    assert.match(err, /^new-agent: cannot write mine\.ts: it is there already; wanted a name that is free\n/);

    const [run, again, slower] = [
      await place.good(`${FLAGS} --agent ./mine.ts --param fast=8 --param slow=21`),
      await place.good(`${FLAGS} --agent ./mine.ts --param slow=21 --param fast=8`),
      await place.good(`${FLAGS} --agent ./mine.ts`),
    ];
    assert.ok(run.manifest.metrics!.trades > 3 && run.manifest.metrics!.faults === 0);
    assert.deepEqual(again.lines, run.lines);
    assert.deepEqual(bare(again), bare(run));
    assert.equal(run.manifest.agent, "mine");
    assert.deepEqual(run.manifest.settings.parameters, { fast: 8, slow: 21, share: 0.2 });
    assert.notEqual(run.manifest.key, slower.manifest.key);
    const sha256 = createHash("sha256").update(Deno.readFileSync(`${place.path}/mine.ts`)).digest("hex");
    assert.deepEqual(run.manifest.agentFile, { path: "./mine.ts", sha256 });
  }));

Deno.test("an agent in an isolate trades as the same agent does when it is built in", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    Deno.writeTextFileSync(
      `${place.path}/mine.ts`,
      `import { AGENTS } from "${ENGINE}";\nexport default { ...AGENTS.get("random"), name: "mine" };`,
    );
    const own = await place.good(`${FLAGS} --agent ./mine.ts`);
    const builtIn = await place.good(`${FLAGS} --agent random`);
    assert.ok(builtIn.manifest.metrics!.trades > 10);
    assert.deepEqual(own.manifest.metrics, builtIn.manifest.metrics);
    assert.deepEqual(own.manifest.benchmark, builtIn.manifest.benchmark);
    assert.equal(own.lines.length, builtIn.lines.length);
  }));

Deno.test("what an agent tries and may not stands in the diary as a fault, and the run goes on", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    const tries =
      'Deno.writeTextFileSync("runs/mine.txt", Deno.readTextFileSync("data/synthetic-perp-BTC-5m.csv"));';
    Deno.writeTextFileSync(
      `${place.path}/mine.ts`,
      `export default { name: "mine", needs: [], decide() { ${tries} return { decisions: [] }; } };`,
    );
    const { lines, manifest } = await place.good(`${FLAGS} --agent ./mine.ts`);
    const cycles = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "cycle");
    assert.ok(cycles.length > 400 && manifest.metrics!.faults === cycles.length);
    for (const { faults: [{ on, what }] } of cycles) {
      assert.equal(on, "agent");
      assert.match(what, /^the agent failed: Requires read access to /);
    }
    assert.ok(!place.runFolders().includes("mine.txt"));
    const { out } = await place.backtest(`${FLAGS} --agent ./mine.ts --no-benchmark`);
    assert.match(out, /faults, the first at 2024-03-10 00:00, agent: the agent failed: Requires/);
  }));

const REFUSED: readonly (readonly [flags: string, code: number, line: RegExp])[] = [
  [
    "--agent ./none.ts",
    1,
    /^backtest: no file ".\/none.ts"; wanted the module of an agent \(deno task new-agent /,
  ],
  [
    "--agent ./taken.ts",
    1,
    /^backtest: the agent .\/taken.ts cannot be used: its name "trend" is a built-in agent's; wanted another$/,
  ],
  [
    "--agent ./mine.ts --param fsat=3",
    2,
    /^backtest: the agent has no parameter "fsat" \(there are: fast, slow, share\)$/,
  ],
  [
    "--agent ./mine.ts --param fast=x",
    2,
    /^backtest: --param fast=x cannot be right; the agent's schema: expected number, /,
  ],
  ["--agent ./mine.ts --param fast=3 --param fast=4", 2, /^backtest: --param fast stands there twice; /],
  ["--agent trend --param fast=3", 2, /^backtest: the agent trend takes no parameters, as fast; /],
];

Deno.test("one line for what cannot be: exit code 2 for what was typed, 1 for the file, and no run is left", () =>
  atWork(async (place) => {
    await newAgent(place, "mine.ts");
    Deno.writeTextFileSync(
      `${place.path}/taken.ts`,
      'export default { name: "trend", needs: [], decide() {} };',
    );
    for (const [flags, code, line] of REFUSED) {
      const result = await place.backtest(`--from 2024-02 ${flags}`);
      const [first, hint, ...rest] = result.err.split("\n");
      assert.equal(result.code, code, flags);
      assert.match(first, line);
      assert.deepEqual([hint, ...rest], ["try: deno task backtest --help", ""]);
    }
    assert.deepEqual(place.runFolders(), []);
  }));
