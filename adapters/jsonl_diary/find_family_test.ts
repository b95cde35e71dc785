import { deepStrictEqual, match, notStrictEqual, ok, throws } from "node:assert/strict";
import { findFamily, listFamilies, openFamily } from "./find_family.ts";
import { runFolderAt, writeManifest } from "./run_folder.ts";
import { inTempDir, manifest } from "./testing/samples.ts";

/** Runs a day after another: two families, and one run alone. */
const RUNS: readonly (readonly [id: string, familyId?: string])[] = [
  ["aaaa0001", "f-12340000"],
  ["aaaa0002", "f-12350000"],
  ["aaaa0003", "f-12340000"],
  ["aaaa0004"],
];

function makeRuns(root: string): void {
  RUNS.forEach(([id, familyId], index) => {
    const started = `2026-01-0${index + 1}T00:00:00.000Z`;
    Deno.mkdirSync(`${root}/${id}`);
    writeManifest(
      runFolderAt(`${root}/${id}`),
      manifest(id, { started, ...(familyId && { familyId }) }),
    );
  });
}

for (
  const [ref, ids] of [
    ["f-12340000", ["aaaa0001", "aaaa0003"]],
    ["F-1235", ["aaaa0002"]],
    ["last", ["aaaa0001", "aaaa0003"]],
  ] as const
) {
  Deno.test(`finds the family ${ref}, its runs oldest first`, () =>
    inTempDir((root) => {
      makeRuns(root);
      deepStrictEqual(findFamily(root, ref).runs.map((run) => run.manifest.id), [...ids]);
    }));
}

Deno.test("says what there is where no family fits, or several", () =>
  inTempDir((root) => {
    throws(() => findFamily(root, "last"), /no family "last" in .*; there are none yet/);
    makeRuns(root);
    throws(() => findFamily(root, "f-9"), /no family "f-9" in .*; there are: f-12340000, f-12350000/);
    throws(() => findFamily(root, "f-123"), /"f-123" begins 2 families .*; wanted one/);
    throws(() => findFamily(root, ""), /no family ""/);
    deepStrictEqual(listFamilies(root).map(({ familyId }) => familyId), ["f-12340000", "f-12350000"]);
  }));

Deno.test("the id of a new family is none that a run could have, and its folder is made", () =>
  inTempDir((root) => {
    match(openFamily(`${root}/new/runs`), /^f-[0-9a-f]{8}$/);
    notStrictEqual(openFamily(`${root}/new/runs`), openFamily(`${root}/new/runs`));
    ok(Deno.statSync(`${root}/new/runs`).isDirectory);
    Deno.writeTextFileSync(`${root}/file`, "");
    throws(() => openFamily(`${root}/file`), /cannot make a run folder in .*wanted a folder/);
  }));
