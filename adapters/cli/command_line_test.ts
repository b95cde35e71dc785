import assert from "node:assert/strict";
import { instrumentSchema } from "../../engine/mod.ts";
import { parseCommandLine, type Parsed } from "./command_line.ts";
import { UsageError } from "./errors.ts";
import type { BacktestOptions, Known } from "./options.ts";

const KNOWN: Known = {
  agents: ["buy-and-hold", "trend", "mean-reversion", "random"],
  profiles: ["conservative", "moderate", "high"],
};

const DEFAULTS: BacktestOptions = {
  from: Date.UTC(2024, 0, 1),
  until: null,
  assets: ["BTC", "ETH", "SOL"],
  interval: "15m",
  agent: "trend",
  params: [],
  model: null,
  risk: { kind: "profile", name: "conservative" },
  capitalUsd: 10_000,
  seed: 1,
  data: null,
  source: null,
  funding: "on",
  simulation: {
    slippage: "bps:2",
    latencyMs: 1,
    path: "pessimistic",
    fees: "tier:0",
    partialFills: null,
    maxSlippageBps: 100,
  },
  skipBadRows: false,
  diary: "trades",
  runs: "runs",
  json: false,
  progress: true,
  benchmark: true,
  detail: false,
  debug: false,
};

function parse(line: string, known = KNOWN): Parsed {
  return parseCommandLine(line.split(" ").filter((word) => word !== ""), known);
}

function usageError(line: string, known = KNOWN): UsageError {
  try {
    parse(line, known);
  } catch (error) {
    assert.ok(error instanceof UsageError, `${line}: ${error}`);
    return error;
  }
  throw new assert.AssertionError({ message: `accepted: ${line}` });
}

Deno.test("what is left out has the default of the help", () => {
  assert.deepEqual(parse("backtest"), { command: "backtest", options: DEFAULTS });
  const options = { sort: "started", limit: 20, runs: "runs", json: false, debug: false };
  assert.deepEqual(parse("runs"), { command: "runs", options });
});

Deno.test("each flag is read", () => {
  const rows: readonly (readonly [flags: string, changed: Partial<BacktestOptions>])[] = [
    ["--from 2024-02", { from: Date.UTC(2024, 1, 1) }],
    ["--to 2024-03", { until: Date.UTC(2024, 3, 1) }],
    ["--from=2024 --to=2024", { until: Date.UTC(2025, 0, 1) }],
    ["--from 2024-01-15 --to 2024-01-15", { from: Date.UTC(2024, 0, 15), until: Date.UTC(2024, 0, 16) }],
    ["--to 2024-01-15T08:00Z", { until: Date.UTC(2024, 0, 15, 8) }],
    ["--agent ./mine.ts --param fast=10", { agent: "./mine.ts", params: [{ name: "fast", value: "10" }] }],
    ["--assets ETH", { assets: ["ETH"] }],
    ["--assets SOL,BTC", { assets: ["SOL", "BTC"] }],
    ["--interval 4h", { interval: "4h" }],
    ["--agent random", { agent: "random" }],
    ["--risk high", { risk: { kind: "profile", name: "high" } }],
    ["--risk ./my-profile.json", { risk: { kind: "file", path: "./my-profile.json" } }],
    ["--capital 2500.5", { capitalUsd: 2500.5 }],
    ["--capital 1e4", {}],
    ["--seed 0", { seed: 0 }],
    ["--data ../candles", { data: "../candles" }],
    ["--source bybit-perp", { source: "bybit-perp" }],
    ["--funding off", { funding: "off" }],
    ["--funding binance", { funding: "binance" }],
    ["--skip-bad-rows", { skipBadRows: true }],
    ["--diary full", { diary: "full" }],
    ["--runs /tmp/runs", { runs: "/tmp/runs" }],
    ["--json", { json: true }],
    ["--no-progress", { progress: false }],
    ["--no-benchmark", { benchmark: false }],
    ["--detail", { detail: true }],
    ["--debug", { debug: true }],
    ["--seed 1 --seed 7", { seed: 7 }],
  ];
  for (const [flags, changed] of rows) {
    assert.deepEqual(parse(`backtest ${flags}`), {
      command: "backtest",
      options: { ...DEFAULTS, ...changed },
    }, flags);
  }
  const options = { sort: "drawdown", limit: 3, runs: "old", json: true, debug: true };
  assert.deepEqual(parse("runs --sort drawdown --limit 3 --runs old --json --debug"), {
    command: "runs",
    options,
  });
});

Deno.test("what cannot be right is one line that names flag, value and what was wanted", () => {
  const agents =
    "(there are: buy-and-hold, trend, mean-reversion, random, or the path of your own, like ./mine.ts)";
  const intervals = "(there are: 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d)";
  const dates = "cannot be right; wanted a date like 2024, 2024-01, 2024-01-15 or 2024-01-15T08:00Z";
  const usd = "cannot be right; wanted an amount of USD above 0 and up to 1000000000, like 10000";
  const seed = "cannot be right; wanted a whole number from 0 up";
  const symbols = "cannot be right; wanted symbols with a comma between them, like BTC,ETH";
  const profiles = "(there are: conservative, moderate, high, or the path of your own, ending in .json)";
  const rows: readonly (readonly [line: string, message: string])[] = [
    ["backtest --agent trned", `no agent "trned"; did you mean "trend"? ${agents}`],
    ["backtest --risk hihg", `no risk profile "hihg"; did you mean "high"? ${profiles}`],
    ["backtest --risk yolo", `no risk profile "yolo" ${profiles}`],
    ["backtest --interval 15min", `no interval "15min"; did you mean "15m"? ${intervals}`],
    ["backtest --interval toString", `no interval "toString" ${intervals}`],
    ["backtest --diary ful", 'no kind of diary "ful"; did you mean "full"? (there are: trades, full)'],
    ["backtest --from yesterday", `--from "yesterday" ${dates}`],
    ["backtest --from 2024-13", `--from "2024-13" ${dates}`],
    ["backtest --to 2024-02-30", `--to "2024-02-30" ${dates}`],
    [
      "backtest --from 2024-03 --to 2024-01",
      '--to "2024-01" ends at 2024-02-01 00:00Z, --from "2024-03" starts at 2024-03-01 00:00Z; wanted an end after the start',
    ],
    [
      "backtest --from 2024-03-01T00:00Z --to 2024-03-01T00:00Z",
      '--to "2024-03-01T00:00Z" ends at 2024-03-01 00:00Z, --from "2024-03-01T00:00Z" starts at 2024-03-01 00:00Z; wanted an end after the start',
    ],
    ["backtest --capital -5", `--capital "-5" ${usd}`],
    ["backtest --capital 0", `--capital "0" ${usd}`],
    ["backtest --capital 0.0000001", `--capital "0.0000001" ${usd}`],
    ["backtest --capital Infinity", `--capital "Infinity" ${usd}`],
    ["backtest --capital 1e300", `--capital "1e300" ${usd}`],
    ["backtest --capital 0x10", `--capital "0x10" ${usd}`],
    ["backtest --capital 10,000", `--capital "10,000" ${usd}`],
    ["backtest --seed 1.5", `--seed "1.5" ${seed}`],
    ["backtest --seed -1", `--seed "-1" ${seed}`],
    ["backtest --seed 9007199254740993", `--seed "9007199254740993" ${seed}`],
    ["backtest --assets BTC,,ETH", `--assets "BTC,,ETH" ${symbols}`],
    ["backtest --assets=", `--assets "" ${symbols}`],
    [
      "backtest --assets BTC,ETH,BTC",
      '--assets "BTC,ETH,BTC" cannot be right; wanted each symbol once; BTC stands there twice',
    ],
    ["backtest --runs=", '--runs "" cannot be right; wanted a folder'],
    ["backtest --data=", '--data "" cannot be right; wanted a folder'],
    [
      "backtest --source BinancePerp",
      '--source "BinancePerp" cannot be right; wanted a name of small letters, digits and hyphens, like binance-perp',
    ],
    [
      "backtest --source=",
      '--source "" cannot be right; wanted a name of small letters, digits and hyphens, like binance-perp',
    ],
    [
      "backtest --funding binnance",
      'no kind of funding "binnance"; did you mean "binance"? (there are: on, off, binance)',
    ],
    ["backtest --skip-bad-rows=7", "--skip-bad-rows takes no value; wanted --skip-bad-rows alone"],
    ["backtest --skip-bad-row", 'no flag "--skip-bad-row"; did you mean "--skip-bad-rows"?'],
    ["data runs --jsn", 'no flag "--jsn"; did you mean "--json"?'],
    ["data --seed 1", 'no flag "--seed"'],
    ["data check --debgu", 'no flag "--debgu"; did you mean "--debug"?'],
    ["backtest --from", "--from has no value; wanted --from <when>"],
    ["backtest --asset BTC", 'no flag "--asset"; did you mean "--assets"?'],
    ["backtest --capitol=5", 'no flag "--capitol"; did you mean "--capital"?'],
    ["backtest --quite-another", 'no flag "--quite-another"'],
    ["backtest --json=yes", "--json takes no value; wanted --json alone"],
    ["backtest -x", 'no flag "-x"'],
    ["backtest 2024-01", '"2024-01" belongs to no flag; wanted flags with their values'],
    [
      "runs --sort retrun",
      'no order "retrun"; did you mean "return"? (there are: started, return, sharpe, drawdown)',
    ],
    ["runs --limit 0", '--limit "0" cannot be right; wanted a whole number from 1 up'],
    [
      "bakctest",
      'no command "bakctest"; did you mean "backtest"? (there are: backtest, sweep, worker, paper, live, watch, testnet-check, do, dashboard, record, new-agent, check-agent, runs, data, compare, report, verify, replay, explain, export, cassette, noise, probe-memory, venue)',
    ],
    [
      "help bakctest",
      'no command "bakctest"; did you mean "backtest"? (there are: backtest, sweep, worker, paper, live, watch, testnet-check, do, dashboard, record, new-agent, check-agent, runs, data, compare, report, verify, replay, explain, export, cassette, noise, probe-memory, venue)',
    ],
  ];
  for (const [line, message] of rows) {
    const error = usageError(line);
    assert.equal(error.message, message, line);
    const command = /^(runs|data)/.exec(line)?.[0] ?? "backtest";
    assert.equal(error.hint, `try: deno task ${command} --help`, line);
  }
});

Deno.test("an asset is looked up where the market is known, and passed on where it is not", () => {
  const known = { ...KNOWN, assets: ["BTC", "ETH", "SOL"] };
  const toTrade = (symbol: string): string =>
    `; deno task record --assets ${symbol} makes it known; or add ` +
    `{"symbol":"${symbol}","szDecimals":…,"maxLeverage":…,"marginTiers":` +
    '[{"lowerBoundUsd":0,"maxLeverage":…}]}, with the venue\'s figures, to fixtures/instruments.json';
  const there = "(there are: BTC, ETH, SOL)";
  const rows: readonly (readonly [assets: string, message: string])[] = [
    ["ETH,DOGE", `no asset "DOGE" ${there}${toTrade("DOGE")}`],
    ["BTX", `no asset "BTX"; did you mean "BTC"? ${there}${toTrade("BTX")}`],
    ["kPEPE", `no asset "kPEPE" ${there}${toTrade("kPEPE")}`],
    ["btc", `no asset "btc"; did you mean "BTC"? ${there}`],
    ["BTC-PERP", `no asset "BTC-PERP" ${there}`],
  ];
  for (const [assets, message] of rows) {
    assert.equal(usageError(`backtest --assets ${assets}`, known).message, message);
  }
  const parsed = parse("backtest --assets DOGE");
  assert.deepEqual(parsed.command === "backtest" && parsed.options.assets, ["DOGE"]);
});

Deno.test("the line to add for an unknown asset is read once the venue's figures are in it", () => {
  const said = usageError("backtest --assets DOGE", { ...KNOWN, assets: ["BTC"] }).message;
  const [line] = /\{.*\}/.exec(said) ?? [""];
  assert.deepEqual(instrumentSchema.parse(JSON.parse(line.replaceAll("…", "3"))), {
    symbol: "DOGE",
    szDecimals: 3,
    maxLeverage: 3,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 3 }],
  });
});

Deno.test("help is asked for in any of the usual ways", () => {
  const list = parse("");
  assert.ok(list.command === "help" && /backtest .*play an agent/.test(list.text) && /runs/.test(list.text));
  for (const line of ["--help", "-h", "help"]) assert.deepEqual(parse(line), list, line);
  const data = parse("data --help");
  for (const line of ["help data", "data check -h"]) assert.deepEqual(parse(line), data, line);
  assert.match(
    (data as Extract<Parsed, { command: "help" }>).text,
    /^Usage: deno task data \[check\] \[DIR\] /,
  );
  const backtest = parse("backtest --help");
  for (const line of ["help backtest", "backtest -h", "backtest --seed 3 --help"]) {
    assert.deepEqual(parse(line), backtest, line);
  }
});

Deno.test("a help page fits a screen and names each flag with its default", () => {
  for (const line of ["backtest --help", "runs --help", "data --help", ""]) {
    const parsed = parse(line);
    assert.ok(parsed.command === "help");
    const lines = parsed.text.split("\n");
    assert.ok(lines.length <= 78, `${lines.length} lines`);
    for (const text of lines) assert.ok(text.length <= 100, text);
  }
  const { text } = parse("backtest --help") as Extract<Parsed, { command: "help" }>;
  for (
    const flag
      of ("from to assets interval agent risk capital seed data source funding skip-bad-rows slippage " +
        "max-slippage-bps partial-fills latency path fees diary runs json no-benchmark no-progress debug")
        .split(" ")
  ) {
    assert.match(text, new RegExp(`^ +--${flag}\\b`, "m"));
  }
  assert.match(text, /\(default: 10000\)/);
  assert.match(text, /runs\/<id>\//);
  assert.equal(text.match(/^ {2}deno task backtest/gm)?.length, 6);
});

Deno.test("a help page follows a narrow terminal", () => {
  const parsed = parseCommandLine(["runs", "--help"], KNOWN, 60);
  assert.ok(parsed.command === "help" && parsed.text.split("\n").every((line) => line.length <= 60));
});

Deno.test("what a command does is broken where the terminal ends, on no other line", () => {
  for (const name of ["check-agent", "compare", "dashboard", "live", "noise", "paper", "record", "replay"]) {
    for (const width of [100, 80]) {
      const parsed = parseCommandLine([name, "--help"], KNOWN, width);
      assert.ok(parsed.command === "help");
      const [, description] = parsed.text.split("\n\n");
      const lines = description.split("\n");
      for (const [index, line] of lines.slice(0, -1).entries()) {
        const [word] = lines[index + 1].split(" ");
        assert.ok(line.length + 1 + word.length > width - 1, `${name} at ${width}: ${line}`);
      }
    }
  }
});

Deno.test("nothing is asked of the environment", { permissions: "none" }, () => {
  parse("backtest --help");
  usageError("backtest --bogus");
  parse("data check x");
});
