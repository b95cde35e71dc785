/** The true price of each asset at every minute, pinned to the public prices at the months' starts. */
import { exp, log } from "./exact_math.ts";
import { drawJumps } from "./jumps.ts";
import * as P from "./parameters.ts";
import { Random } from "./random.ts";
import { commonMood, liveliness } from "./volatility.ts";

const YEAR_MINUTES = 365 * 1440;

export interface Path {
  /** Logarithm of relative volatility at each minute. */
  liveliness: Float64Array;
  /** Standard deviation of the log return of each minute. */
  deviation: Float64Array;
  /** Logarithm of the price in USD at each minute's start, and at the end of the last. */
  logPrice: Float64Array;
}

/** The paths of all assets. */
export function makePaths(): Record<P.TradedSymbol, Path> {
  const jumps = drawJumps();
  const common = commonMood();
  const shocks = correlatedShocks();
  const make = (symbol: P.TradedSymbol): Path => {
    const line = liveliness(symbol, common, jumps.echo);
    const deviation = scaled(line, P.ASSETS[symbol].volatility);
    const returns = shocks[symbol].map((shock, i) => shock * deviation[i] + jumps.returns[symbol][i]);
    pin(returns, deviation, P.ASSETS[symbol].pins);
    return { liveliness: line, deviation, logPrice: accumulate(returns, log(P.ASSETS[symbol].pins[0])) };
  };
  return { BTC: make("BTC"), ETH: make("ETH"), SOL: make("SOL") };
}

/** Standard normal shocks for each minute, correlated between the assets. */
function correlatedShocks(): Record<P.TradedSymbol, Float64Array> {
  const random = new Random(P.SEED, "shocks");
  const { btcEth, btcSol, ethSol } = P.CORRELATION;
  const ethOwn = Math.sqrt(1 - btcEth * btcEth);
  const solEth = (ethSol - btcEth * btcSol) / ethOwn;
  const solOwn = Math.sqrt(1 - btcSol * btcSol - solEth * solEth);
  const column = () => new Float64Array(P.MINUTES);
  const shocks = { BTC: column(), ETH: column(), SOL: column() };
  for (let i = 0; i < P.MINUTES; i++) {
    const first = random.normal();
    const second = random.normal();
    shocks.BTC[i] = first;
    shocks.ETH[i] = btcEth * first + ethOwn * second;
    shocks.SOL[i] = btcSol * first + solEth * second + solOwn * random.normal();
  }
  return shocks;
}

/** Deviation of each minute's return, so that the whole has the given yearly volatility. */
function scaled(line: Float64Array, volatility: number): Float64Array {
  const relative = line.map(exp);
  const meanSquare = relative.reduce((sum, value) => sum + value * value, 0) / relative.length;
  const unit = volatility / Math.sqrt(YEAR_MINUTES * meanSquare);
  return relative.map((value) => value * unit);
}

/**
 * Bends the returns of each month so that they end at the public price. What is missing is shared out in proportion to
 * each minute's variance: that is the law of a random walk that is known to arrive there, and it never shows as a jump.
 */
function pin(returns: Float64Array, deviation: Float64Array, pins: number[]): void {
  for (let month = 0; month + 1 < pins.length; month++) {
    const from = (P.MONTH_STARTS_MS[month] - P.START_MS) / P.MINUTE_MS;
    const to = (P.MONTH_STARTS_MS[month + 1] - P.START_MS) / P.MINUTE_MS;
    let moved = 0;
    let variance = 0;
    for (let i = from; i < to; i++) {
      moved += returns[i];
      variance += deviation[i] * deviation[i];
    }
    const missing = (log(pins[month + 1] / pins[month]) - moved) / variance;
    for (let i = from; i < to; i++) returns[i] += missing * deviation[i] * deviation[i];
  }
}

function accumulate(returns: Float64Array, start: number): Float64Array {
  const sums = new Float64Array(returns.length + 1);
  sums[0] = start;
  for (let i = 0; i < returns.length; i++) sums[i + 1] = sums[i] + returns[i];
  return sums;
}
