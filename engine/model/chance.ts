import { Fingerprint } from "./hash.ts";

/**
 * A source of chance from a seed and a place: numbers from 0 up to 1 that depend on nothing else, so that the
 * same run draws the same wherever it is started. (Generator: sfc32, by Chris Doty-Humphrey, public domain.)
 */
export function chanceOf(seed: number, asset: string, close: number): () => number {
  const hex = new Fingerprint().number(seed).text(asset).number(close).hex();
  let a = parseInt(hex.slice(0, 8), 16) | 0;
  let b = parseInt(hex.slice(8), 16) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
