import { z } from "zod";

/** What of a listed perpetual is needed to trade it. */
export interface ListedAsset {
  readonly symbol: string;
  /** Its number: the place in the venue's list, what was delisted counted too. Source: exchange-rules 1.1. */
  readonly id: number;
  readonly szDecimals: number;
  /** Whether its margin may be cross. */
  readonly isCross: boolean;
}

const rowSchema = z.object({
  name: z.string(),
  szDecimals: z.int().min(0).max(6),
  onlyIsolated: z.boolean().optional(),
  marginMode: z.string().optional(),
});

/** `meta` as assets by their names, in the venue's order; one that was delisted may still be held. */
export const assetsWire: z.ZodType<ReadonlyMap<string, ListedAsset>> = z.object({
  universe: z.array(rowSchema),
})
  .transform(({ universe }) =>
    new Map(universe.map(({ name, szDecimals, onlyIsolated, marginMode }, id) => {
      const isCross = onlyIsolated !== true && marginMode === undefined;
      return [name, { symbol: name, id, szDecimals, isCross }];
    }))
  );
