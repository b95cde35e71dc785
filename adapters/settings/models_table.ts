import { z } from "zod";
import { DAY_MS, type KnowledgeCutoff, type ModelPrice, sha256 } from "../../engine/mod.ts";
import { SettingsError } from "./settings_error.ts";

const day = z.iso.date();
const usd = z.number().nonnegative();

const tableSchema = z.strictObject({
  about: z.string().optional(),
  prices: z.array(z.strictObject({
    provider: z.string(),
    model: z.string(),
    from: day,
    fresh: usd,
    cacheRead: usd,
    cacheWrite: usd,
    output: usd,
    source: z.string(),
  })),
  cutoffs: z.array(z.strictObject({
    model: z.string(),
    cutoff: day,
    claimedBy: z.enum(["vendor", "third-party"]),
    source: z.string(),
    read: day,
  })),
});

/** What models cost, and what they may remember, as a file that the user can edit. */
export class ModelsTable {
  readonly #table: z.output<typeof tableSchema>;
  /** Of the file's text. */
  readonly sha256: string;

  /** Reads a table. Throws a SettingsError that names file and field. */
  constructor(path: string) {
    const { text, value } = readJson(path);
    this.sha256 = sha256(text);
    const parsed = tableSchema.safeParse(value);
    if (!parsed.success) {
      const [{ path: field, message }] = parsed.error.issues;
      throw new SettingsError(`table of models ${path}, ${field.join(".") || "top level"}: ${message}`);
    }
    this.#table = parsed.data;
  }

  /** What a model costs at a moment (ms since the epoch), USD per million tokens; null: the table does not say. */
  priceOf(
    { provider, model }: { readonly provider: string; readonly model: string },
    at: number,
  ): ModelPrice | null {
    const prices = this.#table.prices
      .filter((price) => price.provider === provider && price.model === model && Date.parse(price.from) <= at)
      .sort((a, b) => (a.from < b.from ? 1 : -1));
    if (prices.length === 0) return null;
    const [{ fresh, cacheRead, cacheWrite, output }] = prices;
    return { fresh, cacheRead, cacheWrite, output };
  }

  /** Up to when a model may know what happened; null: nobody says. A router's prefix (`openai/`) does not count. */
  cutoffOf(model: string): KnowledgeCutoff | null {
    const bare = model.replace(/^.*\//, "");
    const found = this.#table.cutoffs.find((one) => one.model === model || one.model === bare);
    return found === undefined ? null : { ...found, knownUntil: Date.parse(found.cutoff) + DAY_MS };
  }
}

function readJson(path: string): { readonly text: string; readonly value: unknown } {
  try {
    const text = Deno.readTextFileSync(path);
    return { text, value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new SettingsError(`cannot read the table of models ${path}: ${why}; wanted a JSON file`, {
      cause: error,
    });
  }
}
