import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { firstDivergence } from "./first_divergence.ts";

/** Lines of a diary: the place, the close, what was done, and a hash that never counts. */
function diary(key: string, ...done: readonly string[]): string {
  const lines = done.map((what, at) => `{"seq":${at + 1},"close":${(at + 1) * 60_000},"did":"${what}"`);
  return [`{"seq":0,"key":"${key}"`, ...lines].map((line) => `${line},"hash":"${key}"}\n`).join("");
}

function between(one: string, other: string) {
  const [a, b] = [one, other].map((text) => {
    const path = Deno.makeTempFileSync({ prefix: "reprise-divergence-" });
    Deno.writeTextFileSync(path, text);
    return path;
  });
  try {
    return firstDivergence(a, b);
  } finally {
    for (const path of [a, b]) Deno.removeSync(path);
  }
}

Deno.test("runs of other keys part at the first line that says something else", () => {
  strictEqual(between(diary("k", "x", "y"), diary("other", "x", "y")), null);
  const parted = { seq: 2, close: 120_000, isEnd: false };
  deepStrictEqual(between(diary("k", "x", "y"), diary("other", "x", "z")), parted);
});

Deno.test("where one ends first, the other's next line is told with its moment, whichever is the longer", () => {
  const [short, long] = [diary("k", "x"), diary("k", "x", "y")];
  const end = { seq: 2, close: 120_000, isEnd: true };
  deepStrictEqual([between(short, long), between(long, short)], [end, end]);
});
