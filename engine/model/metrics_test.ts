import assert from "node:assert/strict";
import { type Metrics, metricsSchema } from "./metrics.ts";

/** Every figure is a number, each another one. */
function whole(): Record<string, number | null> {
  const parsed = metricsSchema.safeParse({});
  const names = parsed.error!.issues.map(({ path }) => String(path[0]));
  const late = ["drawdownUntil", "drawdownMs", "maxDrawdownDaily", "expectancyR"];
  return Object.fromEntries([...names, ...late].map((name, at) => [name, at]));
}

Deno.test("metricsSchema reads what it was given, and figures of a run.json that is older than they as missing", () => {
  const metrics = whole();
  // What a model took is there where one was asked; in an older run.json there was none.
  assert.deepEqual(metricsSchema.parse(metrics), { ...metrics, model: null });
  const { expectancyR: _, maxDrawdownDaily: __, ...older } = metrics;
  const read: Metrics = metricsSchema.parse(older);
  assert.deepEqual([read.expectancyR, read.maxDrawdownDaily, read.drawdownMs], [
    null,
    null,
    metrics.drawdownMs,
  ]);
});

Deno.test("metricsSchema refuses what is no finite number, and null where a figure always is", () => {
  for (const value of [NaN, Infinity, "1", null]) {
    assert.ok(!metricsSchema.safeParse({ ...whole(), totalReturn: value }).success, `${value}`);
  }
  assert.ok(metricsSchema.safeParse({ ...whole(), sharpe: null }).success);
});
