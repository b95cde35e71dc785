import { assetAlias, chanceOf, type Instrument } from "../../engine/mod.ts";
import { type Control, tradedAssets } from "./control.ts";

/** Other names for what is traded, drawn: an agent is shown ASSET-A and the like. Everything else stays. */
export const ALIAS: Control = {
  name: "alias",
  donors: [],
  shownInstruments: aliased,
  apply: (terms) => {
    const shown = aliased(terms.instruments, terms.seed);
    const assets = tradedAssets(terms).map((asset, index) => ({ ...asset, instrument: shown[index] }));
    const names = Object.fromEntries(
      terms.instruments.map(({ symbol }, index) => [symbol, shown[index].symbol]),
    );
    return { assets, range: terms.range, detail: { names } };
  },
};

function aliased(instruments: readonly Instrument[], seed: number): readonly Instrument[] {
  const chance = chanceOf(seed, "alias", instruments.length);
  const names = instruments.map((_, index) => assetAlias(index));
  for (let index = names.length - 1; index > 0; index--) {
    const other = Math.floor(chance() * (index + 1));
    [names[index], names[other]] = [names[other], names[index]];
  }
  return instruments.map((instrument, index) => ({ ...instrument, symbol: names[index] }));
}
