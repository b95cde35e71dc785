import { z } from "zod";
import { type Instrument, instrumentSchema } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";

const fileSchema = z.object({ schema: z.literal(1), instruments: z.array(instrumentSchema) });
/** Smaller than any perpetual's: whoever forgets to put in the venue's own is refused orders, not given too many. */
const CAREFUL = { szDecimals: 0, maxLeverage: 3 };

/** Reads an instruments.json. Throws a DataError that names the field that is not as it should be. */
export function loadInstruments(path: string): readonly Instrument[] {
  const parsed = fileSchema.safeParse(parse(path));
  if (parsed.success) return parsed.data.instruments;
  const [issue] = parsed.error.issues;
  throw new DataError(`${path}, ${issue.path.join(".") || "top level"}: ${issue.message}`);
}

/** What to do about an asset that instruments.json lacks: one sentence, and on a line of its own the JSON to add. */
export function missingInstrument(symbol: string): string {
  const { szDecimals, maxLeverage } = CAREFUL;
  const line = JSON.stringify({
    symbol,
    szDecimals,
    maxLeverage,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage }],
    source: 'Hyperliquid info request "meta"',
    date: "YYYY-MM-DD",
  });
  return `no instrument "${symbol}" in fixtures/instruments.json; add this line to its instruments, with szDecimals, ` +
    `maxLeverage, margin tiers and date as the venue's info request "meta" gives them:\n${line}`;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
