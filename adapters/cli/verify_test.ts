import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { readVerifyOptions, renderVerified, verifiedJson, type VerifiedRun } from "./verify.ts";

const RUN: VerifiedRun = {
  id: "7f3a1b2c",
  diaryPath: "runs/7f3a1b2c/diary.jsonl",
  lines: 35486,
  lastHash: "ab".repeat(32),
  ended: true,
  tornBytes: 0,
};

Deno.test("verify takes one run, the last when none is named", () => {
  const rest = { runs: "runs", json: false, debug: false };
  assert.deepEqual(readVerifyOptions({ runs: "runs" }, []), { run: "last", ...rest });
  assert.deepEqual(readVerifyOptions({ runs: "runs", json: true }, ["7f3a"]), {
    ...rest,
    run: "7f3a",
    json: true,
  });
  assert.throws(() => readVerifyOptions({ runs: "runs" }, ["7f3a", "last"]), UsageError);
  assert.throws(() => readVerifyOptions({ runs: " " }, ["7f3a"]), UsageError);
});

Deno.test("a diary that is whole, one that has not ended, one with a torn tail", () => {
  const rows: readonly (readonly [changes: Partial<VerifiedRun>, said: string])[] = [
    [{}, "35,486 lines, each follows from the one before; the end is the one in run.json."],
    [
      { ended: false, lines: 1 },
      "1 line, each follows from the one before; the run has not ended, so its end cannot be told.",
    ],
    [
      { ended: false, tornBytes: 12 },
      "35,486 lines, each follows from the one before; the run has not ended, so its end cannot be told.\n" +
      "A last line of 12 bytes was not written to its end; it counts for nothing.",
    ],
  ];
  for (const [changes, said] of rows) {
    assert.equal(renderVerified({ ...RUN, ...changes }), `runs/7f3a1b2c/diary.jsonl: ${said}`);
  }
});

Deno.test("as JSON it names run and diary as backtest --json does", () => {
  const json = JSON.parse(verifiedJson(RUN));
  assert.deepEqual(Object.keys(json), ["runId", "diary", "lines", "lastHash", "ended", "tornBytes"]);
  assert.equal(json.runId, RUN.id);
});
