import { quote, UsageError } from "./errors.ts";

/** So many values of one flag are a slip of the hand. */
const MOST_VALUES = 100_000;
const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(\\d+(?:\\.\\d+)?))?$`);

/**
 * The values of a range as it is typed, each as text: `10..40:5` is 10, 15, … 40; without a step it is 1. Decimals stay as exact
 * as they were typed; what is no range is one value. Throws a UsageError for an empty range, or one of too many values.
 */
export function numbersIn(
  word: string,
  { flag, command }: { readonly flag: string; readonly command: string },
): string[] {
  const [, first, last, step = "1"] = RANGE.exec(word) ?? [];
  if (first === undefined) return [word];
  const digits = Math.max(...[first, last, step].map((text) => text.split(".")[1]?.length ?? 0));
  const [from, to, by] = [first, last, step].map((text) => Math.round(Number(text) * 10 ** digits));
  if (by <= 0 || to < from) {
    throw new UsageError(
      `${flag} ${quote(word)} is empty; wanted FROM..TO:STEP with TO from FROM up and a STEP above 0`,
      command,
    );
  }
  const count = Math.floor((to - from) / by) + 1;
  if (count > MOST_VALUES) {
    throw new UsageError(
      `${flag} ${quote(word)} has ${count} values; wanted at most ${MOST_VALUES}`,
      command,
    );
  }
  return Array.from({ length: count }, (_, index) => String((from + index * by) / 10 ** digits));
}
