import { deepStrictEqual } from "node:assert/strict";
import { lastLines } from "./line_reader.ts";

Deno.test("the last lines are whole ones, also where the first block that is read begins inside a line", () => {
  const lines = ["a", "b", "c", "d", "e"].map((letter) => letter.repeat(100_000));
  const path = Deno.makeTempFileSync({ prefix: "reprise-lines-" });
  try {
    Deno.writeTextFileSync(path, `${lines.join("\n")}\n`);
    for (const count of [1, 2, 3, 5, 9]) {
      deepStrictEqual(
        lastLines(path, count).map((line) => [line[0], line.length]),
        lines.slice(-count).map((line) => [line[0], line.length]),
      );
    }
  } finally {
    Deno.removeSync(path);
  }
});
