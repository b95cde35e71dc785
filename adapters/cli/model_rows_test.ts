import assert from "node:assert/strict";
import type { Metrics, ModelFigures, ModelManifest } from "../../engine/mod.ts";
import { answerNotes, memoryNotes, modelRows, netReturnRows } from "./model_rows.ts";
import { BENCHMARK, MANIFEST, METRICS } from "./testing/sample.ts";

const MODEL: ModelFigures = {
  decisions: 360,
  calls: 483,
  tokens: { fresh: 600_000, cacheRead: 400_000, cacheWrite: 0, output: 65_277 },
  costUsd: 0.504,
  latencyMs: 360 * 4600,
  repaired: 0,
  held: { late: 0, capped: 0, failed: 0, invalid: 0, aborted: 0, abandoned: 0 },
  netReturn: -0.0123,
};

const CARD: ModelManifest = {
  provider: "openai",
  model: "m-1",
  answers: "replay",
  host: null,
  cutoff: {
    model: "m-1",
    cutoff: "2024-01-31",
    knownUntil: Date.UTC(2024, 1, 1),
    claimedBy: "vendor",
    source: "there",
    read: "2024-05-05",
  },
  memory: { grade: "CLEAN", overlap: 0 },
  blind: false,
  price: null,
  tableSha256: "00",
};

function columns(given: Partial<ModelFigures> = {}): Metrics[] {
  return [{ ...METRICS, model: { ...MODEL, ...given } }, BENCHMARK];
}

function texts(rows: ReturnType<typeof modelRows>): readonly unknown[] {
  return rows.map(({ label, cells, note }) => [label, cells[0].text, note]);
}

Deno.test("a run without a model has no such rows and no such notes", () => {
  assert.deepEqual([
    netReturnRows([METRICS]),
    modelRows([METRICS]),
    memoryNotes(MANIFEST),
    answerNotes(MANIFEST),
  ], [[], [], [], []]);
});

Deno.test("cost with the rate and the tokens, time of a decision, the return less the cost", () => {
  assert.deepEqual(texts(netReturnRows(columns())), [["  less model cost", "-1.23 %", ""]]);
  assert.deepEqual(texts(modelRows(columns())), [
    [
      "model cost",
      "-0.50 USD",
      "1.40 USD per 1,000 decisions",
    ],
    ["time to decide", "4.6 s", "483 questions, 360 decisions"],
  ]);
});

Deno.test("without a price there is no figure, and why", () => {
  const given = columns({ costUsd: null, netReturn: null });
  assert.deepEqual(texts(netReturnRows(given)), [["  less model cost", "n/a", "no price is known"]]);
  assert.deepEqual(texts(modelRows(given))[0], [
    "model cost",
    "n/a",
    "no price is known",
  ]);
});

Deno.test("what was held for want of an answer is counted by its reasons", () => {
  const held = { late: 2, capped: 30, failed: 0, invalid: 1, aborted: 0, abandoned: 0 };
  assert.deepEqual(texts(modelRows(columns({ held, repaired: 3 })))[2], [
    "  held without it",
    "33",
    "2 late, 30 capped, 1 invalid, 3 mended by asking again",
  ]);
});

Deno.test("the grade stands beside the result, with who says what", () => {
  const notes = (given: Partial<ModelManifest>): string[] => {
    const manifest = { ...MANIFEST, model: { ...CARD, ...given } };
    return [...memoryNotes(manifest), ...answerNotes(manifest)];
  };
  const rows: readonly (readonly [Partial<ModelManifest>, string])[] = [
    [{}, "CLEAN: m-1 knows up to 2024-01-31 (vendor), 90 days and more before the period."],
    [
      { memory: { grade: "MIXED", overlap: 0.25 } },
      "MIXED: m-1 knows up to 2024-01-31 (vendor) and may remember 25.00 % of the period: no evidence of skill.",
    ],
    [
      { memory: { grade: "CONTAMINATED", overlap: 1 }, cutoff: null },
      "CONTAMINATED: m-1 has no known cutoff and may remember the period: no evidence of skill.",
    ],
  ];
  for (const [given, said] of rows) assert.equal(notes(given)[0], said);
  const [told] = answerNotes({ ...MANIFEST, model: CARD, metrics: columns()[0] });
  assert.equal(
    told,
    "Answers of m-1 (openai): recorded, no network; tokens 1,000 k in (400 k cached), 65 k out.",
  );
  assert.equal(notes({ blind: true })[1], "Answers of m-1 (openai, blind): recorded, no network.");
  assert.equal(
    notes({ answers: "auto", host: "api.openai.com:443" })[1],
    "Answers of m-1 (openai): auto, api.openai.com:443 could be reached.",
  );
});

Deno.test("two that asked a model have each its own figures; what asks nobody has none", () => {
  const both = [
    columns()[0],
    columns({ costUsd: null, netReturn: null, decisions: 180, latencyMs: 180_000 })[0],
  ];
  const shown = [...netReturnRows(both), ...modelRows(both)].map(({ cells }) =>
    cells.map(({ text }) => text)
  );
  assert.deepEqual(shown, [["-1.23 %", "n/a"], ["-0.50 USD", "n/a"], ["4.6 s", "1 s"]]);
  assert.deepEqual(modelRows(columns()).map(({ cells }) => cells[1].text), ["", ""]);
});
