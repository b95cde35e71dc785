import assert from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { settingDifferences } from "./setting_differences.ts";
import { manifestOf } from "./testing/runs.ts";

const MODEL: NonNullable<RunManifest["model"]> = {
  provider: "p",
  model: "m",
  answers: "replay",
  host: null,
  cutoff: null,
  memory: { grade: "CONTAMINATED", overlap: 1 },
  blind: false,
  price: null,
  tableSha256: "00",
};

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

Deno.test("prompts go by the names of their files, and by their hashes where a name tells nothing", () => {
  const run = (id: string, path: string | null, sha256: string) => {
    const { model: _none, ...base } = manifestOf(id);
    const model = { ...MODEL, ...(path === null ? {} : { prompt: { path, sha256 } }) };
    const prompt = { version: path === null ? 3 : null, sha256 };
    return { ...base, model, settings: { parameters: { prompt } } };
  };
  const [careful, bold, builtIn] = [
    run("1", "careful.md", "a"),
    run("2", "bold.md", "b"),
    run("3", null, "c"),
  ];
  assert.deepEqual(settingDifferences([careful, bold, builtIn]), [
    { name: "prompt", values: ["careful.md", "bold.md", "built-in"] },
  ]);
  const changed = run("4", "careful.md", "d");
  assert.deepEqual(settingDifferences([careful, changed]), [
    { name: "parameters.prompt.sha256", values: ["a", "d"] },
  ]);
  assert.deepEqual(settingDifferences([careful, run("5", "copy.md", "a")]), []);
});
