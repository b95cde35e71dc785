import { deepStrictEqual } from "node:assert/strict";
import { walkWindows } from "./walk_windows.ts";

Deno.test("windows walk by the length of a test: tests touch, trains end where their test begins", () => {
  deepStrictEqual(walkWindows({ from: 0, until: 10 }, { trainMs: 4, testMs: 2 }), [
    { train: { from: 0, until: 4 }, test: { from: 4, until: 6 } },
    { train: { from: 2, until: 6 }, test: { from: 6, until: 8 } },
    { train: { from: 4, until: 8 }, test: { from: 8, until: 10 } },
  ]);
});

Deno.test("a test that would be cut short is left out, and a range too short has no window", () => {
  deepStrictEqual(walkWindows({ from: 0, until: 7 }, { trainMs: 4, testMs: 2 }).length, 1);
  deepStrictEqual(walkWindows({ from: 0, until: 5 }, { trainMs: 4, testMs: 2 }), []);
});
