import {
  type ApprovedOrder,
  type EventMark,
  type Exchange,
  ExchangeFault,
  type ExchangeState,
  type LegOutcome,
  type OrderLookup,
  type Outcome,
  withoutOrphans,
} from "../../../engine/mod.ts";
import type { AccountReader } from "./account_reader.ts";
import type { AccountSender } from "./account_sender.ts";
import { AccountWatch, type WatchTerms } from "./account_watch.ts";
import { actionOutcome, cancelOutcomes, legOutcome, legOutcomes } from "./answers_wire.ts";
import { averageFill } from "./average_fill.ts";
import { ordersRow } from "./order_wire.ts";
import { pause } from "./venue_reader.ts";

/** What an exchange is made of. */
export interface HyperliquidParts extends WatchTerms {
  readonly reader: AccountReader;
  readonly sender: AccountSender;
}

/** The venue refuses what reaches it later than this after it was signed, ms. */
export const EXPIRES_MS = 5_000;
/** How far its clock may be behind ours, ms. */
const SKEW_MS = 2_000;
const BETWEEN_LOOKUPS_MS = 250;
const NEVER_PLACED = "Order was never placed, already canceled, or filled.";
/** Orders and cancels of one action. Source: exchange-rules 7. */
const MOST_IN_ACTION = 200;

/**
 * One account on Hyperliquid. Reads throw an ExchangeFault; what is sent is sent once and comes to an outcome. An order
 * of which nothing is known is `none` only after the moment at which the venue would refuse it: until then it may still
 * be on its way.
 */
export class HyperliquidExchange implements Exchange {
  readonly #parts: HyperliquidParts;
  readonly #watch: AccountWatch;
  /** By client order id until when (wall ms) an order may still arrive of which nothing came back. */
  readonly #underWay = new Map<string, number>();
  /** Until when (wall ms) an order may still arrive that a process before this one sent. */
  readonly #earlierUntil: number;

  constructor(parts: HyperliquidParts) {
    this.#parts = parts;
    this.#earlierUntil = parts.openedAt === null ? -Infinity : expiry() + SKEW_MS;
    this.#watch = new AccountWatch(parts.reader, parts);
  }

  /** The account now, and what changed its balance after `since`. Throws an ExchangeFault. */
  sync(since: EventMark): Promise<ExchangeState> {
    return this.#watch.look(since);
  }

  /** Sets the leverage, in cross margin where the asset may have it. */
  async setLeverage(asset: string, leverage: number): Promise<Outcome> {
    const listed = this.#parts.assets.get(asset);
    if (listed === undefined) return rejected(`unknown asset ${asset}`);
    // The library would say in many words what the venue says in three.
    if (!Number.isInteger(leverage) || leverage < 1) return rejected("Invalid leverage value");
    const to = { asset: listed.id, isCross: listed.isCross, leverage };
    const sent = await this.#parts.sender.leverage(to, expiry());
    return "failure" in sent ? sent.failure : actionOutcome(sent.answer);
  }

  /** Sends a group as one action. */
  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const { asset, legs } = order;
    const listed = this.#parts.assets.get(asset);
    if (listed === undefined) return legs.map((leg) => legOutcome(leg, rejected(`unknown asset ${asset}`)));
    const expiresAfter = expiry();
    const sent = await this.#parts.sender.order(ordersRow(order, listed), expiresAfter);
    const outcomes = "failure" in sent
      ? legs.map((leg) => legOutcome(leg, sent.failure))
      : legOutcomes(sent.answer, legs);
    for (const { status, clientOrderId } of outcomes) {
      if (status === "unknown") this.#underWay.set(clientOrderId, expiresAfter + SKEW_MS);
    }
    return withoutOrphans(legs, outcomes);
  }

  /** Cancels by client order id. */
  async cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    const listed = this.#parts.assets.get(asset);
    if (listed === undefined) return clientOrderIds.map(() => rejected(NEVER_PLACED));
    const outcomes: Outcome[] = [];
    for (let first = 0; first < clientOrderIds.length; first += MOST_IN_ACTION) {
      const ids = clientOrderIds.slice(first, first + MOST_IN_ACTION);
      const sent = await this.#parts.sender.cancel(listed.id, ids, expiry());
      const some = "failure" in sent ? ids.map(() => sent.failure) : cancelOutcomes(sent.answer, ids.length);
      outcomes.push(...some);
    }
    return outcomes;
  }

  /** What became of an order. */
  async find(clientOrderId: string): Promise<OrderLookup> {
    try {
      return await this.#lookUp(clientOrderId);
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      return { status: "unknown", reason: error.message };
    }
  }

  async #lookUp(clientOrderId: string): Promise<OrderLookup> {
    const { reader, assets } = this.#parts;
    for (;;) {
      // Asked before the question: what it does not know after that moment it will never know.
      const isOver = Date.now() > (this.#underWay.get(clientOrderId) ?? this.#earlierUntil);
      const order = await reader.orderStatus(clientOrderId);
      if (order !== null) {
        this.#underWay.delete(clientOrderId);
        const { state, isTouched, asset, timestamp } = order;
        const fills = isTouched ? await reader.fills(timestamp) : [];
        return {
          status: "found",
          state,
          ...averageFill(fills, clientOrderId, assets.get(asset)?.szDecimals ?? 0),
        };
      }
      if (isOver) return { status: "none" };
      await pause(BETWEEN_LOOKUPS_MS);
    }
  }
}

function expiry(): number {
  return Date.now() + EXPIRES_MS;
}

function rejected(reason: string): Extract<Outcome, { readonly status: "rejected" }> {
  return { status: "rejected", reason };
}
