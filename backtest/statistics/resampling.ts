import type { ParkMiller } from "./park_miller.ts";

/** Fills a list with the places, from 0 to its length − 1, that one resampled series is made of. */
export type Resampling = (random: ParkMiller, into: Int32Array) => void;

/**
 * The stationary bootstrap (Politis and Romano 1994): the first place by lot; each next one, with chance 1 ÷ `blockLength`,
 * by lot again, else the one after, from the last on to the first. Draws: one for the first place, then one for each step
 * and a second where it starts anew. Source: methods.md A3.
 */
export function stationary(blockLength: number): Resampling {
  const chance = 1 / blockLength;
  return (random, into) => {
    const length = into.length;
    let at = random.below(length);
    into[0] = at;
    for (let place = 1; place < length; place++) {
      if (random.next() < chance) at = random.below(length);
      else at = at + 1 === length ? 0 : at + 1;
      into[place] = at;
    }
  };
}

/** The circular block bootstrap: whole blocks, each start by lot, wrapped at the end, the last one cut. */
export function circular(blockLength: number): Resampling {
  return (random, into) => {
    const length = into.length;
    let at = 0;
    for (let place = 0; place < length; place++) {
      if (place % blockLength === 0) at = random.below(length);
      else at = at + 1 === length ? 0 : at + 1;
      into[place] = at;
    }
  };
}
