const LINE_END = 0x0a;
/** Nobody types more. */
const MOST_BYTES = 1000;

/** One line that is typed on a terminal, without its end; null: nobody can type here, or the input is over. */
export function readLine(): string | null {
  if (!Deno.stdin.isTerminal()) return null;
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  while (bytes.length < MOST_BYTES) {
    if (Deno.stdin.readSync(one) === null) return bytes.length === 0 ? null : decoded(bytes);
    if (one[0] === LINE_END) return decoded(bytes);
    bytes.push(one[0]);
  }
  return decoded(bytes);
}

function decoded(bytes: readonly number[]): string {
  return new TextDecoder().decode(new Uint8Array(bytes)).replace(/\r$/, "");
}
