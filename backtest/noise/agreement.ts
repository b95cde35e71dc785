import { wilson } from "../statistics/mod.ts";

/** How far several answers to the same questions agree. */
export interface Agreement {
  /** Questions, and answers to each. */
  readonly points: number;
  readonly samples: number;
  /** TARa@N: the share of questions whose answers are all the same, with its 95 % interval (Wilson). */
  readonly allEqual: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** The mean share of a question's answers that are its most frequent one. */
  readonly modal: number;
  /** Agreement beyond that of chance; null where every answer there is is the same: then chance agrees as well. */
  readonly fleissKappa: number | null;
}

/**
 * The agreement of answers that were sorted into kinds: for each question, how many answers were of each kind; every row has
 * the same sum of at least two. Null without a question. Source: Fleiss 1971, by methods.md A2.
 */
export function agreementOf(rows: readonly (readonly number[])[]): Agreement | null {
  if (rows.length === 0) return null;
  const samples = sumOf(rows[0]);
  const pairs = samples * (samples - 1);
  const points = rows.length;
  const equal = rows.filter((row) => Math.max(...row) === samples).length;
  const observed = sumOf(rows.map((row) => (sumOf(row.map((count) => count * count)) - samples) / pairs)) /
    points;
  const kinds = Math.max(...rows.map((row) => row.length));
  const shares = Array.from(
    { length: kinds },
    (_, kind) => sumOf(rows.map((row) => row[kind] ?? 0)) / (points * samples),
  );
  const byChance = sumOf(shares.map((share) => share * share));
  return {
    points,
    samples,
    allEqual: equal / points,
    interval: wilson(equal, points)!,
    modal: sumOf(rows.map((row) => Math.max(...row) / samples)) / points,
    fleissKappa: byChance === 1 ? null : (observed - byChance) / (1 - byChance),
  };
}

/** The same of answers as they are: each distinct one is a kind. */
export function agreementOfAnswers(questions: readonly (readonly string[])[]): Agreement | null {
  const kinds = [...new Set(questions.flat())];
  const place = new Map(kinds.map((kind, index) => [kind, index]));
  return agreementOf(questions.map((answers) => {
    const row = kinds.map(() => 0);
    for (const answer of answers) row[place.get(answer)!]++;
    return row;
  }));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
