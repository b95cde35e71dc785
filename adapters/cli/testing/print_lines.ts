/** Prints many results and one note through the terminal of this process; run by terminal_test.ts. */

import { processTerminal } from "../terminal.ts";

const terminal = processTerminal();
const { redraws, colour } = terminal;
for (let line = 0; line < 20_000; line++) terminal.print(`line ${line} ${"x".repeat(60)}`);
terminal.note(JSON.stringify({ redraws, colour, columns: terminal.columns() }));
