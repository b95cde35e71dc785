/**
 * Answers to actions as the venue writes them. Source: exchange-rules 2.7.
 * @module
 */
import type { OrderAnswer, OrdersAnswer } from "../../../engine/mod.ts";
import { decimalText, plainText } from "../number_text.ts";
import type { WireAnswer } from "../wire_answer.ts";
import type { ReadAction } from "./action_wire.ts";
import type { Assets } from "./assets.ts";
import type { Performed } from "./perform_action.ts";
import { NO_ASSET, NOT_PLACED } from "./refusals_wire.ts";

/** Figures and decimals of an average price; what lies beyond is cut. Source: exchange-rules 3.4. */
const AVERAGE = { figures: 6, decimals: 6 };

/** To an action that is done and has nothing else to tell. */
export const DONE: WireAnswer = ok({ type: "default" });

/** To an action that is refused as a whole. */
export function refusal(response: string): WireAnswer {
  return { status: 200, json: { status: "err", response } };
}

/** What came of an action. */
export function answerOf(performed: Performed, read: ReadAction, assets: Assets): WireAnswer {
  switch (performed.kind) {
    case "action": {
      if (performed.answer.status === "done") return DONE;
      return refusal(read.assets.every((id) => assets.has(id)) ? performed.answer.reason : NO_ASSET);
    }
    case "cancels": {
      const { answer } = performed;
      if (answer.status === "refused") return refusal(answer.reason);
      const statuses = answer.reasons.map((reason, index) =>
        reason === null ? "success" : { error: reasonText(reason, read.assets[index], assets) }
      );
      return ok({ type: "cancel", data: { statuses } });
    }
    case "orders": {
      const { answer } = performed;
      if (answer.status === "refused") return refusal(answer.reason);
      const statuses = answer.answers.map((one, index) => statusOf(one, read.assets[index], assets));
      return ok({ type: "order", data: { statuses } });
    }
    case "changes":
      return changesAnswer(performed.answers, read, assets);
  }
}

/** One change says only that it is done or why not; several say what became of each. */
function changesAnswer(answers: readonly OrdersAnswer[], read: ReadAction, assets: Assets): WireAnswer {
  const statuses = answers.map((answer, index): Status => {
    if (answer.status === "refused") return { error: answer.reason };
    const status = statusOf(answer.answers[0], read.assets[index], assets);
    return isError(status) ? { error: `${NOT_PLACED}${status.error}` } : status;
  });
  if (read.form === "order") return ok({ type: "order", data: { statuses } });
  return isError(statuses[0]) ? refusal(statuses[0].error) : DONE;
}

function isError(status: Status): status is { readonly error: string } {
  return typeof status === "object" && "error" in status && typeof status.error === "string";
}

type Status =
  | string
  | { readonly error: string }
  | { readonly [kind: string]: { readonly [field: string]: string | number } };

function statusOf(answer: OrderAnswer, asset: number, assets: Assets): Status {
  switch (answer.status) {
    case "resting":
      return { resting: { oid: answer.orderId, ...cloid(answer.clientOrderId) } };
    case "filled":
      return {
        filled: {
          totalSz: decimalText(answer.filledSize),
          avgPx: decimalText(cutAverage(answer.averagePrice)),
          oid: answer.orderId,
          ...cloid(answer.clientOrderId),
        },
      };
    case "waiting-for-fill":
      return "waitingForFill";
    case "waiting-for-trigger":
      return "waitingForTrigger";
    case "error":
      return { error: reasonText(answer.reason, asset, assets) };
  }
}

function cloid(clientOrderId: string | null): { readonly cloid?: string } {
  return clientOrderId === null ? {} : { cloid: clientOrderId };
}

/** Measured on the live venue: every text about an order ends with its asset's number. */
function reasonText(reason: string, asset: number, assets: Assets): string {
  return `${assets.has(asset) ? reason : NO_ASSET} asset=${asset}`;
}

/** An average price cut to the figures the venue prints of it. */
function cutAverage(price: number): number {
  const whole = Math.floor(Math.log10(price)) + 1;
  const decimals = Math.max(0, Math.min(AVERAGE.decimals, AVERAGE.figures - whole));
  // The noise of a quotient must not cut a figure off: 1891.4 may be held as 1891.39999999999998.
  const [units, fraction = ""] = plainText(Number(price.toPrecision(14))).split(".");
  return Number(`${units}.${fraction.slice(0, decimals)}`);
}

function ok(response: unknown): WireAnswer {
  return { status: 200, json: { status: "ok", response } };
}
