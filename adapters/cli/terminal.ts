/** What the process is attached to. Reads nothing but the streams themselves. */
export interface Terminal {
  /** Whether the error output redraws; progress goes there, so that results can be piped. */
  readonly redraws: boolean;
  /** Whether results are read on a terminal, in colour unless NO_COLOR is set. */
  readonly colour: boolean;
  /** Width of the terminal, or null where there is none. */
  columns(): number | null;
  /** Its size in characters, or null where there is none. */
  size(): { readonly columns: number; readonly rows: number } | null;
  /** Hears each key at once, not shown, until it is disposed of; null where there is no keyboard. Ctrl-C stays what it is. */
  keys(onKey: (key: string) => void): Disposable | null;
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
    columns: () => size()?.columns ?? null,
    size,
    keys: hearKeys,
    print: (text) => writeAll(Deno.stdout, `${text}\n`),
    note: (text) => writeAll(Deno.stderr, text),
  };
}

function size(): { readonly columns: number; readonly rows: number } | null {
  if (!Deno.stdout.isTerminal() && !Deno.stderr.isTerminal()) return null;
  return Deno.consoleSize();
}

function hearKeys(onKey: (key: string) => void): Disposable | null {
  if (!Deno.stdin.isTerminal()) return null;
  // With cbreak the terminal still makes a signal of Ctrl-C.
  Deno.stdin.setRaw(true, { cbreak: Deno.build.os !== "windows" });
  const reader = Deno.stdin.readable.getReader();
  void readKeys(reader, onKey);
  return {
    [Symbol.dispose]: () => {
      Deno.stdin.setRaw(false);
      void reader.cancel();
    },
  };
}

async function readKeys(reader: ReadableStreamDefaultReader<Uint8Array>, onKey: (key: string) => void) {
  const decoder = new TextDecoder();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const text = decoder.decode(value, { stream: true });
    // An arrow or function key comes as several characters: it is one key, and none of ours.
    for (const key of text.startsWith("\x1b") ? ["\x1b"] : text) onKey(key);
  }
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
