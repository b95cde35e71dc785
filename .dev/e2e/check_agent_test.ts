/** Agents that peek in every way we know: each is found by name, or cannot. And one that does not is found sound. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { AgentFinding } from "../../adapters/cli/check_agent.ts";
import { cutMarket } from "./cut_market.ts";
import { atWork, inPairs, type Result, resultOf, taskWords, type Workplace } from "./workplace.ts";

const PEEKING = fileURLToPath(new URL("../../backtest/agent_check/testing/peeking", import.meta.url));
const MARCH = { from: Date.UTC(2024, 1, 20), until: Date.UTC(2024, 3, 6), assets: ["BTC", "ETH"] };
const FLAGS = "--data data --assets BTC,ETH --interval 1h --from 2024-03-01 --to 2024-03-31";

interface Checked {
  readonly ok: boolean;
  readonly asked: number;
  readonly results: readonly ({ readonly name: string; readonly result: string } & Partial<AgentFinding>)[];
}

async function checkAgent(place: Workplace, words: string): Promise<Result> {
  return await resultOf(place.start("check-agent", words.split(" ")));
}

/** The test that must find it, what was compared, and the field that told. */
const PEEKERS: readonly (readonly [agent: string, test: string, comparison: string | null, field: string])[] =
  [
    ["keeps_candles", "prefix", "prefix-after-longer", "decisions.action"],
    ["looks_at_clock", "determinism", "other-surroundings", "decisions.action"],
    ["draws_lots", "determinism", "other-surroundings", "decisions.action"],
    ["reads_file", "faults", null, "faults"],
    ["keeps_count", "continuity", "restart", "decisions.action"],
    ["never_warm", "warm-up", "later-start", "decisions.action"],
  ];

Deno.test("check-agent finds each way to peek by the test that is meant for it, with time, field and both values", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    await inPairs(PEEKERS, async ([agent, test, comparison, field]) => {
      const { code, out, err } = await checkAgent(place, `${PEEKING}/${agent}.ts ${FLAGS} --json`);
      assert.deepEqual([code, err], [1, ""], agent);
      const checked: Checked = JSON.parse(out);
      assert.equal(checked.ok, false);
      const found = checked.results.find(({ name }) => name === test)!;
      assert.deepEqual([found.result, found.comparison, found.difference?.field], [
        "failed",
        comparison,
        field,
      ], agent);
      const { close, expected, found: got } = found.difference!;
      assert.ok(close >= found.window!.from && close < found.window!.until, agent);
      assert.notDeepEqual(got, expected, agent);
      if (agent === "reads_file") assert.match(String(got), /^the agent failed: Requires read access to /);
      // A test that is not meant for it says nothing against it; what keeps a count is also never warm.
      const others = checked.results.filter(({ name, result }) => name !== test && result === "failed");
      assert.deepEqual(others.map(({ name }) => name), agent === "keeps_count" ? ["warm-up"] : [], agent);
    });
  }));

Deno.test("the template is sound, in words and as JSON, and nothing is left behind", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    assert.equal((await resultOf(place.start("new-agent", ["mine.ts"]))).code, 0);
    const said = await checkAgent(place, `./mine.ts ${FLAGS} --param fast=8 --param slow=21`);
    assert.deepEqual([said.code, said.err], [0, ""]);
    for (const test of ["determinism", "prefix", "warm-up", "continuity", "faults"]) {
      assert.match(said.out, new RegExp(`^  ${test} +ok `, "m"));
    }
    assert.doesNotMatch(said.out, /It (was )?never/);
    const { ok, asked }: Checked = JSON.parse((await checkAgent(place, `./mine.ts ${FLAGS} --json`)).out);
    assert.ok(ok && asked > 500);
    assert.deepEqual(place.runFolders(), []);
  }));

Deno.test("what a person reads of a finding: time, asset, field, both values, and what it means", () =>
  atWork(async (place) => {
    cutMarket(`${place.path}/data`, MARCH);
    const { code, out } = await checkAgent(place, `${PEEKING}/keeps_count.ts ${FLAGS}`);
    assert.equal(code, 1);
    const line =
      /continuity +FAILED at 2024-03-\d\d \d\d:00Z BTC, answer decisions\.action: "\w+", but "\w+"\n/;
    assert.match(out, line);
    assert.match(out.replaceAll(/\s+/g, " "), /It keeps something beside its memory, which a restart loses;/);
  }));

Deno.test("check-agent grants no network and writes nothing but the cache", () => {
  const flags = taskWords("check-agent").filter((word) => word.startsWith("--allow") || word === "-A");
  assert.deepEqual(flags, ["--allow-read", "--allow-write=.cache"]);
});

Deno.test("what cannot be is one line, with the help of this command", () =>
  atWork(async (place) => {
    Deno.writeTextFileSync(`${place.path}/bare.ts`, "export default 1;");
    const rows: readonly (readonly [words: string, code: number, line: RegExp])[] = [
      ["trend", 2, /^check-agent: "trend" cannot be right; wanted a file like \.\/mine\.ts$/],
      ["./none.ts", 1, /^check-agent: no file "\.\/none\.ts"; wanted the module of an agent /],
      [
        "./bare.ts",
        1,
        /^check-agent: the agent \.\/bare\.ts cannot be used: its default export is no agent;/,
      ],
      ["./bare.ts --interval 7m", 2, /^check-agent: no interval "7m"/],
      [
        `${PEEKING}/draws_lots.ts --to 2024-01-01 --interval 1h`,
        1,
        /^check-agent: the range has too few closes of 1h;/,
      ],
    ];
    for (const [words, code, line] of rows) {
      const result = await checkAgent(place, words);
      const [first, hint] = result.err.split("\n");
      assert.equal(result.code, code, words);
      assert.match(first, line);
      assert.equal(hint, "try: deno task check-agent --help");
    }
  }));
