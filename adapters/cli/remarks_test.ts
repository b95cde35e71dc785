import assert from "node:assert/strict";
import { AGENTS } from "../../engine/mod.ts";
import { parseCommandLine } from "./command_line.ts";
import { type RemarkedRun, remarksOf } from "./remarks.ts";

const T = Date.UTC(2024, 3, 7, 4);

function optionsOf(...flags: readonly string[]): RemarkedRun["options"] {
  const parsed = parseCommandLine(["backtest", ...flags], { agents: ["trend"], profiles: ["conservative"] });
  assert.equal(parsed.command, "backtest");
  return (parsed as { readonly options: RemarkedRun["options"] }).options;
}

Deno.test("everything there is to remark on a run stands among its warnings or notes, once", () => {
  const instrument = { symbol: "BTC", szDecimals: 5, maxLeverage: 40, marginTiers: [] };
  const run: RemarkedRun = {
    options: optionsOf("--funding", "binance", "--path", "ohlc", "--partial-fills", "0.1"),
    agent: AGENTS.get("buy-and-hold")!,
    market: {
      assets: [{ instrument, funding: {} }],
      fundingSource: "binance-perp",
      skippedRows: [{ path: "a.csv", rows: 2, first: "row 3: found x; wanted a number" }],
    },
    coverage: { gaps: [{ asset: "BTC", from: T, to: T + 300_000 }], settledOn: [300_000], unfundedHours: 4 },
    spans: [{ asset: "BTC", until: T }, { asset: "ETH", until: T + 1 }],
    until: T,
    result: {
      warnings: ["Sharpe n/a: one day"],
      halts: [{ until: "for-good", loss: -0.1, close: T }],
      firstFault: { step: "reason", on: "agent", what: "it threw", done: "every asset is held", close: T },
      metrics: { faults: 3 },
      refusals: new Map([["halt", 2]]),
    },
  };
  const { warnings, notes } = remarksOf(run);
  assert.deepEqual(warnings.map((text) => text.split(" ").slice(0, 3).join(" ")), [
    "Sharpe n/a: one",
    "3 faults, the",
    "Halted for good",
    "buy-and-hold trades under",
    "2 bad rows",
  ]);
  assert.deepEqual(notes, [
    "Settled on 5m candles.",
    "Simulated with --partial-fills 0.1 --path ohlc.",
    "1 gap of 5m 00s in the candles.",
    "Funding: Binance's eight-hourly rates, each spread over the hours after it.",
    "4 hours without a recorded funding rate: not paid.",
    "BTC's data ends first, at 2024-04-07 04:00.",
    "Refused: 2 halt.",
  ]);
});
