import { deepStrictEqual, match, ok } from "node:assert/strict";
import { renderReplay, type ReplayedRun, replayJson, valueText } from "./replay_view.ts";
import { MANIFEST } from "./testing/sample.ts";

const CAUSES = ["data", "risk", "fill"];
const SAME: ReplayedRun = {
  ...{ status: "equal", divergence: null, fault: null, cycles: 1200, skipped: 0, lines: 1300, lastHash: "a" },
  ...{ lastClose: Date.UTC(2024, 0, 12, 8, 15), whole: true },
};
const DIVERGENCE = {
  ...{ line: 1204, close: Date.UTC(2024, 0, 12, 8, 15), entry: "intent", field: "orders.0.legs.0.size" },
  ...{ recorded: 0.012, replayed: null, cause: "risk", detail: null },
};

function shown(result: Partial<ReplayedRun>, columns: number | null = null): string {
  const view = {
    manifest: MANIFEST,
    result: { ...SAME, ...result },
    causes: CAUSES,
    warnings: ["w"],
    columns,
  };
  return renderReplay(view);
}

Deno.test("a run that comes out the same is told in a line, as far as it went", () => {
  match(
    shown({}),
    /\nequal: 1,200 cycles, each line the same byte for byte, and so are the figures in run\.json\.\n/,
  );
  match(shown({ whole: false }), /byte for byte up to 2024-01-12 08:15Z\.\n/);
  match(shown({ cycles: 0 }), /\nequal, as far as it goes: there is no whole cycle to compare\.\n/);
  match(
    shown({ skipped: 1 }),
    /byte for byte\. Before --from-cycle, 1 cycle came out otherwise: not compared, as asked\.\n/,
  );
  match(
    shown({ status: "interrupted", whole: false }),
    /\ninterrupted: 1,200 cycles, .* up to 2024-01-12 08:15Z\.\n/,
  );
  match(shown({}), /\nWarning: w$/);
});

Deno.test("a divergence is told with its line, field, both values and its place among the causes", () => {
  const text = shown({ status: "diverged", divergence: DIVERGENCE });
  deepStrictEqual(text.split("\n").slice(2, 8), [
    "differs: risk, in the cycle of 2024-01-12 08:15Z",
    "  line      1204 of diary.jsonl, intent",
    "  field     orders.0.legs.0.size",
    "  recorded  0.012",
    "  replayed  not there",
    "  began in  data → [risk] → fill",
  ]);
});

Deno.test("long lines are broken under their label", () => {
  const divergence = { ...DIVERGENCE, detail: "many words ".repeat(20).trim() };
  const lines = shown({ status: "diverged", divergence }, 60).split("\n");
  ok(lines.every((line) => line.length <= 60), lines.join("\n"));
  ok(lines.filter((line) => line.startsWith(" ".repeat(12))).length >= 3);
});

Deno.test("values stand on one line, as they stand in the diary", () => {
  deepStrictEqual([1e-7, "a\nb", true, null, { a: 1 }].map(valueText), [
    "0.0000001",
    '"a\\nb"',
    "true",
    "not there",
    '{"a":1}',
  ]);
  ok(valueText("x".repeat(1000)).length < 320);
});

Deno.test("the same as JSON", () => {
  const view = { manifest: MANIFEST, result: SAME, causes: CAUSES, warnings: [], columns: null };
  const { runId, status, cycles } = JSON.parse(replayJson(view));
  deepStrictEqual([runId, status, cycles], [MANIFEST.id, "equal", 1200]);
});
