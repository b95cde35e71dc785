import assert from "node:assert/strict";
import { type DataOptions, readDataOptions } from "./data_options.ts";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./errors.ts";

const LIST: DataOptions = { action: "list", folder: null, json: false, debug: false };
const CHECK: DataOptions = { ...LIST, action: "check" };

/** The options of these words after `data`, as the whole command line reads them. */
function options(words: readonly string[]): DataOptions {
  const parsed = parseCommandLine(["data", ...words], { agents: [], profiles: [] });
  assert.equal(parsed.command, "data");
  return parsed.options as DataOptions;
}

Deno.test("a folder is listed, and checked where that is the first word", () => {
  const rows: readonly (readonly [words: readonly string[], wanted: DataOptions])[] = [
    [[], LIST],
    [["./mine"], { ...LIST, folder: "./mine" }],
    [["mine"], { ...LIST, folder: "mine" }],
    [["../shared/market", "--json"], { ...LIST, folder: "../shared/market", json: true }],
    [["my candles"], { ...LIST, folder: "my candles" }],
    [["check"], CHECK],
    [["check", "./mine"], { ...CHECK, folder: "./mine" }],
    [["--json", "check", "mine", "--debug"], { ...CHECK, folder: "mine", json: true, debug: true }],
    [["check", "check"], { ...CHECK, folder: "check" }],
    [["./check"], { ...LIST, folder: "./check" }],
    [["checks/2024"], { ...LIST, folder: "checks/2024" }],
  ];
  for (const [words, wanted] of rows) assert.deepEqual(options(words), wanted, words.join(" "));
});

Deno.test("words that cannot be right are refused with the nearest one", () => {
  const there = "(there is: check)";
  const rows: readonly (readonly [words: readonly string[], message: string])[] = [
    [["chekc"], `no action "chekc"; did you mean "check"? ${there}; a folder of that name is ./chekc`],
    [
      ["chekc", "./mine"],
      `no action "chekc"; did you mean "check"? ${there}; a folder of that name is ./chekc`,
    ],
    [["verify", "./mine"], `no action "verify" ${there}; a folder of that name is ./verify`],
    [["./mine", "./yours"], '"./yours" is one folder too many; wanted one at a time'],
    [["check", "a", "b"], '"b" is one folder too many; wanted one at a time'],
    [[""], '"" cannot be right; wanted a folder'],
    [["check", " "], '" " cannot be right; wanted a folder'],
  ];
  for (const [words, message] of rows) {
    assert.throws(() => readDataOptions({}, words), (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, message);
      assert.equal(error.hint, "try: deno task data --help");
      return true;
    }, words.join(" "));
  }
});
