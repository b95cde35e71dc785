/** News: moves of the whole market within minutes, after which it stays lively for hours. */
import { fading } from "./exact_math.ts";
import * as P from "./parameters.ts";
import { Random } from "./random.ts";

const DAY_MINUTES = 1440;
const ECHO_HALF_LIVES = 12;

export interface Jumps {
  /** Log return that the jumps add to each minute. */
  returns: Record<P.TradedSymbol, Float64Array>;
  /** What they add to the logarithm of volatility of each minute. */
  echo: Float64Array;
}

/** Draws the year's jumps. */
export function drawJumps(): Jumps {
  const random = new Random(P.SEED, "jumps");
  const column = () => new Float64Array(P.MINUTES);
  const jumps: Jumps = { returns: { BTC: column(), ETH: column(), SOL: column() }, echo: column() };
  for (let n = 0; n < P.JUMPS.count; n++) {
    const drawn = (P.JUMPS.smallest + P.JUMPS.mean * random.exponential()) *
      (random.uniform() < P.JUMPS.downShare ? -1 : 1);
    const size = P.JUMPS.largest[n] ?? drawn;
    const minute = drawMinute(random);
    const shares = drawShares(random);
    for (const symbol of P.SYMBOLS) {
      const own = 1 + P.JUMPS.ownDeviation * Math.max(-2, Math.min(2, random.normal()));
      const total = size * P.ASSETS[symbol].jumpFactor * (n < P.JUMPS.largest.length ? 1 : own);
      shares.forEach((share, k) => jumps.returns[symbol][minute + k] += total * share);
    }
    addEcho(jumps.echo, minute, Math.abs(size));
  }
  return jumps;
}

/** A minute that is not within a day of a month's start (the pins) nor near the outage. */
function drawMinute(random: Random): number {
  while (true) {
    const minute = Math.floor(random.uniform() * P.MINUTES);
    const time = P.START_MS + minute * P.MINUTE_MS;
    const nearPin = P.MONTH_STARTS_MS.some((pin) => Math.abs(pin - time) < 1.5 * DAY_MINUTES * P.MINUTE_MS);
    const nearOutage = Math.abs(P.OUTAGE.fromMs - time) < DAY_MINUTES * P.MINUTE_MS;
    if (!nearPin && !nearOutage) return minute;
  }
}

/** How a jump is spread: 2 to 9 minutes, most of it early. */
function drawShares(random: Random): number[] {
  const minutes = 2 + Math.floor(random.uniform() * 8);
  const weights = Array.from({ length: minutes }, (_, k) => (0.2 + random.uniform()) / (1 + 0.4 * k));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

function addEcho(echo: Float64Array, minute: number, size: number): void {
  const kick = P.JUMPS.kick * Math.min(1.5, size / 0.015);
  const memory = fading(P.JUMPS.kickHalfLifeMinutes);
  const end = Math.min(echo.length, minute + ECHO_HALF_LIVES * P.JUMPS.kickHalfLifeMinutes);
  let value = kick;
  for (let i = minute; i < end; i++) {
    echo[i] = Math.max(echo[i], value);
    value *= memory;
  }
}
