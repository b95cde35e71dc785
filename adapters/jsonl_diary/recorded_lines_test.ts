import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { diaryDetail, recordedLines } from "./recorded_lines.ts";

function withFile(bytes: string, use: (path: string) => void): void {
  const path = Deno.makeTempFileSync({ prefix: "reprise-" });
  try {
    Deno.writeTextFileSync(path, bytes);
    use(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("lines come as they stand, however they lie in the blocks that are read", () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} 東京 ${"x".repeat(index)}`);
  lines[7] = "y".repeat(700_000);
  withFile(`${lines.join("\n")}\n`, (path) => {
    deepStrictEqual([...recordedLines(path, true)], lines);
    deepStrictEqual([...recordedLines(path, false)], lines);
  });
});

Deno.test("what stands after the last line's end is given where it is wanted", () => {
  withFile("one\ntwo\nthr", (path) => {
    deepStrictEqual([...recordedLines(path, false)], ["one", "two"]);
    deepStrictEqual([...recordedLines(path, true)], ["one", "two", "thr"]);
  });
  withFile("", (path) => deepStrictEqual([...recordedLines(path, true)], []));
  withFile("\n\n", (path) => deepStrictEqual([...recordedLines(path, true)], ["", ""]));
  throws(() => [...recordedLines("/nowhere/at/all", true)], /cannot read \/nowhere\/at\/all: /);
});

Deno.test("how much a diary keeps is told by the first cycle in which the agent was asked", () => {
  const asked = '{"seq":2,"kind":"cycle","decisionsHash":"a"';
  withFile(
    `{"seq":0}\n{"seq":1,"kind":"cycle"}\n${asked},"observation":{}}\n`,
    (path) => strictEqual(diaryDetail(path), "full"),
  );
  withFile(`${asked}}\n${asked},"observation":{}}\n`, (path) => strictEqual(diaryDetail(path), "trades"));
  withFile("", (path) => strictEqual(diaryDetail(path), "trades"));
});
