import { deepStrictEqual, throws } from "node:assert/strict";
import { huntOf } from "./hunt.ts";

Deno.test("a hunt is short unless more runs are asked for; of what is given twice the last counts", () => {
  deepStrictEqual(huntOf([]), { numRuns: 120, seed: 1 });
  deepStrictEqual(huntOf(["--runs=500"]), { numRuns: 500 });
  deepStrictEqual(huntOf(["--runs=2000", "--seed=-7", "--runs=9"]), { numRuns: 9, seed: -7 });
  for (const arg of ["--runs=0", "--runs=", "--runs=1.5", "--seeds=3", "9"]) {
    throws(() => huntOf([arg]), {
      message: `laws: "${arg}" is not known; wanted --runs=N (above 0) or --seed=N`,
    });
  }
});
