/** From here on the tail is taken from its continued fraction: 1 less the series would have no digits left. */
const TAIL_FROM = 4;
const SMALLEST_TERM = 1e-17;
const TAIL_STEPS = 60;
const ROOT_2_PI = Math.sqrt(2 * Math.PI);
const HALLEY_STEPS = 8;

/** Φ(x): the chance that a standard normal draw is at most x. Error below 1e-15, in the tail relative. */
export function normalCdf(x: number): number {
  if (x > TAIL_FROM) return 1 - lowerTail(-x);
  if (x < -TAIL_FROM) return lowerTail(x);
  // ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …)
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > SMALLEST_TERM; odd += 2) {
    term *= x * x / odd;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

/** Φ⁻¹(p): the value that a standard normal draw is below with chance p; −∞ at 0, ∞ at 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return p === 0 ? -Infinity : NaN;
  if (!(p < 1)) return p === 1 ? Infinity : NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  // Near enough for the steps below: the leading terms of the tail, and a straight line in the middle.
  const tail = Math.sqrt(-2 * Math.log(p));
  let x = p < 0.1 ? Math.log(tail * ROOT_2_PI) / tail - tail : (p - 0.5) * ROOT_2_PI;
  for (let step = 0; step < HALLEY_STEPS; step++) {
    const miss = (normalCdf(x) - p) / density(x);
    // Halley's correction: the density's slope is −x times itself.
    x -= miss / (1 + x * miss / 2);
  }
  return x;
}

function density(x: number): number {
  return Math.exp(-x * x / 2) / ROOT_2_PI;
}

/** φ(x) ÷ (|x| + 1/(|x| + 2/(|x| + 3/…))), for x far below zero. */
function lowerTail(x: number): number {
  const size = -x;
  let fraction = size;
  for (let step = TAIL_STEPS; step >= 1; step--) fraction = size + step / fraction;
  return density(size) / fraction;
}
