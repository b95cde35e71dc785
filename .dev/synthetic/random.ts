/** The only source of chance: sfc32, seeded by a number and a name, so that each use has a stream of its own. */
import { log } from "./exact_math.ts";

const WARM_UP_DRAWS = 20;
const TO_UNIT = 1 / 4294967296;
const CENTRAL = 0.425;

/** A stream of random numbers. The same seed and name always give the same numbers. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, name: string) {
    this.#a = seed | 0;
    this.#b = hash(name, 0x811c9dc5);
    this.#c = hash(name, seed ^ 0x9e3779b9);
    for (let i = 0; i < WARM_UP_DRAWS; i++) this.uniform();
  }

  /** Uniform between 0 and 1, neither included. */
  uniform(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) * TO_UNIT;
  }

  /** Standard normal, from one uniform by the inverse distribution function. */
  normal(): number {
    return inverseNormal(this.uniform());
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -log(this.uniform());
  }
}

/** Inverse of the standard normal distribution function (Wichura 1988, AS 241, the 7-digit form PPND7). */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= CENTRAL) {
    const r = CENTRAL * CENTRAL - q * q;
    return (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1);
  }
  const tail = Math.sqrt(-log(q < 0 ? p : 1 - p));
  return q < 0 ? -upperTail(tail) : upperTail(tail);
}

function upperTail(tail: number): number {
  if (tail <= 5) {
    const r = tail - 1.6;
    return (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
      ((0.12021132975 * r + 0.7370016425) * r + 1);
  }
  const r = tail - 5;
  return (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
    ((0.012258202635 * r + 0.24197894225) * r + 1);
}

function hash(text: string, start: number): number {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
