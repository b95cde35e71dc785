import assert from "node:assert/strict";
import { type AgentFinding, showAgentCheck, type TestedAgent } from "./check_agent.ts";
import { readCheckAgentOptions } from "./check_agent_options.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
const WINDOW = { from: START, until: START + 100 * HOUR };
const NAMES = ["determinism", "prefix", "warm-up", "continuity", "faults"] as const;

function tested(changes: Partial<TestedAgent> = {}): TestedAgent {
  return {
    name: "mine",
    parameters: { fast: 10 },
    file: { path: "./mine.ts", sha256: "ab".repeat(32) },
    assets: ["BTC", "ETH"],
    interval: "1h",
    windows: [WINDOW],
    results: NAMES.map((name) => ({ name, result: "ok", finding: null })),
    asked: 100,
    acted: 7,
    ...changes,
  };
}

/** All results are well but that of one test. */
function failing(name: typeof NAMES[number], finding: AgentFinding): TestedAgent {
  const results = tested().results.map((one) =>
    one.name === name ? { name, result: "failed" as const, finding } : one
  );
  return tested({ results });
}

const DIFFERENCE = { close: START + HOUR, asset: "ETH", entry: "answer", field: "decisions.action" };
const RESTARTED: AgentFinding = {
  window: WINDOW,
  comparison: "restart",
  turn: START + HOUR / 2,
  difference: { ...DIFFERENCE, expected: "buy", found: "hold" },
};
const FAULT: AgentFinding = {
  window: WINDOW,
  comparison: null,
  turn: null,
  difference: {
    ...DIFFERENCE,
    asset: null,
    entry: "cycle",
    field: "faults",
    expected: null,
    found: "the agent failed",
  },
};

function show(agent: TestedAgent, json = false): { code: number; text: string } {
  const terminal = recordedTerminal();
  const code = showAgentCheck(agent, json, terminal);
  return { code, text: terminal.printed.join("\n") };
}

Deno.test("a sound agent: what was run, and a line for each test", () => {
  const { code, text } = show(tested());
  assert.equal(code, 0);
  assert.match(text, /^mine \(\.\/mine\.ts\) on BTC, ETH · 1h; 1 window, 100 decision times:\n/);
  assert.deepEqual(text.match(/^ {2}[\w-]+ +ok /gm)?.length, 5);
  assert.doesNotMatch(text, /FAILED|It /);
});

Deno.test("a finding: both values, when, where, in which run, and what it means", () => {
  const { code, text } = show(failing("continuity", RESTARTED));
  assert.equal(code, 1);
  const line = 'continuity FAILED at 2024-01-01 01:00Z ETH, answer decisions.action: "buy", but "hold" ' +
    "in the run stopped at 2024-01-01 00:30Z and gone on with from its diary in a new process " +
    "(window 2024-01-01 00:00Z to 2024-01-05 04:00Z) It keeps something beside its memory";
  assert.ok(text.replaceAll(/\s+/g, " ").includes(line), text);
  assert.ok(text.split("\n").every((row) => row.length <= 100), text);
});

Deno.test("a fault: the engine's words without Deno's advice, and what to do where they tell", () => {
  const rows: readonly (readonly [words: string, shown: string])[] = [
    [
      'the agent failed: Requires read access to "x", run again with the --allow-read flag',
      'at 2024-01-01 01:00Z: "the agent failed: Requires read access to \\"x\\"" (window 2024-01-01 00:00Z to ' +
      "2024-01-05 04:00Z) An agent reaches nothing:",
    ],
    ["the agent failed: value 5 of the last 2", "What it looks at must stand in its needs:"],
    ["the agent failed: boom", 'at 2024-01-01 01:00Z: "the agent failed: boom" (window'],
  ];
  for (const [words, shown] of rows) {
    const finding = { ...FAULT, difference: { ...FAULT.difference, found: words } };
    const { text } = show(failing("faults", finding));
    assert.ok(text.replaceAll(/\s+/g, " ").includes(shown), text);
  }
});

Deno.test("tests that were not run are no failure by themselves; an agent that was never asked is not sound", () => {
  const results = NAMES.map((name) => ({ name, result: "not-run" as const, finding: null }));
  assert.match(
    show(tested({ results })).text,
    /prefix +– +not run: the agent has to be the same twice first/,
  );
  const silent = show(tested({ asked: 0, acted: 0 }));
  assert.equal(silent.code, 1);
  assert.match(silent.text, /It was never asked/);
  const idle = show(tested({ acted: 0 }));
  assert.equal(idle.code, 0);
  assert.match(idle.text, /It never did anything but hold/);
});

Deno.test("as JSON: whether it is sound, and each finding with its meaning", () => {
  const { code, text } = show(failing("continuity", RESTARTED), true);
  assert.equal(code, 1);
  const { ok, results, file } = JSON.parse(text);
  assert.equal(ok, false);
  assert.deepEqual(Object.keys(file), ["path", "sha256"]);
  const { means, ...finding } = results[3];
  assert.match(means, /^It keeps something/);
  assert.deepEqual(finding, { name: "continuity", result: "failed", ...RESTARTED });
  assert.deepEqual(results[0], { name: "determinism", result: "ok" });
});

Deno.test("one file is wanted, with the flags of a backtest that it is made of", () => {
  const flags = { from: "2024-01", assets: "BTC", interval: "1h", risk: "high", funding: "on" };
  const known = { agents: ["trend"], profiles: ["high"] };
  const { agent, interval, capitalUsd } = readCheckAgentOptions(flags, ["./mine.ts"], known);
  assert.deepEqual([agent, interval, capitalUsd], ["./mine.ts", "1h", 10_000]);
  const rows: readonly (readonly [words: readonly string[], message: string])[] = [
    [[], "no file was named; wanted one like ./mine.ts"],
    [["trend"], '"trend" cannot be right; wanted a file like ./mine.ts'],
    [["a.ts", "b.ts"], '"b.ts" is one file too many; wanted one'],
  ];
  for (const [words, message] of rows) {
    assert.throws(() => readCheckAgentOptions(flags, words, known), { message, command: "check-agent" });
  }
});
