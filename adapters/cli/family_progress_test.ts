import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { familyLine, familyProgress } from "./family_progress.ts";

const COUNT = { runs: 12, done: 4, failed: 1, inHand: 1 };

Deno.test("tells what is done, what failed, the pace and the time that is left", () => {
  strictEqual(familyLine(COUNT, 12_000), "4 of 12 done   1 failed   0.50 runs/s   ETA 12 s");
  strictEqual(
    familyLine({ ...COUNT, failed: 0, done: 0, inHand: 0 }, 10),
    "0 of 12 done   0.00 runs/s   ETA ?",
  );
  strictEqual(
    familyLine({ ...COUNT, failed: 0, done: 0, inHand: 0.03 }, 5000),
    "0 of 12 done   0.01 runs/s   ETA ?",
  );
});

Deno.test("redraws one line on a terminal, now and then a line elsewhere, and nothing where nobody looks", () => {
  const drawn = (redraws: boolean, isShown: boolean): string[] => {
    const noted: string[] = [];
    let now = 0;
    const note = (text: string): void => void noted.push(text);
    const progress = familyProgress({ redraws, note, columns: () => 80 }, { isShown, nowMs: () => now });
    for (now = 1000; now <= 6000; now += 2500) progress.update(COUNT);
    progress.finish();
    return noted;
  };
  deepStrictEqual(drawn(true, true).map((text) => text[0]), ["\r", "\r", "\r", "\r"]);
  deepStrictEqual(drawn(false, true).length, 1);
  deepStrictEqual(drawn(false, true)[0].at(-1), "\n");
  deepStrictEqual(drawn(true, false), []);
});
