import assert from "node:assert/strict";
import { AGENT_PROFILES, candleColumns, RISK_PROFILES } from "../../engine/mod.ts";
import { type FromRunTools, readFromRun, recordFromRun } from "./record_from_run.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { MANIFEST } from "./testing/sample.ts";

const BTC = {
  ...{ symbol: "BTC", szDecimals: 5, maxLeverage: 40 },
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }],
};
const RUN = {
  ...MANIFEST,
  settings: {
    ...{ agent: "trend", parameters: null, assets: ["BTC"], interval: "15m", capitalUsd: 10_000, seed: 1 },
    ...{ funding: "on", profile: { ...RISK_PROFILES.get("conservative")! }, slippage: "bps:2" },
    ...{ maxSlippageBps: 100, partialFills: null, latencyMs: 0, path: "pessimistic", fees: "tier:0" },
  },
};
const FLAGS = { runs: "runs", interval: "1m" };
const ASKED = { run: "last", data: null, runs: "runs", json: false, debug: false };

Deno.test("from-run takes one run; other words after record are no flags", () => {
  assert.equal(readFromRun(FLAGS, []), null);
  assert.deepEqual(readFromRun({ ...FLAGS, data: "there" }, ["from-run", "0123"]), {
    ...{ ...ASKED, run: "0123", data: "there" },
  });
  assert.throws(() => readFromRun(FLAGS, ["from-run"]), /wants a run: an id/);
  assert.throws(() => readFromRun(FLAGS, ["from-run", "a", "b"]), /takes one run, not "b" too/);
  assert.throws(() => readFromRun(FLAGS, ["form-run", "a"]), /"form-run" belongs to no flag/);
});

/** Tools over a run that saw two candles, which note what is written. */
function tools(written: string[], over: Partial<FromRunTools<string>> = {}): FromRunTools<string> {
  const columns = candleColumns(3);
  columns.time.set([0, 60_000, 240_000]);
  const none = { time: new Float64Array(0), value: new Float64Array(0) };
  const hours = { time: Float64Array.of(0, 3_600_000), value: Float64Array.of(1, 2) };
  return {
    findRun: () => ({ path: "runs/7f3a1b2c", manifest: RUN }),
    hasSeen: () => true,
    seenIn: (path) => path,
    seenMarket: () => [
      { asset: "BTC", candles: [{ interval: "1m", columns }], funding: hours, openInterest: none },
    ],
    namesIn: () => [],
    instruments: [BTC],
    RecordedFolder: class {
      constructor(folder: string) {
        written.push(folder);
      }
      keepCandles({ name, gaps }: { name: string; gaps: number }): void {
        written.push(`${name} ${gaps}`);
      }
      keepFunding({ name, gaps }: { name: string; gaps: number }): void {
        written.push(`${name} ${gaps}`);
      }
      keepOpenInterest({ name }: { name: string }): void {
        written.push(name);
      }
      keepInstruments(instruments: readonly { symbol: string }[]): void {
        written.push(instruments.map(({ symbol }) => symbol).join());
      }
    },
    ...over,
  };
}

Deno.test("what a run saw is written beside its diary, with its holes counted, and what to type is told", () => {
  const written: string[] = [];
  const terminal = recordedTerminal();
  recordFromRun(ASKED, terminal, tools(written));
  assert.deepEqual(written, [
    "runs/7f3a1b2c/market",
    "seen-perp-BTC-1m.csv.gz 1",
    "hyperliquid-perp-BTC-funding.csv.gz 0",
    "BTC",
  ]);
  const said = terminal.printed.join("\n");
  assert.match(said, /BTC: candles 3 of 1m; 2 hours of funding/);
  assert.match(said, /next: {2}deno task backtest --from \S+ --assets BTC .*--data runs\/7f3a1b2c\/market/);
});

Deno.test("what to type is what the run was: its agent's own profile is no flag, a file's is, its parameters are", () => {
  const said = (settings: object, agent: string, over = {}): string => {
    const terminal = recordedTerminal();
    const manifest = { ...RUN, agent, settings: { ...RUN.settings, agent, ...settings }, ...over };
    recordFromRun(ASKED, terminal, tools([], { findRun: () => ({ path: "runs/7f3a1b2c", manifest }) }));
    return terminal.printed.join("\n");
  };
  const own = said({ profile: { ...AGENT_PROFILES.get("buy-and-hold")! } }, "buy-and-hold");
  assert.match(own, /--agent buy-and-hold$/m);
  assert.doesNotMatch(own, /--risk/);
  assert.match(said({ profile: { ...RISK_PROFILES.get("high")! } }, "trend"), /--risk high /);
  assert.match(
    said({ profile: { ...RISK_PROFILES.get("high")!, name: "wide" } }, "trend"),
    /--risk wide\.json /,
  );
  const over = { agentFile: { path: "./mine.ts", hash: "0123456789abcdef" } };
  assert.match(said({ parameters: { fast: 10 } }, "mine", over), /--agent \.\/mine\.ts --param fast=10$/m);
});

Deno.test("a run that saw nothing, and a folder of something else, are refused before anything is written", () => {
  const written: string[] = [];
  const refused = (over: Partial<FromRunTools<string>>, message: RegExp): void =>
    assert.throws(() => recordFromRun(ASKED, recordedTerminal(), tools(written, over)), message);
  refused({ hasSeen: () => false }, /run 7f3a1b2c \(backtest\) kept nothing of what it saw; wanted a run of/);
  refused({ seenMarket: () => [] }, /kept nothing of what it saw/);
  refused(
    { namesIn: () => ["seen-perp-BTC-1m.csv.gz", "binance-perp-BTCUSDT-1m.csv.gz"] },
    /holds binance-perp-BTCUSDT-1m\.csv\.gz, which is of no run; wanted an empty folder/,
  );
  assert.deepEqual(written, []);
});
