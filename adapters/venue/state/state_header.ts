import { canonicalJson, type DataFile, type JsonValue, sha256 } from "../../../engine/mod.ts";
import type { StateHeader } from "./state_line.ts";

/** What decides how the actions of a venue come out. */
export interface StateTerms {
  /** Everything that was read of the market; where it lies does not matter. */
  readonly files: readonly DataFile[];
  readonly assets: readonly string[];
  /** Where market time began, ms. */
  readonly from: number;
  /** The simulation's choices by their names, what a newcomer is given, and whatever else can change a fill. */
  readonly simulation: { readonly [name: string]: JsonValue };
}

/** What a state of these terms begins with, in words that a person finds among the flags. */
export function stateHeader({ files, assets, from, simulation }: StateTerms): StateHeader {
  const read = files.map(({ asset, kind, interval, sha256 }) =>
    canonicalJson({ asset, kind, interval, sha256 })
  );
  const chosen = Object.entries(simulation).map(([name, value]) => {
    const isPlain = value === null || typeof value !== "object";
    return [name, isPlain ? value : canonicalJson(value)] as const;
  });
  return {
    market: sha256(read.sort().join("\n")).slice(0, 16),
    assets: assets.join(","),
    from: new Date(from).toISOString(),
    ...Object.fromEntries(chosen),
  };
}
