import { strictEqual } from "node:assert/strict";
import { RunCatalog } from "./run_catalog.ts";
import { manifestOf } from "./testing/dashboard.ts";

Deno.test("a run that was begun since the last look is found by its id before the list is old", async () => {
  const ids = ["00000001"];
  const listRuns = (root: string) =>
    ids.map((id) => {
      const path = `${root}/${id}`;
      return { path, diaryPath: `${path}/diary.jsonl`, manifest: manifestOf(id) };
    });
  const catalog = new RunCatalog("runs", { listRuns, isRunning: () => false });
  strictEqual(catalog.list().length, 1);
  ids.push("00000002");
  await new Promise((go) => setTimeout(go, 150));
  strictEqual(catalog.find("00000002")?.id, "00000002");
  strictEqual(catalog.find("ffffffff"), null);
});
