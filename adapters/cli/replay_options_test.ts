import { deepStrictEqual, throws } from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";

const KNOWN = { agents: ["trend"], profiles: ["high"] };

function optionsOf(typed: string): unknown {
  const parsed = parseCommandLine(typed.split(" "), KNOWN);
  return parsed.command === "help" ? null : parsed.options;
}

const PLACES = { runs: "runs", data: null, cassettes: ".cassettes", json: false, debug: false };

Deno.test("replay, explain and export take a run and their flags", () => {
  deepStrictEqual(optionsOf("replay"), {
    run: "last",
    ...PLACES,
    fromCycle: null,
    until: null,
    whatIf: null,
    watch: null,
  });
  deepStrictEqual(optionsOf("replay 7f3a --from-cycle 12 --until 2024-02 --data d --runs r --json"), {
    ...PLACES,
    ...{
      run: "7f3a",
      runs: "r",
      data: "d",
      json: true,
      fromCycle: 12,
      until: Date.UTC(2024, 2),
      whatIf: null,
      watch: null,
    },
  });
  deepStrictEqual(optionsOf("explain 7f3a --at 2024-01-12T08:00 --asset BTC"), {
    ...PLACES,
    ...{ run: "7f3a", at: Date.UTC(2024, 0, 12, 8), asset: "BTC" },
  });
  deepStrictEqual(optionsOf("export --csv out"), {
    run: "last",
    runs: "runs",
    csv: "out",
    json: false,
    debug: false,
  });
});

const WRONG: readonly (readonly [typed: string, said: RegExp])[] = [
  ["replay a b", /^wanted one run, not 2: a b$/],
  ["replay --from-cycle 0", /^--from-cycle "0" cannot be right; wanted a whole number from 1 up$/],
  ["replay --until soon", /^--until "soon" cannot be right; wanted a time like 2024, /],
  ["replay last --speed 3", /^--speed is of a run that is watched; wanted --watch with it$/],
  [
    "replay last --watch --speed 0",
    /^--speed "0" cannot be right; wanted cycles a second, above 0 and up to 1000$/,
  ],
  ["replay last --watch --json", /^--watch and --json stand there both; wanted one of them$/],
  ["replay last --watch --risk high", /^--watch shows a run as it went; wanted it without/],
  ["explain last", /^wanted --at, a decision time like/],
  ["explain last --at noon", /^--at "noon" cannot be right/],
  ["export last", /^wanted --csv, a folder to write to$/],
];

Deno.test("what cannot be right is said in a line", () => {
  for (const [typed, said] of WRONG) {
    throws(
      () => optionsOf(typed),
      (error: Error) => error.name === "UsageError" && said.test(error.message),
      typed,
    );
  }
});
