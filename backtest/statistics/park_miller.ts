const MULTIPLIER = 16807;
const MODULUS = 2147483647;
const TWO_31 = 2147483648;

/**
 * Park and Miller's minimal standard generator: x ← 16807·x mod (2³¹ − 1), u = x ÷ (2³¹ − 1). The same seed draws the same
 * numbers in any language that has doubles. Source: methods.md A3 (Park and Miller 1988).
 */
export class ParkMiller {
  #state: number;

  /** `seed`: whole, from 1 to 2³¹ − 2; the generator stands still at any other. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 1 || seed >= MODULUS) {
      throw new RangeError(`seed ${seed}: wanted a whole number from 1 to ${MODULUS - 1}`);
    }
    this.#state = seed;
  }

  /** The next number between 0 and 1, both left out. */
  next(): number {
    // Exact: the product is below 2⁵³. Folding its upper part over the lower is the division by 2³¹ − 1.
    const product = MULTIPLIER * this.#state;
    const upper = Math.floor(product / TWO_31);
    const folded = product - upper * TWO_31 + upper;
    this.#state = folded >= MODULUS ? folded - MODULUS : folded;
    return this.#state / MODULUS;
  }

  /** The next whole number from 0 to `below` − 1: ⌊u·below⌋. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }
}
