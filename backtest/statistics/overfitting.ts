import type { Values } from "./moments.ts";

/** How often the best of some days is below the middle on the others. */
export interface Overfitting {
  /** The share of splits in which it is: the probability of backtest overfitting. */
  readonly probability: number;
  readonly meanLogit: number;
  /** Of its Sharpe ratio on the other days on that on the chosen ones, a straight line through all splits. */
  readonly slope: number;
  /** The share of splits in which it loses on the other days. */
  readonly lossProbability: number;
  readonly splits: number;
  /** Days at the front that were left out, so that all parts are of one length. */
  readonly trimmed: number;
}

/** Parts that the days are divided into: 16 give 12,870 splits. Source: methods.md A3. */
export const OVERFITTING_PARTS = 16;

/** Sums over the days of one part. */
interface PartSums {
  readonly sum: number;
  readonly squares: number;
}

/**
 * Combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado and Zhu): in every choice of half of the parts the
 * variant with the highest Sharpe ratio is ranked on the other half; logit = ln(ω ÷ (1 − ω)), ω = rank ÷ (N + 1), equal ratios
 * sharing their rank. Null with fewer than two variants or two days a part. Source: methods.md A3.
 */
export function overfitting(returns: readonly Values[], parts = OVERFITTING_PARTS): Overfitting | null {
  const days = returns[0]?.length ?? 0;
  const perPart = Math.floor(days / parts);
  if (returns.length < 2 || perPart < 2) return null;
  const trimmed = days - parts * perPart;
  const sums = returns.map((series) => partSums(series, { parts, perPart, from: trimmed }));
  const half = parts / 2 * perPart;
  const [inside, outside]: [number[], number[]] = [[], []];
  let [below, logits] = [0, 0];
  for (const chosen of halves(parts)) {
    const inSample = sums.map((one) => sharpeIn(one, chosen, half));
    const outSample = sums.map((one) => sharpeIn(one, ~chosen, half));
    const best = inSample.indexOf(Math.max(...inSample));
    const omega = rankOf(outSample[best], outSample) / (returns.length + 1);
    const logit = Math.log(omega / (1 - omega));
    logits += logit;
    if (logit <= 0) below++;
    inside.push(inSample[best]);
    outside.push(outSample[best]);
  }
  const splits = inside.length;
  return {
    probability: below / splits,
    meanLogit: logits / splits,
    slope: slopeOf(inside, outside),
    lossProbability: outside.filter((sharpe) => sharpe < 0).length / splits,
    splits,
    trimmed,
  };
}

/** Every choice of half of the parts, as bits. */
function* halves(parts: number): Generator<number, void, void> {
  for (let chosen = 0; chosen < 2 ** parts; chosen++) {
    let bits = 0;
    for (let rest = chosen; rest > 0; rest &= rest - 1) bits++;
    if (bits === parts / 2) yield chosen;
  }
}

function partSums(
  series: Values,
  { parts, perPart, from }: { readonly parts: number; readonly perPart: number; readonly from: number },
): PartSums[] {
  return Array.from({ length: parts }, (_, part) => {
    let [sum, squares] = [0, 0];
    for (let day = from + part * perPart; day < from + (part + 1) * perPart; day++) {
      sum += series[day];
      squares += series[day] ** 2;
    }
    return { sum, squares };
  });
}

/** The Sharpe ratio (n − 1) over the chosen parts; 0 where they do not vary. */
function sharpeIn(parts: readonly PartSums[], chosen: number, days: number): number {
  let [sum, squares] = [0, 0];
  parts.forEach((part, bit) => {
    if ((chosen & (1 << bit)) === 0) return;
    sum += part.sum;
    squares += part.squares;
  });
  const variance = (squares - sum * sum / days) / (days - 1);
  return variance > 4 * Number.EPSILON * squares / days ? sum / days / Math.sqrt(variance) : 0;
}

/** From 1, the lowest; equal ones share the mean of their places. */
function rankOf(value: number, among: readonly number[]): number {
  let [lower, equal] = [0, 0];
  for (const other of among) {
    if (other < value) lower++;
    else if (other === value) equal++;
  }
  return lower + (equal + 1) / 2;
}

function slopeOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xy, xx] = [0, 0];
  xs.forEach((x, index) => {
    xy += (x - meanX) * (ys[index] - meanY);
    xx += (x - meanX) ** 2;
  });
  return xx === 0 ? 0 : xy / xx;
}
