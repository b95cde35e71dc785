import assert from "node:assert/strict";
import type { CycleEntry } from "../../engine/mod.ts";
import { parseCommandLine } from "./command_line.ts";
import type { BacktestOptions } from "./options.ts";
import { type FinishedRun, presentRun, watchRun } from "./present.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { EQUITY, MANIFEST, METRICS, VIEW } from "./testing/sample.ts";

const PROFILE = { name: "conservative" };
const RUN: FinishedRun = {
  manifest: { ...MANIFEST, settings: { profile: PROFILE } },
  folder: VIEW.folder,
  diaryPath: `${VIEW.folder}/diary.jsonl`,
  equity: EQUITY,
  notes: ["Settled on 5m candles."],
  detail: { byAsset: [], bySide: [], byMonth: [] },
};

/** The options of a backtest as typed. */
function options(...argv: string[]): BacktestOptions {
  const parsed = parseCommandLine(["backtest", ...argv], {
    agents: ["trend", "mean-reversion"],
    profiles: ["conservative", "high"],
  });
  assert.equal(parsed.command, "backtest");
  return (parsed as { options: BacktestOptions }).options;
}

/** A cycle of which only time and equity are looked at. */
function cycleAt(close: number): CycleEntry {
  return { kind: "cycle", close, balanceUsd: 10_000, equityUsd: 10_000 };
}

Deno.test("a finished run is printed as its summary, with what to type next, on standard output alone", () => {
  const terminal = recordedTerminal();
  presentRun(RUN, options("--from", "2024-03"), terminal);
  assert.equal(terminal.printed.length, 1);
  assert.deepEqual(terminal.noted, []);
  const [text] = terminal.printed;
  assert.match(text, /^trend on BTC, ETH, SOL · 15m · conservative · 2024-01-01 to 2024-12-31 /);
  assert.match(text, /Settled on 5m candles\. Data: synthetic market, 3 files\./);
  assert.match(
    text,
    /next: {2}deno task report \S+ --html \S+\.html\n {7}deno task backtest --from 2024-03 --agent mean-reversion\n {7}deno task compare \S+ last$/,
  );
  assert.ok(!text.includes("Interrupted"));
});

Deno.test("--detail prints the other figures and the trades' tables before the summary", () => {
  const terminal = recordedTerminal();
  presentRun(RUN, options("--detail"), terminal);
  assert.equal(terminal.printed.length, 2);
  assert.match(terminal.printed[0], /^ +trend +buy and hold\n {2}Sortino [\s\S]*\n\n {2}No trade was closed/);
  assert.match(terminal.printed[1], /^trend on BTC/);
});

Deno.test("an interrupted run says how far its figures go", () => {
  const terminal = recordedTerminal();
  const equity = EQUITY.slice(0, 10);
  presentRun({ ...RUN, manifest: { ...RUN.manifest, status: "interrupted" }, equity }, options(), terminal);
  assert.match(terminal.printed[0], / · interrupted/);
  assert.match(terminal.printed[0], /Interrupted at 2024-01-02 16:00Z: the figures go as far as that\./);
});

Deno.test("a finished run without buy and hold beside it says why, unless it is buy and hold itself", () => {
  for (const [agent, isSaid] of [["trend", true], ["buy-and-hold", false]] as const) {
    const terminal = recordedTerminal();
    presentRun({ ...RUN, manifest: { ...RUN.manifest, agent, benchmark: null } }, options(), terminal);
    assert.equal(
      terminal.printed[0].includes("Buy and hold was interrupted, so it does not stand beside."),
      isSaid,
    );
  }
  const unasked = recordedTerminal();
  presentRun({ ...RUN, manifest: { ...RUN.manifest, benchmark: null } }, options("--no-benchmark"), unasked);
  assert.ok(!unasked.printed[0].includes("Buy and hold was interrupted"), "nobody asked for it");
});

Deno.test("--json prints id, absolute paths, metrics and warnings, and nothing else", () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (const name of ["run.json", "diary.jsonl"]) Deno.writeTextFileSync(`${folder}/${name}`, "");
    const terminal = recordedTerminal();
    presentRun({ ...RUN, folder, diaryPath: `${folder}/diary.jsonl` }, options("--json"), terminal);
    const real = Deno.realPathSync(folder);
    assert.deepEqual(JSON.parse(terminal.printed.join("")), {
      runId: MANIFEST.id,
      diary: `${real}/diary.jsonl`,
      manifest: `${real}/run.json`,
      metrics: METRICS,
      warnings: [
        ...MANIFEST.warnings,
        ...RUN.notes,
        "Synthetic market: good for trying and testing, says nothing about real prices; see Your own data in the README",
      ],
    });
    assert.deepEqual(terminal.noted, []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("watching a run lets the process breathe now and then, and not at every cycle", async () => {
  const range = { from: 0, until: 10_000 };
  const watch = watchRun(options("--no-progress"), range, recordedTerminal());
  let breaths = 0;
  let timers = 0;
  const timer = setTimeout(() => timers++, 0);
  const began = performance.now();
  for (let close = 0; close < 10_000_000 && performance.now() - began < 120; close++) {
    const breath = watch.onCycle(cycleAt(close));
    if (breath === undefined) continue;
    breaths++;
    await breath;
  }
  clearTimeout(timer);
  watch.finish();
  assert.ok(breaths >= 1 && breaths <= 3, `${breaths} breaths in 120 ms`);
  assert.equal(timers, 1, "a timer that was due is heard during the run");
});

Deno.test("progress goes to the error output, redrawn on a terminal, and not at all where it is not wanted", async () => {
  const range = { from: 0, until: 1_000_000 };
  const cases: readonly (readonly [argv: readonly string[], columns: number | null, isDrawn: boolean])[] = [
    [[], 100, true],
    [[], null, false],
    [["--no-progress"], 100, false],
    [["--json"], 100, false],
  ];
  for (const [argv, columns, isDrawn] of cases) {
    const terminal = recordedTerminal(columns);
    const watch = watchRun(options(...argv), range, terminal);
    const began = performance.now();
    for (let close = 0; performance.now() - began < 250; close++) await watch.onCycle(cycleAt(close));
    watch.finish();
    assert.deepEqual(terminal.printed, []);
    assert.equal(terminal.noted.length > 0, isDrawn, `${argv.join(" ")} at ${columns}`);
    if (!isDrawn) continue;
    const [line] = terminal.noted;
    assert.ok(line.startsWith("\r1970-01-01 00:") && line.endsWith("\x1b[K"), line);
    assert.match(line, /% {3}equity 10,000\.00 \(0\.00 %\) .*candles\/s/);
    assert.equal(terminal.noted.at(-1), "\r\x1b[K", "the line is taken away at the end");
  }
});
