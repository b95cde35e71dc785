import assert from "node:assert/strict";
import { newAgentCommand, readNewAgentOptions } from "./new_agent.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

Deno.test("one TypeScript file is wanted", () => {
  assert.deepEqual(readNewAgentOptions({}, ["mine.ts"]), { path: "mine.ts", debug: false });
  const rows: readonly (readonly [words: readonly string[], message: string])[] = [
    [[], "no file was named; wanted one like mine.ts"],
    [["mine"], '"mine" cannot be right; wanted a file like mine.ts'],
    [["a.ts", "b.ts"], '"b.ts" is one file too many; wanted one'],
  ];
  for (const [words, message] of rows) assert.throws(() => readNewAgentOptions({}, words), { message });
});

Deno.test("it writes the file and says what to type next, so that it is taken for a file", () => {
  const written: string[] = [];
  const writeTemplate = (path: string): void => void written.push(path);
  const terminal = recordedTerminal();
  newAgentCommand({ path: "mine.ts", debug: false }, terminal, { writeTemplate });
  assert.deepEqual(written, ["mine.ts"]);
  const text = terminal.printed.join("\n");
  assert.match(text, /^mine\.ts is written/);
  assert.match(text, /deno task backtest --agent \.\/mine\.ts/);
  assert.match(text, /deno task check-agent \.\/mine\.ts/);
});
