import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { gradeMemory, type KnowledgeCutoff } from "./memory_grade.ts";

const CUTOFF: KnowledgeCutoff = {
  model: "m",
  cutoff: "2024-01-01",
  knownUntil: Date.UTC(2024, 0, 2),
  claimedBy: "vendor",
  source: "there",
  read: "2024-05-05",
};
/** 90 days after the end of that day. */
const CLEAN_FROM = Date.UTC(2024, 3, 1);
const DAY = 86_400_000;

Deno.test("a period after the cutoff and its margin is clean, one before it contaminated, else mixed", () => {
  const grade = (from: number, days: number) => gradeMemory({ from, until: from + days * DAY }, CUTOFF);
  deepStrictEqual(grade(CLEAN_FROM, 10), { grade: "CLEAN", overlap: 0 });
  deepStrictEqual(grade(CLEAN_FROM - DAY, 10), { grade: "MIXED", overlap: 0.1 });
  deepStrictEqual(grade(CLEAN_FROM - 10 * DAY, 10), { grade: "CONTAMINATED", overlap: 1 });
  deepStrictEqual(grade(CLEAN_FROM - 1, 10).grade, "MIXED");
  strictEqual(grade(0, 10).grade, "CONTAMINATED");
});

Deno.test("what nobody knows counts as remembered", () => {
  deepStrictEqual(gradeMemory({ from: Date.UTC(2030, 0, 1), until: Date.UTC(2031, 0, 1) }, null), {
    grade: "CONTAMINATED",
    overlap: 1,
  });
});
