import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { RunError } from "./run_error.ts";
import { createRunFolder, writeManifest } from "./run_folder.ts";
import { findSweep, keepSweep, type KeptSweep, lockSweep, noteSweepFault, sweepRuns } from "./sweep_file.ts";
import { inTempDir, manifest } from "./testing/samples.ts";

function sweep(familyId: string, day: number): KeptSweep {
  const started = `2026-01-0${day}T00:00:00.000Z`;
  return {
    familyId,
    started,
    codeRevision: "unknown",
    flags: { agent: "trend", seed: ["1", "2"], json: true },
  };
}

function refused(act: () => unknown, message: RegExp): void {
  throws(act, (error) => error instanceof RunError && message.test(error.message));
}

Deno.test("a sweep is found by its id, its beginning, and the newest as the last", () =>
  inTempDir((root) => {
    refused(() => findSweep(root, "last"), /no sweep "last" in .*; there are none yet/);
    for (const [id, day] of [["f-a1", 1], ["f-b1", 3], ["f-b2", 2]] as const) keepSweep(root, sweep(id, day));
    deepStrictEqual(findSweep(root, "last"), sweep("f-b1", 3));
    strictEqual(findSweep(root, "f-b2").familyId, "f-b2");
    strictEqual(findSweep(root, "F-A").familyId, "f-a1");
    refused(() => findSweep(root, "f-b"), /"f-b" begins 2 sweeps in .* \(f-b1, f-b2\); wanted one/);
    for (const ref of ["f-c", ""]) refused(() => findSweep(root, ref), /there are: f-a1, f-b1, f-b2/);
    Deno.writeTextFileSync(`${root}/f-a1.sweep.json`, '{"familyId":1}');
    refused(() => findSweep(root, "f-a1"), /f-a1\.sweep\.json is damaged/);
  }));

Deno.test("a sweep is one process's, until it lets go of it", () =>
  inTempDir((root) => {
    {
      using _lock = lockSweep(root, "f-a1");
      refused(() => lockSweep(root, "f-a1"), /another process plays the sweep f-a1/);
      using _other = lockSweep(root, "f-b1");
    }
    using _again = lockSweep(root, "f-a1");
  }));

Deno.test("the runs of a sweep are those that it played, not others of its family's id", () =>
  inTempDir((root) => {
    const write = (changes: Parameters<typeof manifest>[1]): string => {
      const folder = createRunFolder(root);
      writeManifest(folder, manifest(folder.id, changes));
      return folder.id;
    };
    const of = { job: 0, point: { fast: "5" } };
    const played = write({ familyId: "f-a1", sweep: of });
    write({ familyId: "f-a1" });
    write({ familyId: "f-b1", sweep: of });
    deepStrictEqual([...sweepRuns(root, "f-a1")].map(({ manifest: { id } }) => id), [played]);
  }));

Deno.test("faults are added to those of their sweep, a line each", () =>
  inTempDir((root) => {
    const faults = [0, 1].map((job) => ({ job, point: { fast: "5" }, fault: "it threw" }));
    for (const fault of faults) noteSweepFault(root, "f-a1", fault);
    const text = Deno.readTextFileSync(`${root}/f-a1.faults.jsonl`);
    deepStrictEqual(text.trimEnd().split("\n").map((line) => JSON.parse(line)), faults);
    ok(text.endsWith("\n"));
  }));
