import assert from "node:assert/strict";
import { residentMb } from "../resident_memory.ts";
import { bytesIn, type Sample, soakRows } from "./samples.ts";

/** Sixteen looks; what is looked at goes by the number of the look. */
function looks(of: (look: number) => { readonly memoryMb: number; readonly bytes: number }): Sample[] {
  return Array.from({ length: 16 }, (_, look) => {
    const { memoryMb, bytes } = of(look);
    return { atS: look, memoryMb: { paper: memoryMb }, files: { "diary.jsonl": bytes }, cycles: look * 10 };
  });
}

Deno.test("what stays as it was in the second quarter is flat, however it began", () => {
  const rows = soakRows(looks((look) => ({ memoryMb: look < 4 ? 50 : 100, bytes: 100_000 * look })));
  assert.deepEqual(rows, [
    { name: "memory of paper", unit: "MB", early: 100, late: 100, isFlat: true },
    { name: "diary.jsonl", unit: "bytes a cycle", early: 10_000, late: 10_000, isFlat: true },
  ]);
});

Deno.test("memory that grows, and a file that grows more and more a cycle, are told", () => {
  const rows = soakRows(looks((look) => ({ memoryMb: 100 + 5 * look, bytes: 5000 * look * look })));
  assert.deepEqual(rows.map(({ isFlat }) => isFlat), [false, false]);
});

Deno.test("a soak of a few looks says nothing", () => {
  assert.throws(() => soakRows(looks(() => ({ memoryMb: 1, bytes: 1 })).slice(0, 7)), /8 at least/);
});

Deno.test({
  name: "the memory of a process is looked up, and the bytes of a folder by name",
  ignore: Deno.build.os !== "linux",
  fn: () => {
    const folder = Deno.makeTempDirSync();
    Deno.writeTextFileSync(`${folder}/diary.jsonl`, "12345");
    Deno.mkdirSync(`${folder}/seen`);
    for (const name of ["1", "2"]) Deno.writeTextFileSync(`${folder}/seen/${name}`, "1234");
    assert.deepEqual(bytesIn(folder), { "diary.jsonl": 5, "seen/": 8 });
    Deno.removeSync(folder, { recursive: true });
    assert.ok(residentMb(Deno.pid) > 20);
  },
});
