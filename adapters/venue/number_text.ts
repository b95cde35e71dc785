/** The most decimals a double shows exactly enough: beyond them it is noise. */
const MOST_DECIMALS = 20;

/** A number without an exponent and without needless zeros: `5`, `0.00001234`, `-3.5`. */
export function plainText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return Object.is(value, -0) ? "0" : text;
  if (Math.abs(value) >= 1e21) return Number.isFinite(value) ? String(BigInt(value)) : text;
  const full = value.toFixed(MOST_DECIMALS);
  const cut = full.replace(/\.?0+$/, "");
  return cut === "-0" ? "0" : cut;
}

/** As the venue prints prices, sizes and amounts: {@link plainText} with at least one decimal, `5.0`. */
export function decimalText(value: number): string {
  const text = plainText(value);
  return text.includes(".") ? text : `${text}.0`;
}
