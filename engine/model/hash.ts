// The one place of the engine that reaches for node:crypto: hashing is pure, and the runtime has it built in.
import { createHash } from "node:crypto";

/** SHA-256 of a text (as UTF-8) in lower-case hex, 64 characters. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const SEED_A = 0x243f6a88;
const SEED_B = 0x85a308d3;

/**
 * A quick 64-bit fingerprint over raw numbers and texts, in the order they are given. It tells two observations
 * apart in every cycle at a few ns a number; it is not a cryptographic hash, the diary's chain is.
 */
export class Fingerprint {
  #a = SEED_A;
  #b = SEED_B;
  static readonly #float = new Float64Array(1);
  static readonly #words = new Uint32Array(Fingerprint.#float.buffer);

  /** Takes in a number by its bits; −0 and 0 count alike. */
  number(value: number): this {
    Fingerprint.#float[0] = value + 0;
    this.#mix(Fingerprint.#words[0]);
    this.#mix(Fingerprint.#words[1]);
    return this;
  }

  /** Takes in a text and its length, so that "ab","c" differs from "a","bc". */
  text(value: string): this {
    this.#mix(value.length);
    for (let index = 0; index < value.length; index++) this.#mix(value.charCodeAt(index));
    return this;
  }

  /** Takes in what another fingerprint has seen so far. */
  fingerprint(other: Fingerprint): this {
    this.#mix(other.#a);
    this.#mix(other.#b);
    return this;
  }

  /** The state as 16 hex characters; more may be taken in afterwards. */
  hex(): string {
    const a = finish(this.#a ^ Math.imul(this.#b, 0x9e3779b1));
    const b = finish(this.#b ^ Math.imul(this.#a, 0x85ebca77));
    return HEX[a >>> 16] + HEX[a & 0xffff] + HEX[b >>> 16] + HEX[b & 0xffff];
  }

  #mix(word: number): void {
    this.#a = Math.imul((this.#a << 13) | (this.#a >>> 19), 0x9e3779b1) ^
      Math.imul(word ^ this.#b, 0xc2b2ae3d);
    this.#b = Math.imul((this.#b << 17) | (this.#b >>> 15), 0x85ebca77) ^
      Math.imul(word + this.#a, 0x27d4eb2f);
  }
}

const HEX: readonly string[] = Array.from(
  { length: 0x10000 },
  (_, word) => word.toString(16).padStart(4, "0"),
);

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
