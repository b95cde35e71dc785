import { z } from "zod";

/** The name of the file in a run's folder. */
export const PULSE_FILE = "pulse.json";

const money = z.number();

const positionSchema = z.object({
  asset: z.string(),
  side: z.enum(["long", "short"]),
  size: z.number().positive(),
  entryPrice: money,
  /** Null: the market shows none. */
  mark: money.nullable(),
  unrealizedPnlUsd: money,
  /** Whether stops close all of it. */
  isProtected: z.boolean(),
});

/** Checks a pulse on reading. */
export const pulseSchema = z.object({
  schema: z.literal(1),
  /** Of the process that runs it. */
  pid: z.int().positive(),
  /** When it was written, wall ms. */
  time: z.int(),
  /** When the run last looked at its account, wall ms; null: not yet. */
  lookedAt: z.int().nullable(),
  /** The moment that look holds for, by the run's clock, ms. */
  accountTime: z.int().nullable(),
  balanceUsd: money.nullable(),
  /** By the marks of now. */
  equityUsd: money.nullable(),
  marks: z.record(z.string(), money.nullable()),
  positions: z.array(positionSchema),
});

/** A sign of life of a run, beside its diary: nothing that is reported is ever taken from it. */
export type Pulse = z.infer<typeof pulseSchema>;
