/** What is shipped is what the generator makes and what the manifest says. */
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { type DataFile, generate, manifestOf, sha256 } from "./generate.ts";
import { INSTRUMENTS } from "./instruments.ts";
import { SYMBOLS } from "./parameters.ts";
import { readGzip } from "./read.ts";
import { json, manifest, pathOf } from "./shipped.ts";

const LARGEST_TOTAL_BYTES = 12_000_000;
let generated: DataFile[] | undefined;

function fresh(): DataFile[] {
  generated ??= generate();
  return generated;
}

function shippedNames(): string[] {
  return readdirSync(pathOf(".")).filter((name) => name.startsWith("synthetic-")).sort();
}

Deno.test("the manifest lists the data files that are there, no more and no fewer", () => {
  const kinds = ["1m", "5m", "funding", "open-interest"];
  const wanted = SYMBOLS.flatMap((symbol) => kinds.map((kind) => `synthetic-perp-${symbol}-${kind}.csv.gz`))
    .sort();
  assert.deepEqual(shippedNames(), wanted);
  assert.deepEqual(manifest().files.map((file) => file.name).sort(), wanted);
});

Deno.test("the data files take at most 12 MB", () => {
  const bytes = shippedNames().reduce((sum, name) => sum + statSync(pathOf(name)).size, 0);
  assert.ok(bytes <= LARGEST_TOTAL_BYTES, `${bytes} bytes`);
});

Deno.test("the generator run again makes the manifest that is shipped", () => {
  assert.deepEqual(manifestOf(fresh()), manifest());
});

Deno.test("the manifest says that the market is synthetic", () => {
  assert.equal(manifest().synthetic, true);
  assert.match(manifest().about, /synthetic market.*says nothing about real prices/);
});

Deno.test("instruments.json holds the rules of the three coins", () => {
  assert.deepEqual(json("instruments.json"), INSTRUMENTS);
});

for (const file of manifest().files) {
  Deno.test(`${file.name}: content, rows and range are as the manifest says, and as generated`, () => {
    const content = readGzip(pathOf(file.name));
    assert.equal(sha256(content), file.sha256);
    assert.ok(
      content === fresh().find((made) => made.name === file.name)?.content,
      "differs from the generated one",
    );
    const rows = content.trimEnd().split("\n").slice(1);
    assert.equal(rows.length, file.rows);
    assert.equal(Number(rows[0].split(",")[0]), file.first);
    assert.equal(Number(rows[rows.length - 1].split(",")[0]), file.last);
  });

  Deno.test(`${file.name}: the rows are complete but for the gaps that the manifest names`, () => {
    const steps: Record<string, number> = { "1m": 60_000, "5m": 300_000, "1h": 3_600_000 };
    const step = steps[file.interval];
    const times = readGzip(pathOf(file.name)).trimEnd().split("\n").slice(1).map((row) =>
      Number(row.split(",")[0])
    );
    const found = times.flatMap((time, i) =>
      i > 0 && time - times[i - 1] !== step ? [{ from: times[i - 1] + step, to: time }] : []
    );
    assert.deepEqual(found, file.gaps.map(({ from, to }) => ({ from, to })));
  });
}
