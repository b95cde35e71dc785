/** Finding what a person meant to type. */

/**
 * The known name closest to what was typed, or null where none is close: a name that begins with it (three
 * letters or more), or one within a third of its length in slips of the finger.
 */
export function nearest(typed: string, known: readonly string[]): string | null {
  const wanted = typed.toLowerCase();
  const begun = wanted.length < 3 ? undefined : known.find((name) => name.toLowerCase().startsWith(wanted));
  if (begun !== undefined) return begun;
  let best: string | null = null;
  let least = Math.max(1, Math.ceil(wanted.length / 3)) + 1;
  for (const name of known) {
    const slips = editDistance(wanted, name.toLowerCase());
    // A single letter is within one slip of every other one: that is no likeness.
    if (slips < least && slips < wanted.length) {
      least = slips;
      best = name;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
