import type { Terminal } from "../terminal.ts";

/** A terminal that keeps what is written to it. */
export interface RecordedTerminal extends Terminal {
  readonly printed: string[];
  readonly noted: string[];
}

/** A terminal for tests; without `columns` there is none: the output is piped. */
export function recordedTerminal(columns: number | null = null): RecordedTerminal {
  const printed: string[] = [];
  const noted: string[] = [];
  return {
    redraws: columns !== null,
    colour: false,
    columns: () => columns,
    print: (text) => printed.push(text),
    note: (text) => noted.push(text),
    printed,
    noted,
  };
}
