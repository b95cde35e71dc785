/** The shipped recording: a backtest with a model, without a network and without a key. */

import assert from "node:assert/strict";
import type { CycleEntry, DecisionRecord, Trade } from "../../engine/mod.ts";
import { EXAMPLE, recordExample } from "../scripted_model/record_example.ts";
import { atWork, diaryOf, ROOT, type Run, runOf } from "./workplace.ts";

const MANIFEST = JSON.parse(Deno.readTextFileSync(`${ROOT}fixtures/cassettes/manifest.json`));
const AGAIN = "if prompt, contract, tools or market were meant to change: deno task fixtures";

function cyclesOf(run: Run): CycleEntry[] {
  return diaryOf(run.folder).lines.map(({ entry }) => entry).filter((entry) => entry.kind === "cycle");
}

Deno.test("the shipped recording plays to its end, twice, byte for byte, without a network", () =>
  atWork(async (place) => {
    const runs: Run[] = [];
    for (let time = 0; time < 2; time++) {
      const { code, out, err } = await place.backtest(`${EXAMPLE} --json`);
      assert.equal(code, 0, `${err}\n${AGAIN}`);
      runs.push(runOf(JSON.parse(out).manifest.replace(/\/run\.json$/, "")));
    }
    const [first, second] = runs;
    assert.deepEqual(second.lines, first.lines);
    const { model, metrics } = first.manifest;
    assert.deepEqual([model?.answers, model?.host, model?.memory.grade], ["replay", null, "CONTAMINATED"]);
    const { totalReturn, model: figures } = metrics!;
    assert.equal(figures?.calls, MANIFEST.answers);
    assert.ok(figures!.costUsd! > 0 && figures!.netReturn! < totalReturn);
    checkStory(cyclesOf(first));
  }));

/** What the script is to show: tools, both sides of every asset, a refusal, an answer mended and one that is not. */
function checkStory(cycles: readonly CycleEntry[]): void {
  const trades = cycles.flatMap(({ trades }): readonly Trade[] => trades ?? []);
  assert.ok(trades.length >= 20, `${trades.length} round trips`);
  const sides = new Set(trades.map(({ asset, side }) => `${asset} ${side}`));
  assert.equal(sides.size, 6, [...sides].join(", "));
  const withTools = cycles.filter(({ toolCalls }) => toolCalls !== undefined);
  assert.equal(withTools.length, cycles.length / 3);
  const decisions = cycles.flatMap(({ decisions }): readonly DecisionRecord[] => decisions ?? []);
  assert.ok(decisions.some(({ refusal }) => refusal?.code === "leverage"));
  assert.ok(decisions.some(({ action }) => action === "close"), "it leaves by itself, too");
  const repaired = cycles.filter(({ repaired }) => repaired !== undefined);
  assert.ok(repaired.some(({ unanswered }) => unanswered === undefined));
  assert.deepEqual(repaired.filter(({ unanswered }) => unanswered?.why === "invalid").length, 1);
  for (
    const { summary, reasoning, rationales, tokens, latencyMs, costUsd, cassetteKeys, unanswered } of cycles
  ) {
    if (unanswered !== undefined) continue;
    for (const told of [summary, reasoning, rationales, tokens, latencyMs, costUsd, cassetteKeys]) {
      assert.ok(told !== undefined && told !== null);
    }
  }
}

Deno.test("it says that it is scripted, and recorded again it is the same bytes", async () => {
  assert.ok(MANIFEST.scripted === true && /never a language model/.test(MANIFEST.about));
  const { archive, manifest } = await recordExample();
  assert.deepEqual(manifest, MANIFEST, AGAIN);
  assert.deepEqual(archive, Deno.readFileSync(`${ROOT}fixtures/cassettes/${MANIFEST.file}`), AGAIN);
});

Deno.test("another question has no answer: the run ends, and says what differs first", () =>
  atWork(async (place) => {
    const { code, out, err } = await place.backtest(`${EXAMPLE} --capital 9000 --no-progress`);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(
      err,
      /^backtest: no answer is recorded for this request: it differs from the nearest of \d+ recorded ones first in message 2 \(user\): asked ".*equity 9000.*", recorded ".*"; --llm auto asks/,
    );
    const [id] = place.runFolders();
    assert.equal(JSON.parse(Deno.readTextFileSync(`${place.path}/runs/${id}/run.json`)).status, "failed");
  }));
