import type { z } from "zod";
import type { AccountView } from "./account_view_wire.ts";
import type { InfoParts } from "./info_parts.ts";
import type { MarketView } from "./market_view_wire.ts";

/** Stands for the venue's own failure on a question that was well formed: 500 and `null`. */
export const FAILURE: unique symbol = Symbol("the venue fails on it");

/** What an answer is made from. */
export interface InfoSources {
  readonly parts: InfoParts;
  readonly market: MarketView;
  readonly accounts: AccountView;
}

/** A question the venue answers. */
export interface InfoType {
  /** What it weighs of an IP's minute. Source: exchange-rules 7. */
  readonly weight: number;
  /** So many rows of its answer weigh one more; null: they weigh nothing. */
  readonly rowsAWeight: number | null;
  /** The answer as JSON; undefined: the question is not well formed. */
  answer(body: unknown, sources: InfoSources): Promise<unknown> | unknown;
}

/** How a question is weighed where it is not as most are. */
export type Weighing = Partial<Pick<InfoType, "weight" | "rowsAWeight">>;

const WEIGHT = 20;

/** A question with fields of its own. Naming a market of perpetuals that there is not is a failure of the venue. */
export function infoType<T>(
  schema: z.ZodType<T>,
  answer: (request: T, sources: InfoSources) => unknown,
  { weight = WEIGHT, rowsAWeight = null }: Weighing = {},
): InfoType {
  return {
    weight,
    rowsAWeight,
    answer(body, sources) {
      const { success, data } = schema.safeParse(body);
      if (!success) return undefined;
      const { dex } = data as { dex?: unknown };
      return typeof dex === "string" && dex !== "" ? FAILURE : answer(data, sources);
    },
  };
}
