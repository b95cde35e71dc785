/** Colour for the terminal: never the only sign, so leaving it out loses nothing. */

/** What a piece of text is; `plain` is never coloured. */
export type Tone = "plain" | "strong" | "faint" | "gain" | "loss" | "warning" | "danger" | "reverse";

/**
 * SGR codes. Gain and loss are blue and orange, which stay apart for eyes that do not tell red from green; red
 * is kept for danger.
 */
const CODES: Readonly<Record<Exclude<Tone, "plain">, string>> = {
  strong: "1",
  faint: "2",
  gain: "38;5;39",
  loss: "38;5;208",
  warning: "33",
  danger: "1;31",
  reverse: "7",
};

/** Puts text into a tone, or returns it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** A painter with or without colour. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_tone, text) => text;
  return (tone, text) => tone === "plain" || text === "" ? text : `\x1b[${CODES[tone]}m${text}\x1b[0m`;
}

/** The tone of a signed figure. */
export function signTone(value: number): Tone {
  if (value > 0) return "gain";
  return value < 0 ? "loss" : "plain";
}
