import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { sha256 } from "../../engine/mod.ts";
import { listRuns } from "./find_run.ts";
import { readIndex } from "./index_file.ts";
import { keepRun } from "./keep_run.ts";
import { readTrials } from "./trial_ledger.ts";
import { manifest } from "./testing/samples.ts";

const INDEX = { firstDay: null, daily: [], curve: [], asked: [], decisions: [], trades: [], fills: 0 };
const DIARY = `{"hash":"${sha256("x")}"}\n`;

Deno.test("a run that was played elsewhere lies here under its own id, with index, ledger and what came of its diary", () => {
  const root = Deno.makeTempDirSync();
  try {
    const sent = manifest("0badcafe", { status: "finished", diary: { lines: 1, lastHash: sha256("x") } });
    for (const diary of [null, DIARY]) {
      const { id, path } = keepRun(root, { manifest: sent, index: INDEX, diary });
      notStrictEqual(id, "0badcafe");
      const [run] = listRuns(root).filter((one) => one.manifest?.id === id);
      deepStrictEqual(run.manifest, { ...sent, id });
      deepStrictEqual(readIndex({ ...run, manifest: run.manifest! }), INDEX);
      strictEqual([...Deno.readDirSync(path)].some(({ name }) => name === "diary.jsonl"), diary !== null);
    }
    strictEqual(readTrials(root).lines.length, 2);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});

Deno.test("an index is not that of a diary which ends otherwise", () => {
  const root = Deno.makeTempDirSync();
  try {
    const sent = manifest("0badcafe", { status: "finished", diary: { lines: 1, lastHash: sha256("y") } });
    keepRun(root, { manifest: sent, index: INDEX, diary: DIARY });
    const [run] = listRuns(root);
    strictEqual(readIndex({ ...run, manifest: run.manifest! }), null);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
