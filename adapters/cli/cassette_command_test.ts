import assert from "node:assert/strict";
import {
  cassetteCommand,
  type CassetteOptions,
  type CassetteTools,
  readCassetteOptions,
} from "./cassette_command.ts";
import { UsageError } from "./errors.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const FLAGS = { cassettes: ".cassettes", runs: "runs" };
const REPORT = { answers: 2, removed: 3, bytes: 1234, damaged: [] };

function read(words: string, flags = {}): CassetteOptions {
  return readCassetteOptions({ ...FLAGS, ...flags }, words.split(" ").filter((word) => word !== ""));
}

/** What the tools were called with, and what was printed. */
function done(options: CassetteOptions): { readonly calls: readonly unknown[]; readonly printed: string } {
  const calls: unknown[] = [];
  const noted = (name: string) => (...given: unknown[]) => {
    calls.push([name, ...given]);
    return REPORT;
  };
  const tools = {
    exportCassettes: noted("export"),
    importCassettes: noted("import"),
    pruneCassettes: noted("prune"),
    answersUsed: () => new Set(["used"]),
    answersUsedBy: (_runs: string, run: string) => ({ path: `runs/${run}`, keys: new Set(["of the run"]) }),
  } as unknown as CassetteTools;
  const terminal = recordedTerminal();
  cassetteCommand(options, terminal, tools);
  return { calls, printed: terminal.printed.join("\n") };
}

Deno.test("each action does its own, and says what came of it", () => {
  const rows: readonly (readonly [CassetteOptions, unknown[], string])[] = [
    [read("export a.gz"), ["export", [".cassettes"], "a.gz", null], "2 answers packed into a.gz, 1.2 kB."],
    [
      read("export a.gz", { run: "7f3a" }),
      ["export", ["runs/7f3a/cassette", ".cassettes"], "a.gz", new Set(["of the run"])],
      "2 answers packed into a.gz, 1.2 kB.",
    ],
    [read("import a.gz"), ["import", ".cassettes", "a.gz"], "2 new answers of a.gz in .cassettes."],
    [
      read("prune"),
      ["prune", ".cassettes", new Set(["used"]), false],
      "3 files removed, 1.2 kB; 2 answers kept.",
    ],
    [
      read("prune", { dryRun: true }),
      ["prune", ".cassettes", new Set(["used"]), true],
      "3 files would be removed, 1.2 kB; 2 answers kept.",
    ],
  ];
  for (const [options, call, said] of rows) assert.deepEqual(done(options), { calls: [call], printed: said });
  assert.deepEqual(JSON.parse(done(read("prune", { json: true })).printed), REPORT);
});

Deno.test("what cannot be right is named", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["", "no action was named (there are: export, import, prune)"],
    ["exprot a", 'no action "exprot"; did you mean "export"? (there are: export, import, prune)'],
    ["export", "export has no file; wanted export FILE"],
    ["import a b", '"b" is one word too many'],
    ["prune a", '"a" is one word too many'],
  ];
  for (const [words, message] of rows) {
    assert.throws(() => read(words), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, message);
      return true;
    });
  }
});
