import { z } from "zod";
import { type Instrument, instrumentSchema } from "../../engine/mod.ts";

/** Ids below this are no tables: one tier, with the id as its leverage. Source: exchange-rules 1.8. */
const FIRST_TABLE = 50;

const decimal = z.string().regex(/^\d+(\.\d+)?$/, "a decimal number").transform(Number);
const tableSchema = z.object({
  marginTiers: z.array(z.object({ lowerBound: decimal, maxLeverage: z.int() })),
});
const metaSchema = z.object({
  universe: z.array(z.object({
    name: z.string(),
    szDecimals: z.int(),
    maxLeverage: z.int(),
    marginTableId: z.int(),
    isDelisted: z.boolean().optional(),
    onlyIsolated: z.boolean().optional(),
    marginMode: z.string().optional(),
  })),
  marginTables: z.array(z.tuple([z.int(), tableSchema])),
});

/** What `meta` lists. */
export interface ListedInstruments {
  /** What can be traded, in the venue's order. */
  readonly instruments: readonly Instrument[];
  /** Every name there is, what was delisted too: its candles can still be asked for. */
  readonly names: ReadonlySet<string>;
  /** Names of those that are listed and cannot be read, with what is wrong. */
  readonly unreadable: readonly string[];
}

/** `meta` as instruments. Source: exchange-rules 1.8 and 5.2. */
export const instrumentsWire: z.ZodType<ListedInstruments> = metaSchema.transform(
  ({ universe, marginTables }) => {
    const tables = new Map(marginTables);
    const instruments: Instrument[] = [];
    const unreadable: string[] = [];
    for (const row of universe) {
      if (row.isDelisted === true) continue;
      const read = instrumentSchema.safeParse(instrumentOf(row, tables));
      if (read.success) instruments.push(read.data);
      else unreadable.push(`${row.name}: ${read.error.issues[0].message}`);
    }
    return { instruments, names: new Set(universe.map(({ name }) => name)), unreadable };
  },
);

type MetaRow = z.infer<typeof metaSchema>["universe"][number];
type Tables = ReadonlyMap<number, z.infer<typeof tableSchema>>;

function instrumentOf(row: MetaRow, tables: Tables): unknown {
  const { name: symbol, szDecimals, maxLeverage, marginTableId } = row;
  const listed = tables.get(marginTableId)?.marginTiers.map((tier) => ({
    lowerBoundUsd: tier.lowerBound,
    maxLeverage: tier.maxLeverage,
  }));
  const single = marginTableId < FIRST_TABLE ? [{ lowerBoundUsd: 0, maxLeverage: marginTableId }] : [];
  // The older flag says no more than that margin is isolated.
  const marginMode = row.marginMode ?? (row.onlyIsolated === true ? "noCross" : undefined);
  return {
    symbol,
    szDecimals,
    maxLeverage,
    marginTiers: listed ?? single,
    ...(marginMode && { marginMode }),
  };
}
