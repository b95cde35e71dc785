import type { Decision, JsonValue } from "./decision.ts";
import type { Invalidation } from "./invalidation.ts";
import type { ModelUse } from "./model_use.ts";
import type { Fill, FundingPayment, Leg, LegOutcome, OrderGroup, PositionSide, Transfer } from "./order.ts";

/** The schema version that stands in the first line of a diary. Since 2 a funding payment has no oracle price. */
export const DIARY_SCHEMA = 2;

/** The first line: nothing but schema and key; all else about a run stands in its manifest. */
export interface RunEntry {
  readonly kind: "run";
  readonly schema: number;
  /** Hash of agent, settings, assets and seed. */
  readonly key: string;
}

/** Written before anything is sent: what was decided on which observation, and the orders that follow. */
export interface IntentEntry {
  readonly kind: "intent";
  /** The candle close of the cycle, ms. */
  readonly close: number;
  readonly origin: "agent" | "secure" | "command";
  /** Fingerprint of all that the agent knew; not there where no agent was asked. */
  readonly observationHash?: string | undefined;
  readonly decisions: readonly Decision[];
  readonly orders: readonly IntendedOrder[];
  /** What the agent wants to remember, when it asked for orders. */
  readonly memory?: JsonValue | undefined;
}

/** A group about to be sent, with the leverage set before it. */
export interface IntendedOrder extends OrderGroup {
  readonly leverage: number | null;
  /** The plan to leave, in words, of an entry. */
  readonly exitPlan?: string | undefined;
  /** When that plan is off. */
  readonly invalidation?: Invalidation | undefined;
}

/** What became of one group. */
export interface OutcomeEntry {
  readonly kind: "outcome";
  readonly close: number;
  readonly asset: string;
  readonly purpose: OrderGroup["purpose"];
  readonly legs: readonly LegOutcome[];
}

/** A group that was intended and not sent in time: it never will be, and the venue knows nothing of it. */
export interface LapsedEntry {
  readonly kind: "lapsed";
  readonly close: number;
  readonly asset: string;
  readonly purpose: OrderGroup["purpose"];
  /** Client order ids. */
  readonly orders: readonly string[];
  /** By how much it was too late, ms. */
  readonly lateMs: number;
}

/** Why the gate let no order pass. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What was wanted and what is allowed, in one line. */
  readonly detail: string;
}

/** Every reason the gate knows. */
export const REFUSAL_CODES = [
  "unknown-asset",
  "duplicate",
  "malformed",
  "stale-data",
  "basis",
  "no-position",
  "halt",
  "cool-down",
  "below-minimum",
  "margin",
  "leverage",
  "gross",
  "free-balance",
  "stop-side",
  "target-side",
  "stop-too-wide",
  "stop-widened",
  "stop-beyond-liquidation",
  "off-grid",
] as const;

/** One of the gate's reasons. */
export type RefusalCode = typeof REFUSAL_CODES[number];

/** A decision that was more than an idle hold, with what became of it. */
export interface DecisionRecord extends Decision {
  readonly outcome: "filled" | "accepted" | "rejected" | "unknown" | "refused";
  readonly refusal?: Refusal | undefined;
  /** The venue's reason when it rejected, or what is not known. */
  readonly reason?: string | undefined;
  /** Ordered size, coins. */
  readonly size?: number | undefined;
  /** The shown price it was sized at, USD. */
  readonly shownPrice?: number | undefined;
  /** Client order ids by leg. */
  readonly orders?: Readonly<Partial<Record<Leg, string>>> | undefined;
  readonly filledSize?: number | undefined;
  readonly fillPrice?: number | undefined;
  /** When the position it opened or added to was opened, ms. */
  readonly openedAt?: number | undefined;
}

/** A completed round trip, from flat to flat. */
export interface Trade {
  readonly asset: string;
  readonly side: PositionSide;
  readonly openedAt: number;
  readonly closedAt: number;
  /** Coins bought and sold again. */
  readonly size: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** What closed it. */
  readonly exit: "stop" | "target" | "close" | "liquidation" | "other";
  readonly realizedPnlUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  /** Realised PnL + funding − fees, USD. */
  readonly netPnlUsd: number;
}

/** Something that went wrong: what failed, on what, and what was done. */
export interface Fault {
  readonly step: "sync" | "ingest" | "calculate" | "reason" | "execute" | "secure";
  readonly on: string;
  readonly what: string;
  readonly done: string;
}

/** A time without a stop. */
export interface NakedTime {
  readonly asset: string;
  readonly cause: string;
  readonly lengthMs: number;
}

/** The start of a halt. */
export interface Halt {
  readonly until: "next-day" | "for-good";
  /** The loss or drawdown that caused it, as a fraction. */
  readonly loss: number;
}

/** From this cycle on an asset's orders settle on candles of another length. */
export interface SeriesChange {
  readonly asset: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last line of a cycle; what asking a model took stands in it where one was asked. */
export interface CycleEntry extends Partial<ModelUse> {
  readonly kind: "cycle";
  readonly close: number;
  /** Why the agent was not asked; not there when it was. */
  readonly notAsked?: string | undefined;
  readonly observationHash?: string | undefined;
  readonly decisionsHash?: string | undefined;
  readonly balanceUsd: number;
  readonly equityUsd: number;
  /** In the first cycle of a UTC day: the equity at 00:00 (or the start) that the day's loss is judged by. */
  readonly dayEquityUsd?: number | undefined;
  /** Σ size × mark, not there when flat. */
  readonly notionalUsd?: number | undefined;
  readonly summary?: string | undefined;
  readonly reasoning?: string | undefined;
  /** Why, by asset, of every decision of a model, idle holds included. */
  readonly rationales?: { readonly [asset: string]: string } | undefined;
  /** What was wrong with an answer that the model was asked for again. */
  readonly repaired?: string | undefined;
  readonly decisions?: readonly DecisionRecord[] | undefined;
  /** Assets that could not be observed, with the reason. */
  readonly held?: readonly { readonly asset: string; readonly reason: string }[] | undefined;
  readonly transfers?: readonly Transfer[] | undefined;
  readonly fills?: readonly Fill[] | undefined;
  readonly funding?: readonly FundingPayment[] | undefined;
  readonly trades?: readonly Trade[] | undefined;
  readonly halt?: Halt | undefined;
  readonly series?: readonly SeriesChange[] | undefined;
  readonly naked?: readonly NakedTime[] | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly memory?: JsonValue | undefined;
  /** All that the agent saw; only in the detail `full`. */
  readonly observation?: JsonValue | undefined;
}

/** Why a close has no cycle. */
export const MISS_CAUSES = ["not-running", "asleep", "busy", "unreachable"] as const;

/** A close that has no cycle: its time had passed, or the account could not be seen. It is never run late. */
export interface MissedEntry {
  readonly kind: "missed";
  readonly close: number;
  /**
   * `not-running`: no process was there; `asleep`: the process did not wake in time; `busy`: what was done before took
   * too long; `unreachable`: the exchange did not show the account.
   */
  readonly cause: typeof MISS_CAUSES[number];
  /** In one line. */
  readonly detail: string;
}

/** A look between cycles that found something; what happened in the account stands in the next cycle's line. */
export interface GuardEntry {
  readonly kind: "guard";
  /** The moment, ms. */
  readonly close: number;
  readonly balanceUsd: number;
  readonly equityUsd: number;
  readonly naked?: readonly NakedTime[] | undefined;
  readonly faults: readonly Fault[];
}

/** What a person asked, carried out at once: it asks no agent and is no candle's cycle. */
export interface CommandEntry {
  readonly kind: "command";
  /** The moment it was taken up, ms. */
  readonly close: number;
  readonly command: "pause" | "resume" | "close" | "close-all";
  /** Only for `close`. */
  readonly asset?: string | undefined;
  /** Through what it was asked, such as `dashboard` or `terminal`. */
  readonly by?: string | undefined;
  /** Positions that were to be closed and stand all the same. */
  readonly left?:
    | readonly { readonly asset: string; readonly side: PositionSide; readonly size: number }[]
    | undefined;
  readonly balanceUsd: number;
  readonly equityUsd: number;
  readonly decisions?: readonly DecisionRecord[] | undefined;
  readonly transfers?: readonly Transfer[] | undefined;
  readonly fills?: readonly Fill[] | undefined;
  readonly funding?: readonly FundingPayment[] | undefined;
  readonly trades?: readonly Trade[] | undefined;
  readonly naked?: readonly NakedTime[] | undefined;
  readonly faults?: readonly Fault[] | undefined;
}

/** One line of a diary, without its place and hash. */
export type DiaryEntry =
  | RunEntry
  | IntentEntry
  | OutcomeEntry
  | LapsedEntry
  | CycleEntry
  | MissedEntry
  | GuardEntry
  | CommandEntry;
