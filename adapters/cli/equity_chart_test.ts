import assert from "node:assert/strict";
import fc from "fast-check";
import { drawEquity, resample } from "./equity_chart.ts";
import type { EquityPoint } from "./summary_view.ts";

const FROM = Date.UTC(2024, 0, 1);
const FRAME = { width: 40, title: "equity", titleWidth: 8 };

function points(values: readonly number[], stepMs = 86_400_000): EquityPoint[] {
  return values.map((equityUsd, index) => ({ time: FROM + index * stepMs, equityUsd }));
}

Deno.test("equity is drawn from its lowest to its highest, with the days at its ends", () => {
  const rise = points(Array.from({ length: 24 }, (_, index) => 10_000 + index * 10));
  assert.deepEqual(drawEquity(rise, FRAME), [
    "        10,230.00 ┤              ▁▂▃▄▅▆█",
    "equity            │       ▁▂▃▅▆▇████████",
    "        10,000.00 ┤▁▃▄▅▆▇███████████████",
    "                   2024-01-01 2024-01-24",
  ]);
});

Deno.test("a short run has times at its ends", () => {
  const lines = drawEquity(points([1, 2, 3], 900_000), { ...FRAME, width: 60 });
  assert.match(lines[3], /^ +2024-01-01 00:00 +2024-01-01 00:30$/);
});

Deno.test("flat equity is a flat line", () => {
  const lines = drawEquity(points([5, 5, 5, 5]), { ...FRAME, width: 30 });
  assert.deepEqual(lines.slice(0, 3).map((line) => line.replace(/[^ ▁▂▃▄▅▆▇█]/g, "").trim()), [
    "",
    "▄".repeat(16),
    "█".repeat(16),
  ]);
});

Deno.test("too little to draw is said", () => {
  assert.deepEqual(drawEquity([], FRAME), ["equity  n/a: fewer than two cycles"]);
  assert.deepEqual(drawEquity(points([1]), FRAME), ["equity  n/a: fewer than two cycles"]);
});

Deno.test("no column is empty, and the highest or the lowest never gets lost", () => {
  const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 300 });
  fc.assert(fc.property(values, fc.integer({ min: 8, max: 90 }), (equity, width) => {
    const columns = resample(points(equity), width);
    assert.equal(columns.length, width);
    assert.ok(columns.every((value) => equity.includes(value)));
    const [low, high] = [Math.min(...equity), Math.max(...equity)];
    assert.ok(columns.includes(low) || columns.includes(high));
    const lines = drawEquity(points(equity), { ...FRAME, width: 100 });
    assert.ok(lines.length === 4 && lines.every((line) => line.length <= 100));
  }));
});
