import { match, strictEqual } from "node:assert/strict";
import { runEnding } from "./run_ending.ts";

const metrics = { totalReturn: -0.0123, trades: 1, openPositions: 0 };
const NEXT = "\n\nnext:  deno task replay 7f3a1b2c     deno task report 7f3a1b2c --html 7f3a1b2c.html\n";

Deno.test("the end of a run: how, with what, and what next", () => {
  strictEqual(
    runEnding({ id: "7f3a1b2c", runs: "runs", end: "stopped", metrics }),
    `run 7f3a1b2c: stopped for good · return -1.23 % · 1 trade${NEXT}`,
  );
  strictEqual(
    runEnding({
      id: "7f3a1b2c",
      runs: "runs",
      end: "reached-end",
      metrics: { ...metrics, trades: 3, openPositions: 2 },
    }),
    `run 7f3a1b2c: the market's data has ended · return -1.23 % · 3 trades · 2 positions left open${NEXT}`,
  );
  match(
    runEnding({ id: "7f3a1b2c", runs: "my runs", end: "stopped", metrics }),
    /replay 7f3a1b2c --runs 'my runs' .*\.html --runs 'my runs'\n$/,
  );
});

Deno.test("a run that goes on has no next command but its own; without a cycle it has no figures", () => {
  strictEqual(
    runEnding({ id: "7f3a1b2c", runs: "runs", end: "interrupted", metrics: null }),
    "run 7f3a1b2c: interrupted: the same command goes on with it\n",
  );
});

Deno.test("the end of a run: what else is to be said has a line of its own", () => {
  const ended = { id: "7f3a1b2c", runs: "runs", end: "interrupted", metrics: null } as const;
  match(runEnding({ ...ended, remark: "few are left" }), /goes on with it\nfew are left\n$/);
});
