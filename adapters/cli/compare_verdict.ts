import { letterOf, type ShownComparison, type ShownPair, type ShownTest } from "./compared.ts";
import { formatCount, formatNumber, formatSigned } from "./format.ts";

/** One sentence on all pairs, which never says more than the intervals do. */
export function verdictOf(comparison: ShownComparison): string {
  const said = comparison.pairs.map((pair, index) => pairVerdict(pair, letterOf(index + 1), comparison));
  const text = said.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function pairVerdict(
  { standing, test, refused }: ShownPair,
  letter: string,
  comparison: ShownComparison,
): string {
  if (test === null) return `A and ${letter} were not tested: ${refused}`;
  const { pairs } = comparison;
  const days = formatCount(test.days, "day");
  const p = test.meanReturn.p;
  const found = `the 95 % interval of A − ${letter}, ${bpInterval(test.meanReturn.interval)} a day,`;
  const open = `${days} do not tell A and ${letter} apart: ${found}`;
  if (standing === "open") return `${open} holds zero`;
  if (standing === "sensitive") return `${open} leaves zero out, but with other block lengths it does not`;
  if (standing === "many") {
    const alone = p === null ? "" : ` (${chanceText(p)} alone)`;
    return `${open} leaves zero out, but its p among ${
      formatCount(pairs.length, "pair")
    } is above 0.05${alone}`;
  }
  const [better, worse] = standing === "first" ? ["A", letter] : [letter, "A"];
  return `over ${days} ${better} earned more than ${worse}: ${found} leaves zero out${
    worthOf(comparison, letter)
  }`;
}

/** What takes from a difference, however sure it is: a market that is made up, a model that may remember. */
function worthOf({ runs }: ShownComparison, letter: string): string {
  const both = runs.filter((_, index) => index === 0 || letterOf(index) === letter);
  if (both.some(({ synthetic }) => synthetic)) {
    return ", on a synthetic market, which says nothing of real prices";
  }
  const grades = both.flatMap(({ memory }) =>
    memory === null || memory.grade === "CLEAN" ? [] : [memory.grade]
  );
  return grades.length === 0 ? "" : `, with a model that may remember that time (${grades.join(", ")})`;
}

/** Fractions as basis points: `-2.10 to +8.31 bp`. */
function bpInterval({ low, high }: ShownTest["meanReturn"]["interval"]): string {
  return `${formatSigned(low * 10_000)} to ${formatSigned(high * 10_000)} bp`;
}

/** A chance: `0.24`, `0.0312`, `below 0.0001`. */
export function chanceText(p: number): string {
  if (p >= 0.1) return formatNumber(p);
  return p < 0.0001 ? "below 0.0001" : formatNumber(p, 4);
}
