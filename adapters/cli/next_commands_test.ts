import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { nextCommands } from "./next_commands.ts";
import type { BacktestOptions } from "./options.ts";

const KNOWN = { agents: ["trend", "mean-reversion"], profiles: ["conservative", "high"] };

/** The options that these words are read as. */
function options(argv: readonly string[]): BacktestOptions {
  return (parseCommandLine(["backtest", ...argv], KNOWN) as { options: BacktestOptions }).options;
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
  ["--risk ./own.json --json --diary full", "--from 2024-01 --risk ./own.json --agent mean-reversion"],
];

for (const [typed, again] of ROWS) {
  Deno.test(`after "${typed}" the same run is offered with another agent`, () => {
    const read = options(typed.split(" ").filter((word) => word !== ""));
    assert.deepEqual(nextCommands(read), ["deno task runs --sort return", `deno task backtest ${again}`]);
    const { from, until, assets, interval } = options(again.split(" "));
    assert.deepEqual({ from, until, assets, interval }, {
      from: read.from,
      until: read.until,
      assets: read.assets,
      interval: read.interval,
    });
  });
}

Deno.test("another runs folder is named in both, and blanks and quotes are kept from the shell", () => {
  assert.deepEqual(nextCommands(options(["--runs", "my runs", "--data", "it's"])), [
    "deno task runs --sort return --runs 'my runs'",
    "deno task backtest --from 2024-01 --data 'it'\\''s' --agent mean-reversion --runs 'my runs'",
  ]);
});
