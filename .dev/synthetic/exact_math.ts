/**
 * exp and log from additions, multiplications and divisions only.
 *
 * The language leaves the last bit of Math.exp and Math.log to each engine, and one bit can flip a printed digit.
 * The four operations are exact IEEE 754 everywhere, so what is made with these is the same on every machine.
 * (Math.sqrt is also used: every engine rounds it correctly, as IEEE 754 asks.)
 */

const LN2_HIGH = 6.93147180369123816490e-1; // the upper bits: a product with a small integer is exact
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT_HALF = 0.7071067811865476;
const EXPONENT_BIAS = 1023;
const bits = new DataView(new ArrayBuffer(8));

/** e to the power of x, for |x| < 700; good to about one unit in the last place. */
export function exp(x: number): number {
  const power = Math.round(x / LN2_HIGH);
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 1;
  for (let n = 13; n > 0; n--) sum = 1 + (sum * rest) / n;
  bits.setUint32(0, (power + EXPONENT_BIAS) << 20);
  bits.setUint32(4, 0);
  return sum * bits.getFloat64(0);
}

/** Natural logarithm of a normal positive number; good to about one unit in the last place. */
export function log(x: number): number {
  bits.setFloat64(0, x);
  const top = bits.getUint32(0);
  let power = (top >>> 20) - EXPONENT_BIAS;
  bits.setUint32(0, (top & 0xfffff) | (EXPONENT_BIAS << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa * SQRT_HALF > 1) {
    mantissa /= 2;
    power++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 1 / 21;
  for (let n = 19; n > 0; n -= 2) sum = 1 / n + square * sum;
  return power * LN2_HIGH + (power * LN2_LOW + 2 * s * sum);
}

/** Share of a state that is left after one step, when half of it is left after `halfLifeSteps`. */
export function fading(halfLifeSteps: number): number {
  return exp(-(LN2_HIGH + LN2_LOW) / halfLifeSteps);
}

/** 10 to a small whole power: `**` is another function whose last bit is left to the engine. */
export function powerOfTen(power: number): number {
  let result = 1;
  for (let n = 0; n < power; n++) result *= 10;
  return result;
}
