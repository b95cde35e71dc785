import { z } from "zod";
import type { Action } from "./decision.ts";
import type { Trade } from "./diary_entry.ts";
import { tradeSchema } from "./diary_schema.ts";

/** What is looked up of a run again and again, so that its diary need not be read for it. */
export interface RunIndex {
  /** The 00:00 UTC of the first daily sample, ms; null: the run saw none. */
  readonly firstDay: number | null;
  /** One equity a day at 00:00 UTC, deposits after the start left out, USD: what daily returns are made of. */
  readonly daily: readonly number[];
  /** Some points of the equity curve, oldest first: close (ms) and equity (USD). For drawing. */
  readonly curve: readonly (readonly [close: number, equityUsd: number])[];
  /** Decision times at which the agent was asked: first, last and how many at even steps. */
  readonly asked: readonly (readonly [first: number, last: number, count: number])[];
  /** Decisions that were more than an idle hold. */
  readonly decisions: readonly (readonly [close: number, asset: string, action: Action])[];
  readonly trades: readonly Trade[];
  readonly fills: number;
}

const figure = z.number().finite();

/** Reads an index from its file. */
export const runIndexSchema: z.ZodType<RunIndex> = z.object({
  firstDay: figure.nullable(),
  daily: z.array(figure),
  curve: z.array(z.tuple([figure, figure])),
  asked: z.array(z.tuple([figure, figure, z.number().int().min(1)])),
  decisions: z.array(z.tuple([figure, z.string(), z.enum(["buy", "sell", "hold", "close"])])),
  trades: z.array(tradeSchema),
  fills: z.number().int().min(0),
});
