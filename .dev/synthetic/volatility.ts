/** How lively the market is at each minute: rhythm of day, week and year, lasting moods, and the echo of jumps. */
import { fading, log } from "./exact_math.ts";
import * as P from "./parameters.ts";
import { Random } from "./random.ts";

const DAY_MINUTES = 1440;
const DAY_MS = DAY_MINUTES * P.MINUTE_MS;

/** Adds mean-reverting waves to `target`, one step for each element. */
export function addWaves(target: Float64Array, waves: P.Wave[], random: Random): void {
  for (const wave of waves) {
    const memory = fading(wave.halfLifeSteps);
    const shock = wave.deviation * Math.sqrt(1 - memory * memory);
    let state = wave.deviation * random.normal();
    for (let i = 0; i < target.length; i++) {
      state = memory * state + shock * random.normal();
      target[i] += state;
    }
  }
}

/**
 * A table with one value at the middle of each month from November 2023 to January 2025, in a straight line between,
 * for `count` moments `stepMs` apart from START_MS.
 */
export function monthlyLine(table: number[], count: number, stepMs: number): Float64Array {
  const middles = table.map((_, i) => (Date.UTC(2023, 10 + i, 1) + Date.UTC(2023, 11 + i, 1)) / 2);
  const line = new Float64Array(count);
  let month = 0;
  for (let i = 0; i < count; i++) {
    const time = P.START_MS + i * stepMs;
    if (time >= middles[month + 1]) month++;
    const share = (time - middles[month]) / (middles[month + 1] - middles[month]);
    line[i] = table[month] + share * (table[month + 1] - table[month]);
  }
  return line;
}

/** Logarithm of the rhythm of day and week at each minute; `rhythm` and `weekend` scale BTC's. */
function calendar(asset: P.AssetParameters): Float64Array {
  const day = new Float64Array(DAY_MINUTES);
  const hours = P.HOUR_RHYTHM.map(log);
  for (let minute = 0; minute < DAY_MINUTES; minute++) {
    const position = (minute - 30 + DAY_MINUTES) / 60; // an hour's value holds at its middle
    const hour = Math.floor(position);
    const share = position - hour;
    day[minute] = asset.rhythm * ((1 - share) * hours[hour % 24] + share * hours[(hour + 1) % 24]);
  }
  const calm = asset.weekend * log(P.WEEKEND_ACTIVITY);
  const line = new Float64Array(P.MINUTES);
  for (let i = 0; i < line.length; i++) {
    const weekday = (Math.floor((P.START_MS + i * P.MINUTE_MS) / DAY_MS) + 4) % 7; // 1970-01-01 was a Thursday
    line[i] = day[i % DAY_MINUTES] + (weekday === 0 || weekday === 6 ? calm : 0);
  }
  return line;
}

/** What all assets share: the moods of the market and the activity of the months, as a logarithm for each minute. */
export function commonMood(): Float64Array {
  const mood = monthlyLine(P.MONTH_ACTIVITY, P.MINUTES, P.MINUTE_MS).map(log);
  addWaves(mood, P.COMMON_WAVES, new Random(P.SEED, "mood of the market"));
  return mood;
}

/** Logarithm of relative volatility of one asset at each minute; 0 is about an ordinary minute. */
export function liveliness(symbol: P.TradedSymbol, common: Float64Array, echo: Float64Array): Float64Array {
  const own = new Float64Array(P.MINUTES);
  addWaves(own, P.OWN_WAVES, new Random(P.SEED, `mood of ${symbol}`));
  const line = calendar(P.ASSETS[symbol]);
  for (let i = 0; i < line.length; i++) {
    line[i] += Math.min(common[i] + own[i], P.MOOD_LIMIT) + echo[i];
  }
  return line;
}
