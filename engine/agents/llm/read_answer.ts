import type { z } from "zod";
import type { Contract, ModelAnswer } from "./contract.ts";

/** An answer that keeps to the contract, or in one line what is wrong with it. */
export type ReadAnswer = { readonly answer: ModelAnswer } | { readonly wrong: string };

const MAX_ISSUES = 3;

/**
 * Reads a model's text. Words around the one JSON object are passed over; nothing is added, filled in or guessed.
 */
export function readAnswer(text: string, contract: Contract): ReadAnswer {
  const parsed = parseObject(text);
  if ("wrong" in parsed) return parsed;
  const checked = contract.schema.safeParse(parsed.value);
  return checked.success ? { answer: checked.data } : { wrong: issuesText(checked.error.issues) };
}

function parseObject(text: string): { readonly value: unknown } | { readonly wrong: string } {
  if (text.trim() === "") return { wrong: "the answer is empty" };
  const whole = parse(text);
  if ("value" in whole) return whole;
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start < 0) return { wrong: "there is no JSON object in it" };
  const inner = end < start ? whole : parse(text.slice(start, end + 1));
  return "value" in inner ? inner : { wrong: `it is not JSON: ${inner.wrong}` };
}

function parse(text: string): { readonly value: unknown } | { readonly wrong: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { wrong: reasonOf(error) };
  }
}

/** The runtime's words without the piece of the text that it quotes. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, (\.\.\.)?".*$/s, "").replace(/ in JSON at position/, " at character").slice(
    0,
    120,
  );
}

/** The first few faults, each with the place it is at. */
export function issuesText(issues: readonly z.core.$ZodIssue[]): string {
  const told = issues.slice(0, MAX_ISSUES).map(({ path, message }) => {
    const where = path.length === 0 ? "the whole" : path.join(".");
    return `${where}: ${message.replace(/^Invalid input: /, "")}`;
  });
  const more = issues.length - told.length;
  return more > 0 ? `${told.join("; ")}; and ${more} more` : told.join("; ");
}
