/** As many as Binance prints at most. */
const MOST_DECIMALS = 8;

/** A number with at least so many decimals and at most eight: nothing that a recording holds is lost. */
export function fixedText(value: number, least: number): string {
  // What rounds to nothing has no sign.
  const full = value.toFixed(MOST_DECIMALS).replace(/^-(?=0\.0*$)/, "");
  let end = full.length;
  const shortest = end - MOST_DECIMALS + least;
  while (end > shortest && full.charCodeAt(end - 1) === ZERO) end--;
  // No decimals, no point.
  return full.slice(0, full.charCodeAt(end - 1) === POINT ? end - 1 : end);
}

const ZERO = "0".charCodeAt(0);
const POINT = ".".charCodeAt(0);
