import type { Fault } from "./model/diary_entry.ts";
import type { AssetView, Observation } from "./model/observation.ts";

/** How far the venue's price may be from the candles that are decided on, where they are of another market. */
export interface BasisTerms {
  /** Basis points either way. */
  readonly maxBps: number;
  /** Whether what is farther is not entered; else it is only told. */
  readonly isRefused: boolean;
}

/** What the basis of an observation comes to. */
export interface JudgedBasis {
  /** Assets that are not to be entered, with their basis, basis points. */
  readonly refused: ReadonlyMap<string, number>;
  readonly faults: readonly Fault[];
}

const NEAR: JudgedBasis = { refused: new Map(), faults: [] };

/** Tells which assets' prices are too far from their candles. */
export function judgeBasis({ assets }: Observation, terms: BasisTerms | undefined): JudgedBasis {
  if (terms === undefined) return NEAR;
  const far = assets.filter(({ basisBps }) => Math.abs(basisBps) > terms.maxBps);
  if (far.length === 0) return NEAR;
  return {
    refused: new Map(terms.isRefused ? far.map(({ asset, basisBps }) => [asset, basisBps]) : []),
    faults: far.map((view) => faultOf(view, terms)),
  };
}

function faultOf({ asset, mid, basisBps }: AssetView, { maxBps, isRefused }: BasisTerms): Fault {
  const what = `its mid ${mid} is ${
    basisBps.toFixed(1)
  } basis points from its candles, ${maxBps} are allowed`;
  return { step: "ingest", on: asset, what, done: isRefused ? "it is not entered" : "told and nothing else" };
}
