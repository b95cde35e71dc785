/**
 * The formulas of a run's figures, pure. Each gives a finite number or the reason why there is none.
 * Source: methods.md A4 (365 days, no risk-free rate) and, for the smallest Sharpe ratio, A3.
 * @module
 */

import { DAYS_PER_YEAR, sharpeOfDaily, simpleReturns } from "../../engine/mod.ts";
import { Drawdown } from "./drawdown.ts";
import type { Figure } from "./figure.ts";

/** Under this many days nothing is annualised: a lucky week would read as a fortune. Source: methods.md A4. */
const MIN_ANNUALIZED_DAYS = 30;

/** Standard normal quantile of 95 %: the one-sided 5 % test. */
const Z_95 = 1.6448536269514722;

const RUINED = "the equity fell to zero";

/** Mean ÷ standard deviation (n − 1) of the daily returns × √365, from one equity a day, USD. */
export function sharpe(samples: readonly number[]): Figure {
  const fault = faultOf(samples);
  if (fault !== null) return fault;
  return sharpeOfDaily(samples) ?? "the daily returns do not vary";
}

/** Sortino ratio of the daily returns, annualised, from one equity a day, USD. */
export function sortino(samples: readonly number[]): Figure {
  return faultOf(samples) ?? sortinoOf(simpleReturns(samples), DAYS_PER_YEAR);
}

/** Mean ÷ √(mean of min(r, 0)² over all n) × √periods per year; `returns` are fractions. */
export function sortinoOf(returns: readonly number[], periodsPerYear: number): Figure {
  let sum = 0;
  let squares = 0;
  for (const value of returns) {
    sum += value;
    if (value < 0) squares += value * value;
  }
  if (squares === 0) return "no losing day";
  const ratio = sum / returns.length / Math.sqrt(squares / returns.length) * Math.sqrt(periodsPerYear);
  return Number.isFinite(ratio) ? ratio : "a daily return is too large to be averaged";
}

/** growth^(365 ÷ days) − 1, where growth is end ÷ start; 0.1 is 10 % a year. */
export function annualizedReturn(growth: number, days: number): Figure {
  if (!(growth > 0)) return RUINED;
  const annual = growth ** (DAYS_PER_YEAR / days) - 1;
  return Number.isFinite(annual) ? annual : "the return is too large to be annualised";
}

/** Annualised return ÷ |deepest drawdown|, both as fractions. */
export function calmar(annualized: Figure, maxDrawdown: number): Figure {
  if (typeof annualized === "string") return annualized;
  if (maxDrawdown === 0) return "no drawdown";
  const ratio = annualized / -maxDrawdown;
  return Number.isFinite(ratio) ? ratio : "the drawdown is too small to divide by";
}

/**
 * The smallest annualised Sharpe ratio that so many daily returns tell from zero at 5 %, one-sided, were they
 * normal: z ÷ √(n − 1 − z²/2) × √365. It is the minimum track record length
 * n = 1 + (1 + SR²/2)(z ÷ SR)², solved for SR. Source: methods.md A3 (Bailey and López de Prado 2012).
 */
export function smallestSharpe(dailyReturns: number): Figure {
  const freedom = dailyReturns - 1 - Z_95 ** 2 / 2;
  if (freedom <= 0) return `${counted(dailyReturns, "daily return")}, 3 are needed`;
  return Z_95 / Math.sqrt(freedom) * Math.sqrt(DAYS_PER_YEAR);
}

/** The deepest fall of daily equities (USD) from the highest before it, as a fraction, zero or below it. */
export function deepestFall(samples: readonly number[]): Figure {
  if (samples.length < 2) return `${counted(Math.max(0, samples.length - 1), "daily return")}, 1 is needed`;
  if (!(samples[0] > 0)) return RUINED;
  const drawdown = new Drawdown();
  samples.forEach((sample, day) => drawdown.push(day, sample));
  return drawdown.deepest;
}

/** Σ wins ÷ |Σ losses| of the net PnL of closed trades, in one unit; `lost` is not above zero. */
export function profitFactor(won: number, lost: number): Figure {
  return lost < 0 ? won / -lost : "no losing trade";
}

/** Σ |notional of fills| ÷ mean equity ÷ years: how often a year the equity was traded; amounts in USD. */
export function turnover(volumeUsd: number, meanEquityUsd: number, days: number): Figure {
  if (!(meanEquityUsd > 0)) return "the mean equity is not above zero";
  return volumeUsd / meanEquityUsd / (days / DAYS_PER_YEAR);
}

/** Why nothing may be annualised after so many days, or null when it may. */
export function tooShort(days: number): string | null {
  if (days >= MIN_ANNUALIZED_DAYS) return null;
  // Cut, not rounded: 29.98 days must not read as the 30 that are asked for.
  const shown = Math.floor(days * 10) / 10;
  return `${counted(shown, "day")}, annualised figures need ${MIN_ANNUALIZED_DAYS}`;
}

function faultOf(samples: readonly number[]): string | null {
  if (samples.length < 3) return `${counted(Math.max(0, samples.length - 1), "daily return")}, 2 are needed`;
  return samples.every((sample) => sample > 0) ? null : RUINED;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
