import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createStepLine, stepText } from "./step_line.ts";
import type { Terminal } from "./terminal.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

function terminal(redraws: boolean): { readonly terminal: Terminal; readonly notes: string[] } {
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  return { notes, terminal: { ...recordedTerminal(40), redraws, print: note, note } };
}

Deno.test("stepText: how far it is, and how long it takes", () => {
  strictEqual(
    stepText({ done: 10, of: 40, what: "BTC 2024-01" }, 30_000),
    "███████░░░░░░░░░░░░░░░░░░░   25 %   10 of 40   BTC 2024-01   ETA 1m 30s",
  );
  strictEqual(stepText({ done: 0, of: 0, what: "x" }, 1), `${"█".repeat(26)}  100 %   0 of 0   x   ETA 0 s`);
  strictEqual(stepText({ done: 0, of: 4, what: "x" }, 1), `${"░".repeat(26)}    0 %   0 of 4   x   ETA ?`);
});

Deno.test("createStepLine: one line that redraws within the width, and is taken away", () => {
  const { terminal: drawn, notes } = terminal(true);
  const line = createStepLine(drawn, { isShown: true });
  line.update({ done: 1, of: 4, what: "BTC 2024-01" });
  line.update({ done: 2, of: 4, what: "BTC 2024-02" });
  line.finish();
  line.finish();
  deepStrictEqual(notes.map((note) => note.replace("\x1b[K", "").length), [40, 1]);
});

Deno.test("createStepLine: plain lines without a terminal, none where none are wanted", () => {
  const { terminal: plain, notes } = terminal(false);
  const line = createStepLine(plain, { isShown: true });
  line.update({ done: 1, of: 4, what: "BTC" });
  line.finish();
  strictEqual(notes.length, 1);
  strictEqual(notes[0].endsWith("\n"), true);
  createStepLine(plain, { isShown: false }).update({ done: 1, of: 4, what: "BTC" });
  strictEqual(notes.length, 1);
});
