import { chanceOf } from "../../engine/mod.ts";
import { type Control, type ControlledMarket, type ControlTerms, tradedAssets } from "./control.ts";
import { assembled, whole } from "./pieces.ts";

const LEAST = 0.2;
const MOST = 5;
const DIGITS = 4;

/**
 * Every price times a factor and every number of coins divided by it; returns, funding and what anything is worth stay. Null:
 * a factor for each asset, drawn between 0.2 and 5, as likely below 1 as above.
 */
export function rescale(factor: number | null): Control {
  const name = factor === null ? "rescale" : `rescale:${factor}`;
  return { name, donors: [], apply: (terms) => rescaled(terms, factor) };
}

function rescaled(terms: ControlTerms, given: number | null): ControlledMarket {
  const factors: Record<string, number> = {};
  const assets = tradedAssets(terms).map((asset) => {
    const { symbol } = asset.instrument;
    const factor = factors[symbol] = given ?? drawn(terms.seed, symbol);
    return assembled([{ ...whole(asset), factor }]);
  });
  return { assets, range: terms.range, detail: { factors } };
}

function drawn(seed: number, symbol: string): number {
  const exponent = Math.log(LEAST) + chanceOf(seed, symbol, 0)() * Math.log(MOST / LEAST);
  return Number(Math.exp(exponent).toPrecision(DIGITS));
}
