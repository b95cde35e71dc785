import assert from "node:assert/strict";
import {
  EXIT_FAILURE,
  EXIT_USAGE,
  FailureError,
  printFailure,
  quote,
  unknownName,
  UsageError,
} from "./errors.ts";

const HINT = "try: deno task backtest --help";

Deno.test("a failure is one line, a hint where one helps, and an exit code", () => {
  const disk = Object.assign(new Error("No space left on device (os error 28): write 'runs/x'"), {
    code: "ENOSPC",
  });
  const foreign = Object.assign(new Error("BTC-5m.csv.gz, row 7: no number"), { expected: true });
  const rows: readonly (readonly [error: unknown, lines: readonly string[], exitCode: number])[] = [
    [
      new UsageError("--seed cannot be right", "backtest"),
      ["backtest: --seed cannot be right", HINT],
      EXIT_USAGE,
    ],
    [new UsageError("no command", "reprise"), ["reprise: no command", HINT], EXIT_USAGE],
    [new FailureError("no candles\n  before 2020"), ["backtest: no candles before 2020", HINT], EXIT_FAILURE],
    [foreign, ["backtest: BTC-5m.csv.gz, row 7: no number", HINT], EXIT_FAILURE],
    [Object.assign(new Error("no parameter x"), { expected: true, usage: true }), [
      "backtest: no parameter x",
      HINT,
    ], EXIT_USAGE],
    [disk, ["backtest: No space left on device: write 'runs/x'", HINT], EXIT_FAILURE],
    [new RangeError("a\nb"), ["backtest: a b (--debug shows the stack)"], EXIT_FAILURE],
    [new TypeError(""), ["backtest: TypeError (--debug shows the stack)"], EXIT_FAILURE],
    ["thrown text", ["backtest: thrown text (--debug shows the stack)"], EXIT_FAILURE],
    [undefined, ["backtest: undefined (--debug shows the stack)"], EXIT_FAILURE],
  ];
  for (const [error, lines, exitCode] of rows) {
    assert.deepEqual(printFailure(error, "backtest", false), { lines, exitCode });
  }
});

Deno.test("--debug adds the stack, and the stacks of the causes", () => {
  const error = new Error("outer", { cause: new Error("inner") });
  const { lines } = printFailure(error, "runs", true);
  assert.equal(lines[0], "runs: outer");
  assert.ok(lines.includes("Error: outer") && lines.includes("caused by:") && lines.includes("Error: inner"));
  assert.ok(lines.some((line) => line.includes("errors_test.ts")));
});

Deno.test("a cause that leads back to itself ends", () => {
  const error = new Error("round");
  error.cause = error;
  assert.ok(printFailure(error, "runs", true).lines.length < 400);
});

Deno.test("of an address that was typed user and password are not shown", () => {
  assert.equal(quote("nats://u:PASSWORD@a:4222,tls://v@b:4222"), '"nats://…@a:4222,tls://…@b:4222"');
  assert.equal(quote("http://host/@me"), '"http://host/@me"');
});

Deno.test("an unknown name is quoted, cut where it is long, and set beside what there is", () => {
  const unknown = { command: "backtest", what: "agent", known: ["buy-and-hold", "trend"], list: true };
  const also = "a path to your own";
  assert.equal(
    unknownName({ ...unknown, typed: "trned", also }).message,
    'no agent "trned"; did you mean "trend"? (there are: buy-and-hold, trend, or a path to your own)',
  );
  assert.equal(unknownName({ ...unknown, typed: "zzz", list: false }).message, 'no agent "zzz"');
  assert.ok(unknownName({ ...unknown, typed: "z".repeat(10_000) }).message.length < 200);
});
