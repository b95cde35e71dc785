import assert from "node:assert/strict";
import type { RunIndex } from "../../engine/mod.ts";
import { indexPathOf, readIndex } from "./index_file.ts";
import { closeRun, openRun } from "./open_run.ts";
import { cycle, inTempDir, manifest, RUN } from "./testing/samples.ts";

const INDEX: RunIndex = {
  firstDay: 1_704_067_200_000,
  daily: [10_000, 10_100.5],
  curve: [[1_704_067_200_000, 10_000]],
  asked: [[1_704_067_200_000, 1_704_068_100_000, 2]],
  decisions: [[1_704_067_200_000, "BTC", "buy"]],
  trades: [],
  fills: 1,
};

/** A run of three lines with an index. */
async function finished(root: string) {
  const run = await openRun(root, (id) => manifest(id), { durable: false });
  for (const entry of [RUN, cycle(0), cycle(1)]) run.diary.append(entry);
  const end = { status: "finished", ended: "2026-01-02T00:00:00.000Z" } as const;
  const closed = await closeRun(run, { ...end, index: INDEX });
  return { ...run.folder, manifest: closed };
}

Deno.test("the index of a run is read as it was written", () =>
  inTempDir(async (root) => {
    assert.deepEqual(readIndex(await finished(root)), INDEX);
  }));

const damages: readonly (readonly [what: string, file: string, from: string | RegExp, to: string])[] = [
  ["a changed figure", "index.json", "10100.5", "10100.6"],
  ["another version", "index.json", '"schema":1', '"schema":2'],
  ["another diary", "index.json", /"lastHash":"./, '"lastHash":"x'],
  ["a diary of another length", "index.json", '"lines":3', '"lines":4'],
  ["no JSON", "index.json", "{", "x"],
  ["nothing", "index.json", /[^]*/, ""],
  ["a diary with a line more", "diary.jsonl", /$/, `{"seq":3,"hash":"${"0".repeat(64)}"}\n`],
  ["a diary with a torn line", "diary.jsonl", /\n$/, ""],
  ["an empty diary", "diary.jsonl", /[^]*/, ""],
];

for (const [what, file, from, to] of damages) {
  Deno.test(`an index beside ${what} is none`, () =>
    inTempDir(async (root) => {
      const run = await finished(root);
      const path = `${run.path}/${file}`;
      const text = Deno.readTextFileSync(path);
      assert.notEqual(text.replace(from, to), text);
      Deno.writeTextFileSync(path, text.replace(from, to));
      assert.equal(readIndex(run), null);
    }));
}

Deno.test("where the diary stayed on another machine run.json and the index are enough", () =>
  inTempDir(async (root) => {
    const run = await finished(root);
    Deno.removeSync(run.diaryPath);
    assert.deepEqual(readIndex(run), INDEX);
    const diary = { ...run.manifest.diary!, lastHash: "0".repeat(64) };
    assert.equal(readIndex({ ...run, manifest: { ...run.manifest, diary } }), null);
  }));

Deno.test("without the file, or before the end there is none", () =>
  inTempDir(async (root) => {
    const run = await finished(root);
    assert.equal(readIndex({ ...run, manifest: { ...run.manifest, diary: null } }), null);
    Deno.removeSync(indexPathOf(run));
    assert.equal(readIndex(run), null);
  }));

Deno.test("where the index cannot be written the run is finished all the same", () =>
  inTempDir(async (root) => {
    const run = await openRun(root, (id) => manifest(id), { durable: false });
    run.diary.append(RUN);
    Deno.mkdirSync(`${indexPathOf(run.folder)}.tmp`);
    const closed = await closeRun(run, {
      status: "finished",
      ended: "2026-01-02T00:00:00.000Z",
      index: INDEX,
    });
    assert.deepEqual([closed.status, readIndex({ ...run.folder, manifest: closed })], ["finished", null]);
  }));
