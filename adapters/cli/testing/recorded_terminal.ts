import type { Terminal } from "../terminal.ts";

/** A terminal that keeps what is written to it. */
export interface RecordedTerminal extends Terminal {
  readonly printed: string[];
  readonly noted: string[];
  /** Presses a key, where somebody listens. */
  press(key: string): void;
}

/** A terminal for tests; without `columns` there is none: the output is piped. */
export function recordedTerminal(columns: number | null = null): RecordedTerminal {
  const printed: string[] = [];
  const noted: string[] = [];
  let heard: ((key: string) => void) | null = null;
  return {
    redraws: columns !== null,
    colour: false,
    columns: () => columns,
    size: () => columns === null ? null : { columns, rows: 24 },
    keys: (onKey) => {
      heard = onKey;
      return { [Symbol.dispose]: () => void (heard = null) };
    },
    press: (key) => heard?.(key),
    print: (text) => printed.push(text),
    note: (text) => noted.push(text),
    printed,
    noted,
  };
}
