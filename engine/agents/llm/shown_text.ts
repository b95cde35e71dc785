/** How figures, times and foreign words are written for a model: each kind in one form, whoever writes it. */

const SIGNIFICANT = 7;
const MAX_FOREIGN = 600;

/**
 * A price, size or indicator value: seven significant figures as a plain decimal, so that a coin at 0.00001234 is told
 * from one at 0.00001235; "n/a" where there is none.
 */
export function figureText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "n/a";
  return quickText(value) ?? exactText(value);
}

/** Powers of ten that are exact as numbers, from 10^0 on. */
const POWERS: readonly number[] = Array.from({ length: 14 }, (_, power) => Number(`1e${power}`));
const QUICK_FROM = 1e-6;
const QUICK_UNDER = 10 ** SIGNIFICANT;
/** So near to the middle between two figures the product below may lie on the wrong side of it. */
const TIE = 1e-6;

/** The text by whole numbers: a prompt holds hundreds of figures. Null where that would not be exact. */
function quickText(value: number): string | null {
  const size = Math.abs(value);
  if (size < QUICK_FROM || size >= QUICK_UNDER) return null;
  let decimals = 0;
  while (size * POWERS[decimals] < QUICK_UNDER / 10) decimals++;
  const scaled = size * POWERS[decimals];
  let whole = Math.round(scaled);
  if (Math.abs(Math.abs(scaled - whole) - 0.5) < TIE) return null;
  while (decimals > 0 && whole % 10 === 0) {
    whole /= 10;
    decimals--;
  }
  const sign = value < 0 ? "-" : "";
  if (decimals === 0) return `${sign}${whole}`;
  const digits = String(whole).padStart(decimals + 1, "0");
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function exactText(value: number): string {
  const rounded = Number(value.toPrecision(SIGNIFICANT));
  const size = Math.abs(rounded);
  if (size === 0) return "0";
  if (size >= 1e-6 && size < 1e21) return String(rounded);
  const [digits, exponent] = rounded.toExponential().split("e");
  const decimals = Math.max(0, digits.replace(/^-?\d\.?/, "").length - Number(exponent));
  return rounded.toFixed(Math.min(100, decimals));
}

/** Figures, oldest first. */
export function figuresText(values: readonly number[]): string {
  let text = "";
  for (let index = 0; index < values.length; index++) {
    text += index === 0 ? figureText(values[index]) : ` ${figureText(values[index])}`;
  }
  return text;
}

/** An amount in USD, with cents. */
export function usdText(usd: number): string {
  return withoutMinusZero(usd.toFixed(2));
}

/** A fraction in percent. */
export function percentText(fraction: number | null, decimals: number = 2): string {
  if (fraction === null || !Number.isFinite(fraction)) return "n/a";
  return `${withoutMinusZero((fraction * 100).toFixed(decimals))} %`;
}

/**
 * Words from outside the engine as data that cannot end its fence: a JSON text in which neither angle brackets nor
 * invisible characters stand as such; cut where it is long.
 */
export function fenced(words: string): string {
  const cut = words.length > MAX_FOREIGN ? `${words.slice(0, MAX_FOREIGN - 1)}…` : words;
  const text = JSON.stringify(cut).replace(
    /[<>&\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `<data>${text}</data>`;
}

function withoutMinusZero(text: string): string {
  return text.startsWith("-") && Number(text) === 0 ? text.slice(1) : text;
}
