import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { basename } from "node:path";
import { findRun, listRuns } from "./find_run.ts";
import { RunError } from "./run_error.ts";
import { runFolderAt, writeManifest } from "./run_folder.ts";
import { inTempDir, manifest } from "./testing/samples.ts";

/** Makes runs that started one day after another, in the order given. */
function makeRuns(root: string, ids: readonly string[]): void {
  ids.forEach((id, index) => {
    Deno.mkdirSync(`${root}/${id}`, { recursive: true });
    writeManifest(
      runFolderAt(`${root}/${id}`),
      manifest(id, { started: `2026-01-0${index + 1}T00:00:00.000Z` }),
    );
  });
}

/** A run's folder and its files in the order in which they are made, up to the manifest. */
const UNBEGUN = {
  aaaa0001: [],
  aaaa0002: ["diary.jsonl"],
  aaaa0003: ["diary.jsonl", "run.json.tmp"],
};

const IDS = ["aaaa0000", "aaab0000", "b0000000", "b0000001", "c1234567", "d1234567"];

const found: readonly (readonly [ref: string, id: string])[] = [
  ["aaaa0000", "aaaa0000"],
  ["aaab", "aaab0000"],
  ["AAAB", "aaab0000"],
  ["c", "c1234567"],
  ["b0000000", "b0000000"],
  ["last", "d1234567"],
  ["ROOT/aaaa0000", "aaaa0000"],
  ["ROOT/aaaa0000/", "aaaa0000"],
  ["ROOT/aaaa0000/run.json", "aaaa0000"],
  ["ROOT/aaaa0000/diary.jsonl", "aaaa0000"],
  ["my-best", "99999999"],
  ["99", "99999999"],
];

for (const [ref, id] of found) {
  Deno.test(`finds ${ref}`, () =>
    inTempDir((root) => {
      makeRuns(root, IDS);
      Deno.mkdirSync(`${root}/my-best`);
      const old = manifest("99999999", { started: "2020-01-01T00:00:00.000Z" });
      writeManifest(runFolderAt(`${root}/my-best`), old);
      const run = findRun(root, ref.replace("ROOT", root));
      strictEqual(run.manifest.id, id);
      match(run.diaryPath, /\/diary\.jsonl$/);
      ok(run.path.startsWith(root) && !run.path.endsWith("/"));
    }));
}

const notFound: readonly (readonly [ref: string, message: string])[] = [
  ["a", '"a" begins 2 runs in ROOT (aaab0000, aaaa0000); wanted one'],
  ["b00", '"b00" begins 2 runs in ROOT (b0000001, b0000000); wanted one'],
  ["e", 'no run "e" in ROOT; there are: d1234567, c1234567, b0000001, b0000000, aaab0000 and 1 more'],
  ["", 'no run "" in ROOT; there are: d1234567, c1234567, b0000001, b0000000, aaab0000 and 1 more'],
  [
    "aaaa00000",
    'no run "aaaa00000" in ROOT; there are: d1234567, c1234567, b0000001, b0000000, aaab0000 and 1 more',
  ],
  ["ROOT/none", "cannot read ROOT/none/run.json: No such file or directory"],
];

for (const [ref, message] of notFound) {
  Deno.test(`does not find "${ref}"`, () =>
    inTempDir((root) => {
      makeRuns(root, IDS);
      throws(() => findRun(root, ref.replace("ROOT", root)), (error: Error) => {
        strictEqual(error.message, message.replace("ROOT", root));
        return error instanceof RunError;
      });
    }));
}

Deno.test("with no run, or no folder, there is none", () =>
  inTempDir((root) => {
    deepStrictEqual(listRuns(`${root}/none`), []);
    for (const ref of ["last", "ab"]) {
      throws(() => findRun(root, ref), (error: Error) => {
        strictEqual(error.message, `no run "${ref}" in ${root}; there are none yet`);
        return error instanceof RunError;
      });
    }
  }));

Deno.test("last is the newest that is meant, or where none is the newest", () =>
  inTempDir((root) => {
    makeRuns(root, IDS);
    const isMeant = (id: string) => ({ manifest }: { manifest: { id: string } }) => manifest.id === id;
    strictEqual(findRun(root, "last", isMeant("b0000000")).manifest.id, "b0000000");
    strictEqual(findRun(root, "last", isMeant("none")).manifest.id, "d1234567");
    strictEqual(findRun(root, "aaab", isMeant("b0000000")).manifest.id, "aaab0000");
  }));

Deno.test("lists newest first, damaged ones last with their reason, other things not at all", () =>
  inTempDir((root) => {
    makeRuns(root, ["11111111", "22222222", "33333333"]);
    Deno.writeTextFileSync(`${root}/22222222/run.json`, "{");
    Deno.mkdirSync(`${root}/44444444`);
    Deno.writeTextFileSync(`${root}/44444444/diary.jsonl`, "something");
    Deno.mkdirSync(`${root}/notes`);
    Deno.writeTextFileSync(`${root}/55555555`, "a file");
    const runs = listRuns(root);
    deepStrictEqual(runs.map((run) => basename(run.path)), ["33333333", "11111111", "22222222", "44444444"]);
    const reasons = runs.map((run) => run.manifest === null ? run.reason : "");
    deepStrictEqual(reasons, [
      "",
      "",
      `${root}/22222222/run.json is damaged: not JSON`,
      `cannot read ${root}/44444444/run.json: No such file or directory`,
    ]);
    throws(() => findRun(root, "22"), /^RunError: .*22222222\/run\.json is damaged: not JSON$/);
    strictEqual(findRun(root, "last").manifest.id, "33333333");
  }));

Deno.test("what a process leaves that was killed before its run began is no run", () =>
  inTempDir((root) => {
    for (const [id, files] of Object.entries(UNBEGUN)) {
      Deno.mkdirSync(`${root}/${id}`);
      for (const name of files) {
        Deno.writeTextFileSync(`${root}/${id}/${name}`, name === "run.json.tmp" ? "{" : "");
      }
    }
    deepStrictEqual(listRuns(root), []);
    throws(() => findRun(root, "aaaa0001"), /^RunError: no run "aaaa0001" in .*; there are none yet$/);
  }));

Deno.test("a root that is a file is one clear line", () =>
  inTempDir((folder) => {
    Deno.writeTextFileSync(`${folder}/runs`, "");
    throws(() => listRuns(`${folder}/runs`), /^RunError: cannot list the runs in .*\/runs: Not a directory$/);
  }));
