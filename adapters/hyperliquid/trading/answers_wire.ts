/**
 * What the venue answers to actions, item by item: where one of them failed the others may stand. Source: exchange-rules
 * 2.7 and 2.8.
 * @module
 */
import { z } from "zod";
import type { LegOutcome, OrderLeg, Outcome } from "../../../engine/mod.ts";
import { decimalWire } from "./decimal_wire.ts";

const refusalSchema = z.object({ status: z.literal("err"), response: z.string() });
const errorSchema = z.object({ error: z.string() });
const orderStatusSchema = z.union([
  errorSchema,
  z.object({ resting: z.object({ oid: z.int() }) }),
  z.object({ filled: z.object({ totalSz: decimalWire, avgPx: decimalWire }) }),
  z.enum(["waitingForFill", "waitingForTrigger"]),
]);
const cancelStatusSchema = z.union([errorSchema, z.literal("success")]);

type OrderStatus = z.infer<typeof orderStatusSchema>;

const ordersSchema = z.union([refusalSchema, taken(orderStatusSchema)]);
const cancelsSchema = z.union([refusalSchema, taken(cancelStatusSchema)]);
const actionSchema = z.union([refusalSchema, z.object({ status: z.literal("ok") })]);

const TORN = "the venue's answer cannot be read";
const ACCEPTED: Outcome = { status: "accepted" };

/** What became of each leg. */
export function legOutcomes(answer: unknown, legs: readonly OrderLeg[]): readonly LegOutcome[] {
  const read = ordersSchema.safeParse(answer);
  if (!read.success) return legs.map((leg) => legOutcome(leg, unknown(TORN)));
  if (read.data.status === "err") {
    return legs.map((leg) => legOutcome(leg, refusal(read.data.response as string)));
  }
  const statuses = spread(read.data.response.data.statuses, legs.length);
  return legs.map((leg, index) => legStatus(leg, statuses[index]));
}

/** What became of each cancel. */
export function cancelOutcomes(answer: unknown, count: number): readonly Outcome[] {
  const read = cancelsSchema.safeParse(answer);
  if (!read.success) return Array.from({ length: count }, () => unknown(TORN));
  const { data } = read;
  if (data.status === "err") return Array.from({ length: count }, () => refusal(data.response));
  const statuses = spread(data.response.data.statuses, count);
  return Array.from({ length: count }, (_, index): Outcome => {
    const status = statuses[index];
    if (status === undefined) return unknown(TORN);
    return status === "success" ? ACCEPTED : { status: "rejected", reason: plainReason(status.error) };
  });
}

/** What became of an action that answers with no more than yes or no. */
export function actionOutcome(answer: unknown): Outcome {
  const read = actionSchema.safeParse(answer);
  if (!read.success) return unknown(TORN);
  return read.data.status === "ok" ? ACCEPTED : refusal(read.data.response);
}

/** An outcome as that of a leg. */
export function legOutcome(
  { leg, clientOrderId }: OrderLeg,
  outcome: Exclude<Outcome, { readonly status: "accepted" }>,
): LegOutcome {
  return { leg, clientOrderId, ...outcome };
}

function legStatus(leg: OrderLeg, status: OrderStatus | undefined): LegOutcome {
  if (status === undefined) return legOutcome(leg, unknown(TORN));
  const { clientOrderId } = leg;
  const stands = { leg: leg.leg, clientOrderId, status: "accepted", filledSize: 0, price: null } as const;
  if (typeof status === "string" || "resting" in status) return stands;
  if ("error" in status) return legOutcome(leg, { status: "rejected", reason: plainReason(status.error) });
  return { ...stands, filledSize: status.filled.totalSz, price: status.filled.avgPx };
}

/** What was found wrong before anything was done is told once for all. Source: exchange-rules 2.7. */
function spread<Status>(statuses: readonly Status[], count: number): readonly Status[] {
  const [only] = statuses;
  const isForAll = statuses.length === 1 && count > 1 && typeof only === "object" && only !== null &&
    "error" in only;
  return isForAll ? Array.from({ length: count }, () => only) : statuses;
}

/** A nonce that was used: the action may have come through once already. */
function refusal(text: string): Exclude<Outcome, { readonly status: "accepted" }> {
  return /duplicate nonce/.test(text) ? unknown(text) : { status: "rejected", reason: plainReason(text) };
}

function unknown(reason: string): Extract<Outcome, { readonly status: "unknown" }> {
  return { status: "unknown", reason };
}

/** Texts about an order end with its asset's number, which says nothing to a reader. */
export function plainReason(text: string): string {
  return text.replace(/ asset=\d+$/, "");
}

function taken<Status extends z.ZodType>(status: Status) {
  return z.object({
    status: z.literal("ok"),
    response: z.object({ data: z.object({ statuses: z.array(status) }) }),
  });
}
