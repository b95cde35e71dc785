import assert from "node:assert/strict";
import { renderRuns, runsJson, type RunsView } from "./runs_table.ts";
import { listed, METRICS } from "./testing/sample.ts";

const APRIL = Date.UTC(2024, 3, 1);

const VIEW: RunsView = {
  runs: [
    listed({}),
    {
      id: "deadbeef",
      folder: "runs/deadbeef",
      damaged: "run.json: no number at metrics.sharpe;\n  wanted one",
    },
    listed({
      id: "aaaabbbb",
      agent: "mean-reversion",
      started: "2026-11-23T09:00:00.000Z",
      metrics: { ...METRICS, totalReturn: -0.1234, sharpe: null, maxDrawdown: -0.02 },
    }),
    listed({
      id: "ccccdddd",
      agent: "buy-and-hold",
      started: "2026-11-24T09:00:00.000Z",
      status: "running",
      metrics: null,
      range: { from: Date.UTC(2024, 0, 1), until: APRIL },
    }),
  ],
  sort: "started",
  limit: 20,
  folder: "runs",
  columns: null,
  colour: false,
};

function order(sort: RunsView["sort"]): string[] {
  return [...renderRuns({ ...VIEW, sort }).matchAll(/^[0-9a-f]{8}/gm)].map(([id]) => id);
}

Deno.test("past runs are a table without borders, damaged ones below it", () => {
  assert.equal(
    renderRuns(VIEW),
    `
run       started           agent           assets       every  period         profile       data         return  Sharpe  drawdown  trades  status
ccccdddd  2026-11-24 09:00  buy-and-hold    BTC,ETH,SOL  15m    2024-01 to 03  conservative  synthetic                                      unfinished
aaaabbbb  2026-11-23 09:00  mean-reversion  BTC,ETH,SOL  15m    2024           conservative  synthetic  -12.34 %     n/a   -2.00 %   1,143  finished
7f3a1b2c  2026-11-22 10:15  trend           BTC,ETH,SOL  15m    2024           conservative  synthetic   +4.13 %    0.84   -8.12 %   1,143  finished

deadbeef damaged: run.json: no number at metrics.sharpe; wanted one
`.trimStart(),
  );
});

Deno.test("what a run was made of is told where there is such a run: its family, or the run it asks what if of", () => {
  const parent = { id: "7f3a1b2c", loop: "open" as const, changes: ["--risk wide"] };
  const made = [listed({ id: "bbbb0001", familyId: "f-12345678" }), listed({ id: "bbbb0002", parent })];
  const text = renderRuns({ ...VIEW, runs: [...VIEW.runs, ...made] });
  assert.match(text, /trades +of +status$/m);
  assert.match(text, /^bbbb0001 .* f-12345678 +finished$/m);
  assert.match(text, /^bbbb0002 .* what if of 7f3a1b2c +finished$/m);
  assert.match(text, /^7f3a1b2c .* 1,143 +finished$/m);
  assert.doesNotMatch(renderRuns(VIEW), /trades +of/);
});

Deno.test("a run whose process is there is running, without it unfinished", () => {
  const run = listed({ id: "bbbb0001", status: "running", metrics: null });
  const status = (isRunning: boolean) => renderRuns({ ...VIEW, runs: [{ ...run, isRunning }] });
  assert.match(status(true), /^bbbb0001 .* running$/m);
  assert.match(status(false), /^bbbb0001 .* unfinished$/m);
});

Deno.test("runs are sorted, the best first, those without a figure last", () => {
  assert.deepEqual(order("started"), ["ccccdddd", "aaaabbbb", "7f3a1b2c", "deadbeef"]);
  assert.deepEqual(order("return"), ["7f3a1b2c", "aaaabbbb", "ccccdddd", "deadbeef"]);
  assert.deepEqual(order("sharpe"), ["7f3a1b2c", "ccccdddd", "aaaabbbb", "deadbeef"]);
  assert.deepEqual(order("drawdown"), ["aaaabbbb", "7f3a1b2c", "ccccdddd", "deadbeef"]);
});

Deno.test("a narrow terminal sees what matters most, and is told what is missing", () => {
  for (const columns of [64, 80, 100, 120]) {
    const text = renderRuns({ ...VIEW, columns });
    for (const line of text.split("\n")) assert.ok(line.length <= columns, line);
    assert.match(text, /return +Sharpe +drawdown/);
    assert.match(text, /not shown for want of width: profile, [^;]*;\s--json\shas\sall\n$/);
  }
});

Deno.test("what the list is sorted by stays in sight", () => {
  const rows: readonly (readonly [sort: RunsView["sort"], columns: number, wanted: RegExp])[] = [
    ["started", 100, /^run +started +agent .*\nccccdddd {2}2026-11-24 09:00 /],
    ["started", 80, /^run +started +agent .*status\nccccdddd {2}2026-11-24 {2}buy/],
    ["started", 64, /^run +started +agent .*drawdown\nccccdddd {2}2026-11-24 {2}buy/],
    ["return", 64, /^run +agent +return +Sharpe +drawdown +status\n/],
  ];
  for (const [sort, columns, wanted] of rows) {
    const text = renderRuns({ ...VIEW, sort, columns });
    assert.match(text, wanted, `${sort} at ${columns}`);
    for (const line of text.split("\n")) assert.ok(line.length <= columns, line);
  }
});

Deno.test("the status is left out where all runs are finished", () => {
  assert.doesNotMatch(renderRuns({ ...VIEW, runs: VIEW.runs.slice(0, 1) }), /status|finished/);
});

Deno.test("runs beyond the limit are counted", () => {
  const text = renderRuns({ ...VIEW, limit: 1, sort: "return" });
  assert.match(text, /7f3a1b2c/);
  assert.doesNotMatch(text, /aaaabbbb/);
  assert.match(text, /\n2 runs more; --limit shows them\n$/);
});

Deno.test("an empty list says what to type", () => {
  const text = renderRuns({ ...VIEW, runs: [] });
  assert.equal(text, "No runs in runs yet.\n\nnext:  deno task backtest --from 2024-01\n");
});

Deno.test("only damaged runs are a list too", () => {
  assert.match(renderRuns({ ...VIEW, runs: VIEW.runs.slice(1, 2) }), /^deadbeef damaged: /);
});

Deno.test("colour changes no word, and needs nothing from the environment", { permissions: "none" }, () => {
  // deno-lint-ignore no-control-regex -- colour codes are what is looked for
  const uncoloured = renderRuns({ ...VIEW, colour: true }).replace(/\x1b\[[\d;]*m/g, "");
  assert.equal(uncoloured, renderRuns(VIEW));
});

Deno.test("the list as JSON has manifests and reasons in the same order", () => {
  const list = JSON.parse(runsJson({ ...VIEW, sort: "return", limit: 2 }));
  assert.deepEqual(list.map((run: { runId: string }) => run.runId), ["7f3a1b2c", "aaaabbbb", "deadbeef"]);
  assert.equal(list[0].metrics.totalReturn, METRICS.totalReturn);
  assert.equal(list[0].folder, "runs/7f3a1b2c");
  assert.deepEqual(Object.keys(list[2]), ["runId", "folder", "status", "reason"]);
});

Deno.test("a run with a model says which, and what its result is worth stands beside the return", () => {
  const memory = { grade: "MIXED", overlap: 0.5 } as const;
  const rest = {
    provider: "p",
    answers: "replay",
    host: null,
    cutoff: null,
    blind: false,
    price: null,
    tableSha256: "",
  };
  const model = { ...rest, model: "m-1", memory };
  const [title, row, plain] = renderRuns({ ...VIEW, runs: [listed({ agent: "llm", model }), listed({})] })
    .split("\n");
  assert.match(title, /agent .* return +memory +Sharpe/);
  assert.match(row, /llm m-1 .*% +MIXED /);
  assert.doesNotMatch(plain, /MIXED/);
});

Deno.test("runs of several kinds are told apart; of live prices the venue is named, its host where it is not the usual one", () => {
  const paper = (id: string, host: string) =>
    listed({
      ...{ id, mode: "paper", started: "2026-11-25T09:00:00.000Z" },
      data: {
        source: `hyperliquid (${host}), candles from binance (fapi.binance.com), of HYPE from there too`,
        ...{ synthetic: false, files: [], gaps: 0 },
      },
    });
  const runs = [...VIEW.runs, paper("11112222", "api.hyperliquid.xyz"), paper("33334444", "127.0.0.1:8900")];
  const lines = renderRuns({ ...VIEW, runs }).split("\n");
  assert.match(lines[0], /agent +mode +assets/);
  assert.match(lines[1], /^11112222 .* paper +BTC.* conservative +hyperliquid +\+/);
  assert.match(lines[2], /^33334444 .* hyperliquid \(127\.0\.0\.1:8900\) +\+/);
  assert.match(lines[3], /^ccccdddd .* backtest /);
  assert.ok(runsJson({ ...VIEW, runs }).includes("candles from binance (fapi.binance.com)"));
});
