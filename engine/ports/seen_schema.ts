import { z } from "zod";
import { accountEventSchema, legOutcomeSchema } from "../model/diary_schema.ts";
import { INTERVALS } from "../model/interval.ts";
import { commandSchema } from "./commands.ts";
import type { SeenCandle, SeenEntry, SeenSettled } from "./seen.ts";

const number = z.number().finite();
const known = number.nullable();
const asset = z.string().min(1);
const reason = z.string();
const side = z.enum(["buy", "sell"]);

/** Rows of so many numbers, looked through without a schema's cost: there are thousands in a line. */
function rowsOf<Row extends readonly number[]>(length: number): z.ZodType<readonly Row[]> {
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === length && row.every(Number.isFinite);
  return z.custom<readonly Row[]>(
    (rows) => Array.isArray(rows) && rows.every(isRow),
    `expected rows of ${length} numbers`,
  );
}

const candles = rowsOf<SeenCandle>(6);
const settled = rowsOf<SeenSettled>(7);

const fundingRates = z.strictObject({
  times: z.array(number),
  rates: z.array(number),
  oracles: z.array(known).optional(),
});

const context = z.strictObject({
  asset,
  time: number,
  mark: known,
  mid: known,
  oracle: known,
  funding: known,
  candleMs: number.optional(),
  openInterest: known,
  asOf: z.partialRecord(z.enum(["mark", "mid", "oracle", "funding"]), number).optional(),
});

const position = z.strictObject({
  asset,
  side: z.enum(["long", "short"]),
  size: number,
  entryPrice: number,
  mark: number,
  notionalUsd: number,
  unrealizedPnlUsd: number,
  marginUsedUsd: number,
  leverage: number,
  liquidationPrice: known,
});

const openOrder = z.strictObject({
  asset,
  clientOrderId: z.string().nullable(),
  kind: z.enum(["limit", "stop", "target"]),
  side,
  size: known,
  limitPrice: number,
  triggerPrice: known,
  reduceOnly: z.boolean(),
});

const exchangeState = z.strictObject({
  account: z.strictObject({
    time: number,
    balanceUsd: number,
    equityUsd: number,
    marginUsedUsd: number,
    freeUsd: number,
    positions: z.array(position),
    openOrders: z.array(openOrder),
  }),
  events: z.array(accountEventSchema),
});

const unknown = z.strictObject({ status: z.literal("unknown"), reason });
const outcome = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("accepted") }),
  z.strictObject({ status: z.literal("rejected"), reason }),
  unknown,
]);
const orderLookup = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("found"),
    state: z.enum(["open", "filled", "ended"]),
    filledSize: number,
    price: known,
  }),
  z.strictObject({ status: z.literal("none") }),
  unknown,
]);

const kind = z.literal("exchange");
const exchangeAnswer = z.discriminatedUnion("call", [
  z.strictObject({ kind, call: z.literal("sync"), answer: exchangeState }),
  z.strictObject({ kind, call: z.literal("setLeverage"), answer: outcome }),
  z.strictObject({ kind, call: z.literal("submit"), answer: z.array(legOutcomeSchema) }),
  z.strictObject({ kind, call: z.literal("cancel"), answer: z.array(outcome) }),
  z.strictObject({ kind, call: z.literal("find"), answer: orderLookup }),
]);

/** Checks one line of what a run saw on reading. */
export const seenEntrySchema: z.ZodType<SeenEntry> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("clock"), times: z.array(number).min(1) }),
  z.strictObject({ kind: z.literal("candles"), asset, interval: z.enum(INTERVALS), rows: candles }),
  z.strictObject({ kind: z.literal("finest"), asset, rows: settled }),
  z.strictObject({
    kind: z.literal("contexts"),
    contexts: z.array(context),
    beside: z.array(z.strictObject({ asset, finest: settled, funding: fundingRates.optional() })).optional(),
  }),
  z.strictObject({ kind: z.literal("funding"), asset, rates: fundingRates }),
  exchangeAnswer,
  z.strictObject({ kind: z.literal("skew"), ms: known }),
  z.strictObject({ kind: z.literal("commands"), commands: z.array(commandSchema) }),
  z.strictObject({ kind: z.literal("chat") }),
  z.strictObject({ kind: z.literal("resumed"), after: number, until: number }),
  z.strictObject({ kind: z.literal("interrupted") }),
  z.strictObject({ kind: z.literal("line"), seq: z.int().min(0), isEnd: z.boolean() }),
  z.strictObject({ kind: z.literal("forget"), entries: z.int().min(0) }),
  z.strictObject({
    kind: z.literal("fault"),
    message: z.string(),
    of: z.enum(["unreachable", "refused", "limit", "stale"]).nullable(),
    by: z.literal("exchange").optional(),
  }),
]) as z.ZodType<SeenEntry>;
