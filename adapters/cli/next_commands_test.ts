import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { nextCommands, nextLines } from "./next_commands.ts";
import { painter } from "./paint.ts";
import type { BacktestOptions } from "./options.ts";

const KNOWN = { agents: ["trend", "mean-reversion"], profiles: ["conservative", "high"] };

/** The options that these words are read as. */
function options(argv: readonly string[]): BacktestOptions {
  return (parseCommandLine(["backtest", ...argv], KNOWN) as { options: BacktestOptions }).options;
}

/** Options without what another run need not share. */
function alike(read: BacktestOptions): Partial<BacktestOptions> {
  const { agent: _agent, seed: _seed, json: _json, diary: _diary, ...shared } = read;
  return shared;
}

const ROWS: readonly (readonly [typed: string, again: string])[] = [
  ["", "--from 2024-01 --agent mean-reversion"],
  ["--agent mean-reversion", "--from 2024-01 --agent trend"],
  ["--from 2024 --to 2024", "--from 2024-01 --to 2024-12 --agent mean-reversion"],
  ["--from 2023-12-05 --to 2024-02-29", "--from 2023-12-05 --to 2024-02 --agent mean-reversion"],
  [
    "--from 2024-01-05T08:15 --to 2024-01-09",
    "--from 2024-01-05T08:15Z --to 2024-01-09 --agent mean-reversion",
  ],
  [
    "--assets BTC --interval 1h --risk high",
    "--from 2024-01 --assets BTC --interval 1h --risk high --agent mean-reversion",
  ],
  [
    "--capital 2500.5 --data ../x --seed 9",
    "--from 2024-01 --capital 2500.5 --data ../x --agent mean-reversion",
  ],
  [
    "--data ../x --source bybit-perp --funding binance --skip-bad-rows",
    "--from 2024-01 --data ../x --source bybit-perp --funding binance --skip-bad-rows --agent mean-reversion",
  ],
  [
    "--slippage impact --partial-fills 0.1 --latency fixed:250 --path ohlc --fees tier:2 --max-slippage-bps 50",
    "--from 2024-01 --slippage impact --max-slippage-bps 50 --partial-fills 0.1 --latency fixed:250 --path ohlc " +
    "--fees tier:2 --agent mean-reversion",
  ],
  ["--slippage bps:2 --latency fixed:1 --partial-fills off", "--from 2024-01 --agent mean-reversion"],
  ["--funding off", "--from 2024-01 --funding off --agent mean-reversion"],
  ["--risk ./own.json --json --diary full", "--from 2024-01 --risk ./own.json --agent mean-reversion"],
];

for (const [typed, again] of ROWS) {
  Deno.test(`after "${typed}" the same run is offered with another agent`, () => {
    const read = options(typed.split(" ").filter((word) => word !== ""));
    assert.deepEqual(nextCommands(read, "7f3a"), [
      "deno task report 7f3a --html 7f3a.html",
      `deno task backtest ${again}`,
      "deno task compare 7f3a last",
    ]);
    assert.deepEqual(alike(options(again.split(" "))), alike(read));
  });
}

Deno.test("another runs folder is named in each, and blanks and quotes are kept from the shell", () => {
  assert.deepEqual(nextCommands(options(["--runs", "my runs", "--data", "it's"]), "7f3a"), [
    "deno task report 7f3a --html 7f3a.html --runs 'my runs'",
    "deno task backtest --from 2024-01 --data 'it'\\''s' --agent mean-reversion --runs 'my runs'",
    "deno task compare 7f3a last --runs 'my runs'",
  ]);
});

Deno.test("commands stand on one line, or under one another where they do not fit", () => {
  const commands = ["deno task runs", "deno task data"];
  const paint = painter(false);
  const line = "next:  deno task runs     deno task data";
  assert.deepEqual(nextLines(commands, null, paint), [line]);
  assert.deepEqual(nextLines(commands, line.length, paint), [line]);
  assert.deepEqual(nextLines(commands, line.length - 1, paint), [
    "next:  deno task runs",
    "       deno task data",
  ]);
  assert.deepEqual(nextLines([], 100, paint), []);
});

Deno.test("after an agent of one's own comes what checks it, with its parameters", () => {
  assert.deepEqual(
    nextCommands(options(["--agent", "./mine.ts", "--param", "fast=10", "--param", "label=a b"]), "7f3a"),
    [
      "deno task report 7f3a --html 7f3a.html",
      "deno task check-agent ./mine.ts --param fast=10 --param 'label=a b'",
    ],
  );
});
