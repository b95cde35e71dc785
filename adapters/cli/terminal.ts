/** What the process is attached to. Reads nothing but the streams themselves. */
export interface Terminal {
  /** Whether the error output redraws; progress goes there, so that results can be piped. */
  readonly redraws: boolean;
  /** Whether results are read on a terminal, in colour unless NO_COLOR is set. */
  readonly colour: boolean;
  /** Width of the terminal, or null where there is none. */
  columns(): number | null;
  /** Writes a result. */
  print(text: string): void;
  /** Writes anything that is not a result. */
  note(text: string): void;
}

const encoder = new TextEncoder();

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    redraws: Deno.stderr.isTerminal(),
    colour: Deno.stdout.isTerminal() && !Deno.noColor,
    columns,
    print: (text) => writeAll(Deno.stdout, `${text}\n`),
    note: (text) => writeAll(Deno.stderr, text),
  };
}

function columns(): number | null {
  if (!Deno.stdout.isTerminal() && !Deno.stderr.isTerminal()) return null;
  return Deno.consoleSize().columns;
}

/** A reader that went away (`| head`) is no fault: what is left is not wanted. */
function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = encoder.encode(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(stream.writeSync(bytes));
    } catch (error) {
      if (error instanceof Deno.errors.BrokenPipe) return;
      throw error;
    }
  }
}
