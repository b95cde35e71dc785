import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { RunError } from "./run_error.ts";
import { createRunFolder, readManifest, runFolderAt, updateManifest, writeManifest } from "./run_folder.ts";
import { inTempDir, manifest } from "./testing/samples.ts";

Deno.test("runs created at once get folders of their own; the root is made", () =>
  inTempDir((folder) => {
    const root = `${folder}/deep/runs`;
    const runs = Array.from({ length: 50 }, () => createRunFolder(root));
    strictEqual(new Set(runs.map((run) => run.id)).size, 50);
    for (const run of runs) {
      match(run.id, /^[0-9a-f]{8}$/);
      strictEqual(run.path, `${root}/${run.id}`);
      strictEqual(run.manifestPath, `${run.path}/run.json`);
      strictEqual(run.diaryPath, `${run.path}/diary.jsonl`);
      ok(Deno.statSync(run.path).isDirectory);
    }
  }));

Deno.test("a root that cannot be made or written is one clear line", () =>
  inTempDir((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    for (const root of [`${folder}/file`, `${folder}/file/runs`, "/proc/no/runs"]) {
      throws(() => createRunFolder(root), (error: Error) => {
        match(
          error.message,
          /^cannot make a run folder in \S+: [^\n]+; wanted a folder that can be written$/,
        );
        return error instanceof RunError && error.message.includes(root);
      });
    }
  }));

Deno.test("a manifest is written with two spaces, read back, and changed as a whole", () =>
  inTempDir((folder) => {
    const run = createRunFolder(folder);
    const begun = manifest(run.id);
    writeManifest(run, begun);
    strictEqual(Deno.readTextFileSync(run.manifestPath), JSON.stringify(begun, null, 2) + "\n");
    deepStrictEqual(readManifest(run), begun);
    const changes = { status: "finished", diary: { lines: 3, lastHash: "a".repeat(64) } } as const;
    deepStrictEqual(updateManifest(run, changes), { ...begun, ...changes });
    deepStrictEqual(readManifest(run), { ...begun, ...changes });
    deepStrictEqual([...Deno.readDirSync(run.path)].map((entry) => entry.name), ["run.json"]);
  }));

Deno.test("a manifest that cannot be written leaves the old one, and no other file", () =>
  inTempDir((folder) => {
    const run = createRunFolder(folder);
    writeManifest(run, manifest(run.id));
    Deno.mkdirSync(`${run.manifestPath}.tmp`);
    throws(() => updateManifest(run, { status: "failed" }), (error: Error) => error instanceof RunError);
    strictEqual(readManifest(run).status, "running");
  }));

Deno.test("a manifest that could not be read again is not written", () =>
  inTempDir((folder) => {
    const run = createRunFolder(folder);
    const broken: RunManifest = { ...manifest(run.id), range: { from: NaN, until: 1 } };
    throws(() => writeManifest(run, broken), /breaks its schema: field range\.from: /);
    deepStrictEqual([...Deno.readDirSync(run.path)], []);
  }));

const damaged: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ["empty", "", /run\.json is damaged: not JSON$/],
  ["cut", JSON.stringify(manifest("0123abcd")).slice(0, -5), /run\.json is damaged: not JSON$/],
  ["null", "null", /run\.json is damaged: /],
  [
    "without a field",
    JSON.stringify({ ...manifest("0123abcd"), agent: undefined }),
    /damaged: field agent: /,
  ],
  [
    "with a strange status",
    JSON.stringify({ ...manifest("0123abcd"), status: "won" }),
    /damaged: field status: /,
  ],
  [
    "of a newer version",
    JSON.stringify({ ...manifest("0123abcd"), schema: 2, agent: undefined }),
    /run\.json was written by a newer version \(schema 2\); this one reads 1$/,
  ],
];

for (const [what, text, message] of damaged) {
  Deno.test(`a manifest that is ${what} is refused with its path`, () =>
    inTempDir((folder) => {
      const run = runFolderAt(folder);
      Deno.writeTextFileSync(run.manifestPath, text);
      throws(() => readManifest(run), (error: Error) => {
        ok(error instanceof RunError && error.message.startsWith(run.manifestPath), error.message);
        ok(message.test(error.message), error.message);
        return true;
      });
    }));
}
