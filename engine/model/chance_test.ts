import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { chanceOf } from "./chance.ts";

const CLOSE = 1_704_067_200_000;

function draws(place: readonly [seed: number, asset: string, close: number], count: number): number[] {
  const next = chanceOf(...place);
  return Array.from({ length: count }, next);
}

Deno.test("the same place draws the same, whatever was drawn elsewhere", () => {
  const alone = draws([1, "BTC", CLOSE], 20);
  draws([2, "BTC", CLOSE], 5);
  deepStrictEqual(draws([1, "BTC", CLOSE], 20), alone);
});

Deno.test("another seed, asset or close draws differently", () => {
  const here = draws([1, "BTC", CLOSE], 4);
  notDeepStrictEqual(draws([2, "BTC", CLOSE], 4), here);
  notDeepStrictEqual(draws([1, "ETH", CLOSE], 4), here);
  notDeepStrictEqual(draws([1, "BTC", CLOSE + 900_000], 4), here);
});

Deno.test("every draw is from 0 up to, not including, 1", () => {
  fc.assert(fc.property(fc.integer(), fc.string(), fc.nat(), (seed, asset, close) => {
    for (const draw of draws([seed, asset, close], 10)) ok(draw >= 0 && draw < 1);
  }));
});

Deno.test("first draws over many closes are spread evenly", () => {
  const tenths = new Array<number>(10).fill(0);
  const count = 20_000;
  for (let index = 0; index < count; index++) {
    const [first] = draws([1, "SOL", CLOSE + index * 900_000], 1);
    tenths[Math.floor(first * 10)]++;
  }
  // 2000 are expected in each tenth with a standard deviation of 42.
  for (const found of tenths) ok(Math.abs(found - count / 10) < 5 * 42, `${tenths}`);
});

Deno.test("later draws of one place are spread evenly, and a draw tells nothing of the next", () => {
  const list = draws([7, "BTC", CLOSE], 20_000);
  const mean = list.reduce((sum, draw) => sum + draw, 0) / list.length;
  ok(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`);
  let product = 0;
  for (let index = 1; index < list.length; index++) product += (list[index] - 0.5) * (list[index - 1] - 0.5);
  ok(Math.abs(product / list.length) < 0.003, `correlation ${product / list.length}`);
});
