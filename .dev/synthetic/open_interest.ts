/** Hourly open interest: it grows over the year, breathes, and is cut when prices move fast (forced closing). */
import { exp, fading, log, powerOfTen } from "./exact_math.ts";
import * as P from "./parameters.ts";
import type { Path } from "./paths.ts";
import { Random } from "./random.ts";
import { addWaves } from "./volatility.ts";

/** Counted in hours. */
const WAVES: P.Wave[] = [{ halfLifeSteps: 500, deviation: 0.1 }, { halfLifeSteps: 30, deviation: 0.03 }];
const HOURLY_NOISE = 0.002;
/** An hour's move beyond this many ordinary ones cuts open interest by a share of the move. */
const CUT_FROM_DEVIATIONS = 2.5;
const CUT_SHARE = 0.9;
const CUT_HALF_LIFE_HOURS = 120;

/** Open interest at each hour from START_MS on, in lots of the base coin. */
export function openInterest(symbol: P.TradedSymbol, path: Path): Float64Array {
  const asset = P.ASSETS[symbol];
  const random = new Random(P.SEED, `open interest of ${symbol}`);
  const line = new Float64Array(P.HOURS);
  addWaves(line, WAVES, random);
  const [first, last] = asset.openInterest.map(log);
  const ordinary = asset.volatility / Math.sqrt(365 * 24);
  const memory = fading(CUT_HALF_LIFE_HOURS);
  const lots = powerOfTen(asset.volumeDecimals);
  let cut = 0;
  return line.map((wave, hour) => {
    const move = hour === 0 ? 0 : Math.abs(path.logPrice[hour * 60] - path.logPrice[hour * 60 - 60]);
    cut = memory * cut + CUT_SHARE * Math.max(0, move - CUT_FROM_DEVIATIONS * ordinary);
    const level = first + (last - first) * hour / P.HOURS;
    return Math.round(lots * exp(level + wave - cut + HOURLY_NOISE * random.normal()));
  });
}
