import assert from "node:assert/strict";
import { MANIFEST_SCHEMA, type RunManifest } from "../../engine/mod.ts";
import { type FoundRun, listRuns } from "./find_run.ts";
import { closeRun, failRun, openRun } from "./open_run.ts";
import { readDiary, verifyAgainst, verifyRun } from "./read_diary.ts";
import { RunError } from "./run_error.ts";
import { readManifest } from "./run_folder.ts";

const KEY = "0".repeat(64);
const ENDED = "2026-01-01T00:00:01.000Z";
const OPTIONS = { durable: false };

function manifestOf(id: string): RunManifest {
  return {
    schema: MANIFEST_SCHEMA,
    id,
    mode: "backtest",
    key: KEY,
    agent: "trend",
    settings: {},
    codeRevision: "unknown",
    data: { source: "synthetic-perp", synthetic: true, files: [], gaps: 0 },
    range: { from: 0, until: 1 },
    started: "2026-01-01T00:00:00.000Z",
    ended: null,
    status: "running",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
  };
}

/** Runs something on a temporary folder for runs. */
async function withRoot(use: (root: string) => void | Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await use(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("a run is opened with manifest and empty diary, and closed with how it ended", () =>
  withRoot(async (root) => {
    const run = await openRun(root, manifestOf, OPTIONS);
    assert.deepEqual(readManifest(run.folder), manifestOf(run.folder.id));
    run.diary.append({ kind: "run", schema: 2, key: KEY });
    const manifest = await closeRun(run, { status: "finished", ended: ENDED });
    assert.deepEqual(readManifest(run.folder), manifest);
    assert.deepEqual([manifest.status, manifest.ended, manifest.diary?.lines], ["finished", ENDED, 1]);
    verifyAgainst(manifest, readDiary(run.folder.diaryPath).end);
  }));

Deno.test("a run whose first manifest cannot be written leaves no folder", () =>
  withRoot(async (root) => {
    const bad = (id: string): RunManifest => ({ ...manifestOf(id), schema: 99 });
    await assert.rejects(() => openRun(root, bad, OPTIONS), /breaks its schema/);
    assert.deepEqual([...Deno.readDirSync(root)], []);
  }));

Deno.test("the diary is there before the manifest: who finds a run can read it", () =>
  withRoot(async (root) => {
    let files: string[] = [];
    const run = await openRun(root, (id) => {
      files = [...Deno.readDirSync(`${root}/${id}`)].map(({ name }) => name);
      return manifestOf(id);
    }, OPTIONS);
    assert.deepEqual(files, ["diary.jsonl"]);
    await run.diary.close();
    assert.deepEqual(verifyRun(listRuns(root)[0] as FoundRun).lines, 0);
  }));

Deno.test("a run that fails is marked so, its diary closed", () =>
  withRoot(async (root) => {
    const run = await openRun(root, manifestOf, OPTIONS);
    run.diary.append({ kind: "run", schema: 2, key: KEY });
    await failRun(run, { ended: ENDED, fault: "no more candles" });
    const { status, ended, diary, fault } = readManifest(run.folder);
    assert.deepEqual([status, ended, diary?.lines, fault], ["failed", ENDED, 1, "no more candles"]);
    assert.throws(() => run.diary.append({ kind: "run", schema: 2, key: KEY }), /is closed/);
  }));

Deno.test("where the manifest cannot be replaced the word is put into it as it lies, in the same bytes", () =>
  withRoot(async (root) => {
    // A name with a character of three bytes, as accounts of a venue have one.
    const named = (id: string) => ({ ...manifestOf(id), agent: "bot 0x1234…abcd" });
    const run = await openRun(root, named, OPTIONS);
    const { manifestPath } = run.folder;
    const before = Deno.statSync(manifestPath).size;
    // A folder in the place of the temporary file: the replacement fails as it would on a full disk.
    Deno.mkdirSync(`${manifestPath}.tmp`);
    await failRun(run, { ended: ENDED, fault: "no more candles" });
    assert.equal(Deno.statSync(manifestPath).size, before);
    assert.deepEqual(readManifest(run.folder), { ...named(run.folder.id), status: "failed" });
  }));

Deno.test("a folder that is gone when a run fails is no second failure", () =>
  withRoot(async (root) => {
    const run = await openRun(root, manifestOf, OPTIONS);
    Deno.removeSync(run.folder.path, { recursive: true });
    await failRun(run, { ended: ENDED, fault: "no more candles" });
    await assert.rejects(() => closeRun(run, { status: "failed", ended: ENDED }), RunError);
  }));
