import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { RunError } from "./run_error.ts";
import { inTempDir, manifest } from "./testing/samples.ts";
import { appendTrial, readTrials, trialsBeside } from "./trial_ledger.ts";

const RANGE = { from: 100, until: 200 };
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

/** A run of an agent with a seed, in the middle range. */
function run(id: string, changes: Partial<RunManifest> = {}): RunManifest {
  return manifest(id, { range: RANGE, ...changes });
}

function settings(changes: RunManifest["settings"]): Partial<RunManifest> {
  return { settings: { assets: ["BTC"], seed: 1, ...changes } };
}

/** The runs of each trial that is counted beside a run, after these were begun. */
function counted(root: string, begun: readonly RunManifest[], beside: RunManifest): readonly string[][] {
  begun.forEach((one) => appendTrial(root, one));
  return trialsBeside(beside, readTrials(root)).map(({ runIds }) => [...runIds]);
}

Deno.test("the same agent, prompt, model and settings are one trial, whatever range of the data they saw", () =>
  inTempDir((root) => {
    const begun = [run("a"), run("b"), run("c", { range: { from: 150, until: 300 } })];
    deepStrictEqual(counted(root, begun, begun[0]), [["a", "b", "c"]]);
  }));

Deno.test("another setting, seed, agent, agent's file, prompt or model is another trial", () =>
  inTempDir((root) => {
    const begun = [
      run("a"),
      run("b", settings({ seed: 2 })),
      run("c", { agent: "mean-reversion" }),
      run("d", { agentFile: { path: "./mine.ts", sha256: "aa" } }),
      run("e", { agentFile: { path: "./mine.ts", sha256: "bb" } }),
      run("f", settings({ parameters: { provider: "openai", model: "one", sample: 0 } })),
      run("g", settings({ parameters: { provider: "openai", model: "two", sample: 0 } })),
    ];
    deepStrictEqual(counted(root, begun, begun[0]), begun.map(({ id }) => [id]));
  }));

Deno.test("another text of the prompt is another trial, whatever its file is called", () =>
  inTempDir((root) => {
    const asked = (id: string, path: string, sha256: string): RunManifest =>
      run(id, { model: { ...MODEL, prompt: { path, sha256 } } });
    const begun = [asked("a", "one.md", "aa"), asked("b", "two.md", "aa"), asked("c", "one.md", "bb")];
    deepStrictEqual(counted(root, begun, begun[0]), [["a", "b"], ["c"]]);
    deepStrictEqual(readTrials(root).lines.map(({ prompt }) => prompt), ["aa", "aa", "bb"]);
  }));

Deno.test("another sample of the same model's answers is a repeat and no trial", () =>
  inTempDir((root) => {
    const [first, repeat] = [0, 1].map((sample) =>
      run(`r${sample}`, settings({ parameters: { provider: "openai", model: "one", sample } }))
    );
    deepStrictEqual(counted(root, [first, repeat], first), [["r0", "r1"]]);
  }));

Deno.test("what ran on other candles, or on none of the same times, does not count", () =>
  inTempDir((root) => {
    const other = settings({ seed: 2 });
    const begun = [
      run("a", { ...other, range: { from: 0, until: 100 } }),
      run("b", { ...other, range: { from: 200, until: 300 } }),
      run("c", { ...other, data: { ...run("c").data, source: "binance-perp" } }),
      run("d", { ...other, range: { from: 199, until: 300 } }),
    ];
    deepStrictEqual(counted(root, begun, run("self")), [["d"], ["self"]]);
  }));

Deno.test("a run on another market than the recorded one stands in the ledger and does not count", () =>
  inTempDir((root) => {
    const control = { name: "mirror", range: RANGE, detail: null };
    const begun = [run("a", { ...settings({ control: "mirror" }), control }), run("b")];
    deepStrictEqual(counted(root, begun, begun[1]), [["b"]]);
    deepStrictEqual(readTrials(root).lines.map((line) => line.control), ["mirror", undefined]);
  }));

Deno.test("the ledger only grows, and what a killed writer left of its line spoils no other", () =>
  inTempDir((root) => {
    const path = `${root}/trials.jsonl`;
    appendTrial(root, run("a"));
    const before = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, `${before}{"trial":"0123`);
    const torn = readTrials(root);
    deepStrictEqual([torn.lines.map(({ runId }) => runId), torn.damaged], [["a"], 1]);
    appendTrial(root, run("b", { familyId: "f-1" }));
    const { lines, damaged } = readTrials(root);
    deepStrictEqual([lines.map(({ runId }) => runId), damaged], [["a", "b"], 1]);
    strictEqual(lines[1].familyId, "f-1");
    ok(Deno.readTextFileSync(path).startsWith(`${before}{"trial":"0123\n{`));
  }));

Deno.test("no ledger is an empty one, and one that cannot be written is told in a line", () =>
  inTempDir((root) => {
    deepStrictEqual(readTrials(root), { lines: [], damaged: 0 });
    Deno.mkdirSync(`${root}/trials.jsonl`);
    throws(() => appendTrial(root, run("a")), RunError);
  }));
