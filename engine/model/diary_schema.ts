import { z } from "zod";
import type { JsonValue } from "./decision.ts";
import { invalidationSchema } from "./invalidation.ts";
import { DIARY_SCHEMA, type DiaryEntry, MISS_CAUSES, REFUSAL_CODES, type Trade } from "./diary_entry.ts";
import { unansweredSchema } from "./model_use.ts";
import type { AccountEvent, LegOutcome } from "./order.ts";
import { tokenUseSchema } from "./token_use.ts";

const time = z.number().int();
const usd = z.number().finite();
const optionalPrice = z.number().finite().nullish();
const hash16 = z.string().regex(/^[0-9a-f]{16}$/);
const clientOrderId = z.string().regex(/^0x[0-9a-f]{32}$/);
const leg = z.enum(["entry", "close", "stop", "target"]);
const side = z.enum(["buy", "sell"]);
const purpose = z.enum(["open", "add", "close", "protect"]);
// A line comes out of JSON.parse, so whatever stands here is JSON; z.json() would copy it and lose a "__proto__".
const json: z.ZodType<JsonValue> = z.unknown() as z.ZodType<JsonValue>;

const decision = {
  asset: z.string(),
  action: z.enum(["buy", "sell", "hold", "close"]),
  allocationUsd: usd.optional(),
  leverage: usd.optional(),
  stop: optionalPrice,
  target: optionalPrice,
  exitPlan: z.string().optional(),
  invalidation: invalidationSchema.optional(),
  rationale: z.string(),
};

const orderLeg = z.strictObject({
  leg,
  clientOrderId,
  side,
  size: usd.nullable(),
  limitPrice: usd,
  triggerPrice: usd.nullable(),
  reduceOnly: z.boolean(),
});

/** Checks what became of a leg on reading. */
export const legOutcomeSchema: z.ZodType<LegOutcome> = z.discriminatedUnion("status", [
  z.strictObject({
    leg,
    clientOrderId,
    status: z.literal("accepted"),
    filledSize: usd,
    price: usd.nullable(),
  }),
  z.strictObject({ leg, clientOrderId, status: z.literal("rejected"), reason: z.string() }),
  z.strictObject({ leg, clientOrderId, status: z.literal("unknown"), reason: z.string() }),
]);

const fill = z.strictObject({
  kind: z.literal("fill"),
  time,
  asset: z.string(),
  side,
  size: usd,
  price: usd,
  feeUsd: usd,
  realizedPnlUsd: usd,
  clientOrderId: clientOrderId.nullable(),
  liquidation: z.boolean(),
});

const funding = z.strictObject({
  kind: z.literal("funding"),
  time,
  asset: z.string(),
  rate: usd,
  size: usd,
  amountUsd: usd,
});

const transfer = z.strictObject({ kind: z.literal("transfer"), time, amountUsd: usd });

/** Checks on reading what changed a balance. */
export const accountEventSchema: z.ZodType<AccountEvent> = z.discriminatedUnion("kind", [
  fill,
  funding,
  transfer,
]);

/** Checks a trade on reading. */
export const tradeSchema: z.ZodType<Trade> = z.strictObject({
  asset: z.string(),
  side: z.enum(["long", "short"]),
  openedAt: time,
  closedAt: time,
  size: usd,
  entryPrice: usd,
  exitPrice: usd,
  exit: z.enum(["stop", "target", "close", "liquidation", "other"]),
  realizedPnlUsd: usd,
  feesUsd: usd,
  fundingUsd: usd,
  netPnlUsd: usd,
});

const decisionRecord = z.strictObject({
  ...decision,
  outcome: z.enum(["filled", "accepted", "rejected", "unknown", "refused"]),
  refusal: z.strictObject({ code: z.enum(REFUSAL_CODES), detail: z.string() }).optional(),
  reason: z.string().optional(),
  size: usd.optional(),
  shownPrice: usd.optional(),
  orders: z.partialRecord(leg, clientOrderId).optional(),
  filledSize: usd.optional(),
  fillPrice: usd.optional(),
  openedAt: time.optional(),
});

const naked = z.array(z.strictObject({ asset: z.string(), cause: z.string(), lengthMs: usd }));
const faults = z.array(z.strictObject({
  step: z.enum(["sync", "ingest", "calculate", "reason", "execute", "secure"]),
  on: z.string(),
  what: z.string(),
  done: z.string(),
}));

/** What happened to the account in a cycle. */
const happened = {
  balanceUsd: usd,
  equityUsd: usd,
  decisions: z.array(decisionRecord).optional(),
  transfers: z.array(transfer).optional(),
  fills: z.array(fill).optional(),
  funding: z.array(funding).optional(),
  trades: z.array(tradeSchema).optional(),
  naked: naked.optional(),
  faults: faults.optional(),
};

/** What asking a model took and gave. */
const modelUse = {
  rationales: z.record(z.string(), z.string()).optional(),
  repaired: z.string().optional(),
  toolCalls: z.array(z.strictObject({ name: z.string(), arguments: z.string() })).optional(),
  costUsd: usd.nullable().optional(),
  latencyMs: usd.optional(),
  tokens: tokenUseSchema.optional(),
  cassetteKeys: z.array(z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  unanswered: unansweredSchema.optional(),
};

const cycle = z.strictObject({
  kind: z.literal("cycle"),
  close: time,
  ...happened,
  notAsked: z.string().optional(),
  observationHash: hash16.optional(),
  decisionsHash: hash16.optional(),
  dayEquityUsd: usd.optional(),
  notionalUsd: usd.optional(),
  summary: z.string().optional(),
  reasoning: z.string().optional(),
  held: z.array(z.strictObject({ asset: z.string(), reason: z.string() })).optional(),
  series: z.array(z.strictObject({ asset: z.string(), fromMs: usd, toMs: usd })).optional(),
  ...modelUse,
  halt: z.strictObject({ until: z.enum(["next-day", "for-good"]), loss: usd }).optional(),
  memory: json.optional(),
  observation: json.optional(),
});

const command = z.strictObject({
  kind: z.literal("command"),
  close: time,
  command: z.enum(["pause", "resume", "close", "close-all"]),
  asset: z.string().optional(),
  by: z.string().optional(),
  left: z.array(z.strictObject({ asset: z.string(), side: z.enum(["long", "short"]), size: usd })).optional(),
  ...happened,
});

/** Checks one line of a diary on reading. */
export const diaryEntrySchema: z.ZodType<DiaryEntry> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), schema: z.literal(DIARY_SCHEMA), key: z.string() }),
  z.strictObject({
    kind: z.literal("intent"),
    close: time,
    origin: z.enum(["agent", "secure", "command"]),
    observationHash: hash16.optional(),
    decisions: z.array(z.strictObject(decision)),
    orders: z.array(z.strictObject({
      asset: z.string(),
      purpose,
      legs: z.array(orderLeg),
      leverage: z.number().int().nullable(),
      exitPlan: z.string().optional(),
      invalidation: invalidationSchema.optional(),
    })),
    memory: json.optional(),
  }),
  z.strictObject({
    kind: z.literal("outcome"),
    close: time,
    asset: z.string(),
    purpose,
    legs: z.array(legOutcomeSchema),
  }),
  z.strictObject({
    kind: z.literal("lapsed"),
    close: time,
    asset: z.string(),
    purpose,
    orders: z.array(clientOrderId),
    lateMs: usd,
  }),
  cycle,
  z.strictObject({
    kind: z.literal("guard"),
    close: time,
    balanceUsd: usd,
    equityUsd: usd,
    naked: naked.optional(),
    faults,
  }),
  z.strictObject({ kind: z.literal("missed"), close: time, cause: z.enum(MISS_CAUSES), detail: z.string() }),
  command,
]) as z.ZodType<DiaryEntry>;
