import { z } from "zod";
import { CHART_INDICATORS, INTERVALS } from "../../../engine/mod.ts";
import { LINE_KINDS } from "../diary/line_kinds.ts";

/** What the API takes and gives, as zod schemas: requests are checked by them, and the documentation is made of them. */

const usd = z.number().describe("USD");
const fraction = z.number().describe("a fraction: 0.01 is one per cent");
const time = z.number().int().describe("ms since the epoch, UTC");
const seq = z.number().int().min(0).describe("place of a line in the diary, counted from 0");

const traced = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, seq }).describe("a figure, and the line of the diary it came from");
const maybe = <Value extends z.ZodType>(value: Value) => traced(value).nullable();

/** A row of the list of runs. */
export const runRowSchema = z.object({
  id: z.string(),
  damaged: z.string().nullable().describe("why run.json cannot be read; null where it can"),
  running: z.boolean().describe("whether a process runs it now"),
  mode: z.string().nullable(),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  assets: z.array(z.string()),
  interval: z.string().nullable(),
  profile: z.string().nullable(),
  source: z.string().nullable(),
  synthetic: z.boolean(),
  family: z.string().nullable().describe("the family it is one of; null: none"),
  status: z.enum(["running", "finished", "interrupted", "failed"]).nullable(),
  started: z.string().nullable().describe("wall-clock time, ISO 8601"),
  ended: z.string().nullable(),
  from: time.nullable(),
  until: time.nullable(),
  totalReturn: fraction.nullable(),
  sharpe: z.number().nullable(),
  maxDrawdown: fraction.nullable(),
  trades: z.number().nullable(),
});

const names = z.array(z.string());
const count = z.number().int().min(0);

/** A row of the list of families. */
export const familyRowSchema = z.object({
  id: z.string(),
  agents: names,
  models: names,
  assets: names,
  intervals: names,
  varied: z.array(z.object({
    name: z.string(),
    count: count.describe("distinct values"),
    values: names.describe("the values, at most 8; of more numbers the lowest and the highest"),
    isRange: z.boolean().describe("whether `values` are the ends of a range"),
  })),
  counts: z.object({ all: count, finished: count, running: count, failed: count }),
  best: z.object({
    run: z.string(),
    sharpe: z.number(),
    totalReturn: fraction.nullable(),
    part: z.string().nullable().describe("in a sweep that walks forward: `train 3`, `test 3`"),
  }).nullable().describe("the run with the highest Sharpe ratio"),
  from: time,
  until: time,
  sources: names,
  synthetic: z.boolean(),
  started: z.string().nullable().describe("of its first run: wall-clock time, ISO 8601"),
});

/** Families from a place on. */
export const familiesSchema = z.object({ families: z.array(familyRowSchema), total: count });

const chances = {
  sharpe: z.number().nullable(),
  probabilisticSharpe: fraction.nullable().describe("the chance that the true ratio is above zero (PSR)"),
  deflatedSharpe: fraction.nullable().describe(
    "the chance that it is above the best of what was tried without skill (DSR)",
  ),
};

/** A run of a family. */
export const familyRunSchema = runRowSchema.extend({
  ...chances,
  settings: z.array(z.string().nullable()).describe("its values of what varies, in that order"),
  part: z.string().nullable(),
});

/** Runs of a family from a place on, the highest Sharpe ratio first. */
export const familyRunsSchema = z.object({
  runs: z.array(familyRunSchema),
  total: count,
  isRanked: z.boolean().describe("whether the chances are there: they come with the ranking"),
});

/** What the best run of a family says. */
export const familyBestSchema = z.object({
  id: z.string(),
  ...chances,
  interval: z.object({ low: z.number(), high: z.number() }).nullable().describe(
    "where the ratio lies at 95 %; null: too few days",
  ),
  trials: count.nullable().describe("distinct trials on its data, by the ledger"),
});

/** A family ranked, as `deno task compare FAMILY` does. */
export const familyRankingSchema = z.object({
  ranked: z.array(z.object({ id: z.string(), ...chances })),
  leftOut: names.describe("a sentence for each run that is not ranked"),
  meaning: z.string(),
  blocks: z.array(z.unknown()).describe("corrections and verdict, to be laid out"),
  map: z.object({
    across: z.string(),
    down: z.string(),
    columns: names,
    rows: names,
    cells: z.array(z.array(z.object({ mean: z.number(), runs: count }).nullable())),
  }).nullable().describe("the mean Sharpe ratio over two settings of a sweep"),
  bins: z.array(z.object({ from: z.number(), until: z.number(), count })),
  fan: z.array(z.object({ time, quantiles: z.array(fraction), best: fraction })).nullable().describe(
    "returns of 5, 25, 50, 75 and 95 % of the runs, and of the best",
  ),
  walked: z.array(z.object({ window: count, train: z.number(), test: z.number() })),
});

const account = z.object({
  equityUsd: maybe(usd),
  balanceUsd: maybe(usd),
  unrealizedPnlUsd: maybe(usd),
  notionalUsd: maybe(usd),
  marginUsedUsd: maybe(usd),
  startUsd: maybe(usd),
  totalReturn: maybe(fraction),
  dayPnlUsd: maybe(usd),
  drawdown: maybe(fraction),
  maxDrawdown: maybe(fraction),
});

const totals = z.object({
  trades: traced(z.number()),
  wins: traced(z.number()),
  winRate: maybe(fraction),
  netPnlUsd: traced(usd),
  feesUsd: traced(usd),
  fundingUsd: traced(usd),
  fills: traced(z.number()),
  refusals: traced(z.number()),
  faults: traced(z.number()),
  longestNakedMs: traced(z.number()),
  modelCostUsd: maybe(usd),
  unpriced: z.number().describe("questions of a model whose cost is not known"),
});

const position = z.object({
  asset: z.string(),
  side: traced(z.enum(["long", "short"])),
  size: traced(z.number()),
  entryPrice: traced(usd),
  openedAt: traced(time),
  leverage: maybe(z.number()),
  stop: maybe(usd),
  target: maybe(usd),
  exitPlan: maybe(z.string()),
  invalidation: maybe(z.unknown()),
  feesUsd: traced(usd),
  fundingUsd: traced(usd),
  mark: maybe(usd),
  unrealizedPnlUsd: maybe(usd),
  marginUsedUsd: maybe(usd),
  liquidationPrice: maybe(usd),
});

const order = z.object({
  asset: z.string(),
  leg: z.enum(["stop", "target"]),
  side: z.enum(["buy", "sell"]),
  clientOrderId: z.string(),
  triggerPrice: traced(usd),
  limitPrice: traced(usd),
  size: z.number().nullable().describe("coins; null: the whole position"),
});

/** A run as it stood after a line. */
export const momentSchema = z.object({
  seq: z.number().int().min(-1),
  close: time.nullable(),
  cycles: traced(z.number()),
  account,
  totals,
  positions: z.array(position),
  orders: z.array(order),
  paused: traced(z.boolean()),
  halt: maybe(z.object({ until: z.enum(["next-day", "for-good"]), loss: fraction, since: time })),
  lastFault: maybe(
    z.object({ step: z.string(), on: z.string(), what: z.string(), done: z.string(), close: time }),
  ),
});

const reading = z.object({
  lines: z.number().describe("whole lines that were read, each following from the one before by its hash"),
  bytes: z.number(),
  size: z.number(),
  fault: z.string().nullable().describe("what is wrong with the next line"),
});

/** One run, and how it stands. */
export const runSchema = z.object({
  run: runRowSchema,
  settings: z.record(z.string(), z.unknown()),
  model: z.unknown(),
  data: z.unknown(),
  codeRevision: z.string().nullable(),
  key: z.string().nullable(),
  diary: z.object({ lines: z.number(), lastHash: z.string() }).nullable(),
  metrics: z.record(z.string(), z.unknown()).nullable(),
  benchmark: z.record(z.string(), z.unknown()).nullable(),
  warnings: z.array(z.string()),
  interruptions: z.array(z.unknown()),
  reading,
  moment: momentSchema,
  pulse: z.unknown().describe("what the running process knew between two cycles; null: nothing"),
});

/** A line of a diary as it stands in the file. */
export const lineSchema = z.looseObject({ seq, kind: z.string(), hash: z.string() });

/** Lines of a diary. */
export const pageSchema = z.object({
  lines: z.array(lineSchema),
  total: z.number().describe("lines that were read so far"),
});

const wholeNumber = z.coerce.number().int();
const asset = z.string().regex(/^[\w:@./-]{1,40}$/);

/** Which lines are asked for. */
export const pageQuery = z.object({
  from: wholeNumber.min(-1000).default(0).describe("first line; below zero: so many from the end"),
  limit: wholeNumber.min(1).max(1000).default(200),
  kind: z.enum(LINE_KINDS).optional().describe(
    "only lines that hold this, newest first, before line `before`",
  ),
  before: wholeNumber.min(0).optional(),
});

/** Which families, or runs of one. */
export const familiesQuery = z.object({
  from: wholeNumber.min(0).default(0),
  limit: wholeNumber.min(1).max(200).default(50),
});

/** Which moment is asked for: after a line, a cycle (counted from 1), or at a time; none: the last. */
export const momentQuery = z.object({
  seq: wholeNumber.min(0).optional(),
  cycle: wholeNumber.min(1).optional(),
  at: wholeNumber.optional(),
});

/** Which line is looked for. */
export const findQuery = z.object({
  kind: z.enum(LINE_KINDS),
  seq: wholeNumber.min(-1),
  direction: z.enum(["next", "previous"]).default("next"),
});

/** Which part of the equity. */
export const curveQuery = z.object({
  seq: wholeNumber.min(0).optional(),
  from: wholeNumber.optional().describe("only cycles that closed after this, ms"),
  points: wholeNumber.min(2).max(4000).default(1000),
});

/** Which candles. */
export const candlesQuery = z.object({
  asset,
  interval: z.enum(INTERVALS as unknown as readonly [string, ...string[]]),
  until: wholeNumber.optional(),
  count: wholeNumber.min(1).max(2000).default(300),
  indicators: z.string().max(200).default("").transform((text, context) => {
    const names = text === "" ? [] : text.split(",");
    const known = CHART_INDICATORS.filter((one) => names.includes(one));
    if (known.length === new Set(names).size) return known;
    context.addIssue(`wanted some of ${CHART_INDICATORS.join(", ")}`);
    return z.NEVER;
  }),
});

/** Two runs. */
export const pairQuery = z.object({ a: z.string().max(80), b: z.string().max(80) });

/** What a run is told to do. */
export const commandBody = z.discriminatedUnion("do", [
  z.strictObject({ run: z.string().max(80), do: z.enum(["pause", "resume", "close-all"]) }),
  z.strictObject({ run: z.string().max(80), do: z.literal("close"), asset }),
  z.strictObject({ run: z.string().max(80), do: z.literal("stop"), flatten: z.boolean().optional() }),
]);

/** What came of it. */
export const outcomeSchema = z.object({ done: z.boolean(), lines: z.array(z.string()) });

/** A token that was typed. */
export const tokenBody = z.strictObject({ token: z.string().min(1).max(200) });

/** What went wrong. */
export const errorSchema = z.object({ error: z.string() });
