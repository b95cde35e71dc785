import assert from "node:assert/strict";
import { settingDifferences } from "./setting_differences.ts";
import { manifestOf } from "./testing/runs.ts";

Deno.test("settings that differ, by their way, with what each run has", () => {
  const first = manifestOf("11111111", {
    settings: { assets: ["BTC"], profile: { name: "high", stop: 1 }, seed: 1 },
  });
  const second = manifestOf("22222222", {
    settings: { assets: ["BTC", "ETH"], profile: { name: "high", stop: 2 }, extra: null },
    range: { ...first.range, from: 0 },
    agentFile: { path: "mine.ts", sha256: "f".repeat(64) },
  });
  assert.deepEqual(settingDifferences([first, second]), [
    { name: "assets", values: [["BTC"], ["BTC", "ETH"]] },
    { name: "profile.stop", values: [1, 2] },
    { name: "seed", values: [1, null] },
    { name: "from", values: [first.range.from, 0] },
    { name: "agentFile", values: [null, "f".repeat(64)] },
  ]);
});

Deno.test("the same settings differ in nothing, whatever the folder, the time and the revision", () => {
  const run = manifestOf("11111111");
  assert.deepEqual(settingDifferences([run, { ...run, id: "22222222", codeRevision: "x", key: "y" }]), []);
});
