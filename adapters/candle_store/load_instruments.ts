import { existsSync } from "node:fs";
import { z } from "zod";
import { type Instrument, instrumentSchema } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";

const fileSchema = z.object({ schema: z.literal(1), instruments: z.array(instrumentSchema) });

/** Reads an instruments.json. Throws a DataError that names the field that is not as it should be. */
export function loadInstruments(path: string): readonly Instrument[] {
  const parsed = fileSchema.safeParse(parse(path));
  if (parsed.success) return parsed.data.instruments;
  const [issue] = parsed.error.issues;
  throw new DataError(`${path}, ${issue.path.join(".") || "top level"}: ${issue.message}`);
}

/**
 * What is known to trade: the instruments of the first file, and those that the others have beside them, which need not be
 * there (the recorder writes one). Throws a DataError as {@link loadInstruments} does.
 */
export function knownInstruments([shipped, ...beside]: readonly string[]): readonly Instrument[] {
  const known = new Map(loadInstruments(shipped).map((one) => [one.symbol, one]));
  for (const instrument of beside.filter((path) => existsSync(path)).flatMap(loadInstruments)) {
    if (!known.has(instrument.symbol)) known.set(instrument.symbol, instrument);
  }
  return [...known.values()];
}

function parse(path: string): unknown {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
