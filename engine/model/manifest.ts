import { z } from "zod";
import type { JsonValue } from "./decision.ts";
import type { KnowledgeCutoff, MemoryGrade } from "./memory_grade.ts";
import { type Metrics, metricsSchema } from "./metrics.ts";
import type { ModelPrice } from "./model_price.ts";

/** The schema version of run.json. */
export const MANIFEST_SCHEMA = 1;

/** A file that a run read. */
export interface DataFile {
  /** As it was found. */
  readonly path: string;
  readonly sha256: string;
  readonly asset: string;
  readonly kind: "candles" | "mark" | "oracle" | "funding" | "open-interest";
  /** Null unless it holds candles. */
  readonly interval: string | null;
  readonly rows: number;
}

/** Where a price that the venue tells is from: the candles that orders settle on, or a series of its own. */
export type PriceSource = typeof PRICE_SOURCES[number];
const PRICE_SOURCES = ["candles", "recorded"] as const;
/** Where the price of all assets is from, or by asset where they differ. */
export type PriceSources = PriceSource | { readonly [asset: string]: PriceSource };
const priceSource = z.enum(PRICE_SOURCES);
const priceSources = z.union([priceSource, z.record(z.string(), priceSource)]);

/** The language model of a run, and what its result is worth. */
export interface ModelManifest {
  readonly provider: string;
  readonly model: string;
  /** Where its answers came from: replay, record, auto or live. */
  readonly answers: string;
  /** The host that could be asked; null: none, the run had recorded answers only. */
  readonly host: string | null;
  /** Null: nobody says up to when it knows what happened. */
  readonly cutoff: KnowledgeCutoff | null;
  readonly memory: MemoryGrade;
  readonly blind: boolean;
  /** USD per million tokens; null: not known. */
  readonly price: ModelPrice | null;
  /** SHA-256 of the table that price and cutoff are from. */
  readonly tableSha256: string;
  /** The template of the user's; not there where it was the built-in one. */
  readonly prompt?: { readonly path: string; readonly sha256: string } | undefined;
}

/** The run that another one asks of: what if. */
export interface ParentRun {
  readonly id: string;
  /** `open`: its decisions were taken as they were; `closed`: its agent was asked. */
  readonly loop: "open" | "closed";
  /** What is otherwise than there, as it was typed. */
  readonly changes: readonly string[];
}

/** How the market of a run was another than the recorded one. */
export interface ControlManifest {
  /** Such as `shuffle:7`. */
  readonly name: string;
  /** The range on the recorded market, ms: the run's own may lie elsewhere. */
  readonly range: { readonly from: number; readonly until: number };
  /** What was drawn for it: names, factors, days; null: nothing. */
  readonly detail: JsonValue;
}

/** Which run of a sweep it is. */
export interface SweepMark {
  /** Its number in the sweep: the same when the sweep is made again. */
  readonly job: number;
  /** What varies in the sweep, as it was for this run. */
  readonly point: { readonly [name: string]: string };
  /** In a sweep that walks forward: whether settings were chosen on it or tried on it, and in which window. */
  readonly part?: "train" | "test" | undefined;
  readonly window?: number | undefined;
}

/** How a run stands: `running` is also what a killed one leaves behind. */
export type RunStatus = "running" | "finished" | "interrupted" | "failed";

/** All about a run that does not stand in its diary: `run.json` in its folder. */
export interface RunManifest {
  readonly schema: number;
  readonly id: string;
  /** live, paper, backtest or replay; for showing only. */
  readonly mode: string;
  /** Hash of agent, settings, assets and seed, as in the diary's first line. */
  readonly key: string;
  readonly agent: string;
  /** Everything that the key was made of. */
  readonly settings: { readonly [name: string]: JsonValue };
  readonly codeRevision: string;
  /** The module of an agent that is not built in: what it imports is not in the hash. */
  readonly agentFile?: { readonly path: string; readonly sha256: string } | undefined;
  /** Not there where no model was asked. */
  readonly model?: ModelManifest | undefined;
  /** Not there where it asks of no other run. */
  readonly parent?: ParentRun | undefined;
  readonly data: {
    /** In words, e.g. "synthetic market" or "binance-perp". */
    readonly source: string;
    readonly synthetic: boolean;
    readonly files: readonly DataFile[];
    /** Times without candles, of any asset, inside the run. */
    readonly gaps: number;
    /** SHA-256 of the instruments it traded, as canonical JSON; not there in older runs. */
    readonly instruments?: string | undefined;
    /** What marks and oracle prices were taken from; not there in older runs. */
    readonly prices?: { readonly mark: PriceSources; readonly oracle: PriceSources } | undefined;
  };
  /** What was asked for and what it came to; ms since the epoch. */
  readonly range: { readonly from: number; readonly until: number };
  /** Wall-clock times, ISO 8601. */
  readonly started: string;
  readonly ended: string | null;
  readonly status: RunStatus;
  /** When it stopped (null: it was killed) and went on, wall-clock times; not there where it never did. */
  readonly interruptions?: readonly { readonly ended: string | null; readonly resumed: string }[] | undefined;
  readonly diary: { readonly lines: number; readonly lastHash: string } | null;
  readonly metrics: Metrics | null;
  /** Buy and hold on the same data, where it was run. */
  readonly benchmark: Metrics | null;
  readonly warnings: readonly string[];
  /** Not there where it ran on the market as it was recorded. */
  readonly control?: ControlManifest | undefined;
  /** What it was begun together with; not there where it was begun alone. */
  readonly familyId?: string | undefined;
  /** Not there where it is no run of a sweep. */
  readonly sweep?: SweepMark | undefined;
  /** Why it failed, in a line; not there where it did not. */
  readonly fault?: string | undefined;
}

const price = z.number().nonnegative();

const modelManifest: z.ZodType<ModelManifest> = z.object({
  provider: z.string(),
  model: z.string(),
  answers: z.string(),
  host: z.string().nullable(),
  cutoff: z.object({
    model: z.string(),
    cutoff: z.string(),
    knownUntil: z.number(),
    claimedBy: z.enum(["vendor", "third-party"]),
    source: z.string(),
    read: z.string(),
  }).nullable(),
  memory: z.object({ grade: z.enum(["CLEAN", "MIXED", "CONTAMINATED"]), overlap: z.number() }),
  blind: z.boolean(),
  price: z.object({ fresh: price, cacheRead: price, cacheWrite: price, output: price }).nullable(),
  tableSha256: z.string(),
  prompt: z.object({ path: z.string(), sha256: z.string() }).optional(),
});

/** Checks a run.json on reading. */
export const manifestSchema: z.ZodType<RunManifest> = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  id: z.string().regex(/^[0-9a-f]{8}$/),
  mode: z.string(),
  key: z.string(),
  agent: z.string(),
  settings: z.record(z.string(), z.json()) as unknown as z.ZodType<{ readonly [name: string]: JsonValue }>,
  codeRevision: z.string(),
  agentFile: z.object({ path: z.string(), sha256: z.string() }).optional(),
  model: modelManifest.optional(),
  parent: z.object({ id: z.string(), loop: z.enum(["open", "closed"]), changes: z.array(z.string()) })
    .optional(),
  data: z.object({
    source: z.string(),
    synthetic: z.boolean(),
    files: z.array(z.object({
      path: z.string(),
      sha256: z.string(),
      asset: z.string(),
      kind: z.enum(["candles", "mark", "oracle", "funding", "open-interest"]),
      interval: z.string().nullable(),
      rows: z.number(),
    })),
    gaps: z.number(),
    instruments: z.string().optional(),
    prices: z.object({ mark: priceSources, oracle: priceSources }).optional(),
  }),
  range: z.object({ from: z.number(), until: z.number() }),
  started: z.string(),
  ended: z.string().nullable(),
  status: z.enum(["running", "finished", "interrupted", "failed"]),
  interruptions: z.array(z.object({ ended: z.string().nullable(), resumed: z.string() })).optional(),
  diary: z.object({ lines: z.number().int(), lastHash: z.string() }).nullable(),
  metrics: metricsSchema.nullable(),
  benchmark: metricsSchema.nullable(),
  warnings: z.array(z.string()),
  control: z.object({
    name: z.string(),
    range: z.object({ from: z.number(), until: z.number() }),
    detail: z.json() as unknown as z.ZodType<JsonValue>,
  }).optional(),
  familyId: z.string().optional(),
  sweep: z.object({
    job: z.number().int().nonnegative(),
    point: z.record(z.string(), z.string()),
    part: z.enum(["train", "test"]).optional(),
    window: z.number().int().nonnegative().optional(),
  }).optional(),
  fault: z.string().optional(),
});
