import type { Instrument, MarginTier } from "../../../engine/mod.ts";
import { decimalText } from "../number_text.ts";

/** The venue's numbers of the margin tables it is known to have. Source: exchange-rules 1.8. */
const KNOWN_TABLES: Readonly<Record<string, number>> = {
  "0:10 3000000:5": 51,
  "0:10 20000000:5": 52,
  "0:20 40000000:10": 53,
  "0:20 70000000:10": 54,
  "0:25 100000000:15": 55,
  "0:40 150000000:20": 56,
};
/** The first number of a table the venue is not known to have. */
const FIRST_OWN_TABLE = 57;

/** A margin table as the venue lists it. */
export interface MarginTableRow {
  readonly description: string;
  readonly marginTiers: readonly { readonly lowerBound: string; readonly maxLeverage: number }[];
}

/** Instruments as the venue lists them: an asset's number is its place. */
export function metaRow(instruments: readonly Instrument[]) {
  const tables = tableNumbers(instruments);
  return {
    universe: instruments.map((instrument) => ({
      szDecimals: instrument.szDecimals,
      name: instrument.symbol,
      maxLeverage: instrument.maxLeverage,
      marginTableId: tableId(instrument, tables),
      ...(instrument.marginMode === undefined
        ? {}
        : { onlyIsolated: true, marginMode: instrument.marginMode }),
    })),
    marginTables: marginTables(instruments),
    collateralToken: 0,
  };
}

/** Tables of more than one tier, by their number; those of one are not listed: their number is the leverage. */
export function marginTables(
  instruments: readonly Instrument[],
): readonly (readonly [number, MarginTableRow])[] {
  const rows = new Map<number, MarginTableRow>();
  const tables = tableNumbers(instruments);
  for (const { maxLeverage, marginTiers } of instruments) {
    const id = tables.get(tiersKey(marginTiers));
    if (id === undefined) continue;
    rows.set(id, { description: `tiered ${maxLeverage}x`, marginTiers: marginTiers.map(tierRow) });
  }
  return [...rows].sort(([a], [b]) => a - b);
}

/** A margin table by its number; null where no asset has it. */
export function marginTable(instruments: readonly Instrument[], id: number): MarginTableRow | null {
  const tiered = marginTables(instruments).find(([number]) => number === id);
  if (tiered !== undefined) return tiered[1];
  const flat = instruments.find(({ marginTiers }) =>
    marginTiers.length === 1 && marginTiers[0].maxLeverage === id
  );
  return flat === undefined ? null : { description: "", marginTiers: flat.marginTiers.map(tierRow) };
}

function tierRow({ lowerBoundUsd, maxLeverage }: MarginTier) {
  return { lowerBound: decimalText(lowerBoundUsd), maxLeverage };
}

function tableId({ marginTiers }: Instrument, tables: ReadonlyMap<string, number>): number {
  return tables.get(tiersKey(marginTiers)) ?? marginTiers[0].maxLeverage;
}

function tableNumbers(instruments: readonly Instrument[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let own = FIRST_OWN_TABLE;
  for (const { marginTiers } of instruments) {
    const key = tiersKey(marginTiers);
    if (marginTiers.length > 1 && !numbers.has(key)) numbers.set(key, KNOWN_TABLES[key] ?? own++);
  }
  return numbers;
}

function tiersKey(tiers: readonly MarginTier[]): string {
  return tiers.map(({ lowerBoundUsd, maxLeverage }) => `${lowerBoundUsd}:${maxLeverage}`).join(" ");
}

/** The one spot pair that clients need to find when they start; it is not traded here. Source: exchange-rules 5.2. */
export const SPOT_META = {
  tokens: [
    {
      name: "USDC",
      szDecimals: 8,
      weiDecimals: 8,
      index: 0,
      tokenId: "0x6d1e7cde53ba9467b783cb7c530ce054",
      isCanonical: true,
      evmContract: null,
      fullName: null,
      deployerTradingFeeShare: "0.0",
    },
    {
      name: "PURR",
      szDecimals: 0,
      weiDecimals: 5,
      index: 1,
      tokenId: "0xc1fb593aeffbeb02f85e0308e9956a90",
      isCanonical: true,
      evmContract: null,
      fullName: null,
      deployerTradingFeeShare: "0.0",
    },
  ],
  universe: [{ name: "PURR/USDC", tokens: [1, 0], index: 0, isCanonical: true }],
} as const;

/** A pair without a book: no mid, no volume. */
export const SPOT_CONTEXTS = [{
  prevDayPx: "0.0",
  dayNtlVlm: "0.0",
  markPx: "0.0",
  midPx: null,
  circulatingSupply: "0.0",
  coin: "PURR/USDC",
  totalSupply: "0.0",
  dayBaseVlm: "0.0",
}] as const;
