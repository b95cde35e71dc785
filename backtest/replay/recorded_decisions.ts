import {
  type Agent,
  type CycleEntry,
  type Decision,
  decisionAlone,
  type DiaryLine,
  type Fill,
  type PositionSide,
} from "../../engine/mod.ts";
import { isEnd } from "../is_end.ts";

/** What an agent answered in one cycle, as far as a diary tells it. */
export interface PastAnswer extends
  Pick<
    CycleEntry,
    "memory" | "summary" | "reasoning" | "rationales" | "repaired" | "unanswered"
  > {
  /** Those that were more than an idle hold. */
  readonly decisions: readonly Decision[];
  /** How long a model took, ms; 0: none was asked. */
  readonly latencyMs: number;
  /** How an asset was held when it was decided on; not there: not at all. */
  readonly held: ReadonlyMap<string, PositionSide>;
}

type Intents = Pick<PastAnswer, "decisions"> & { readonly own: ReadonlySet<string> };
type Told = Extract<DiaryLine["entry"], { readonly kind: "cycle" | "command" }>;

const NONE: Intents = { decisions: [], own: new Set() };
/** A position is closed when what is left of it is only what doubles leave. */
const LEFT = 1e-9;

/** Goes through a diary and gathers what was decided in each cycle, and how each asset was held then. */
export class RecordedDecisions {
  readonly #answers = new Map<number, PastAnswer>();
  /** Signed sizes, coins. */
  readonly #sizes = new Map<string, number>();
  #intents: Intents = NONE;
  #lastClose: number | null = null;
  #lastHash = "";

  /** Takes the next line. */
  add({ entry, hash }: DiaryLine): void {
    this.#lastHash = hash;
    if (entry.kind === "intent") this.#intents = joined(this.#intents, entry);
    else if (entry.kind === "cycle") this.#addCycle(entry);
    else if (entry.kind === "command") this.#settle(entry.fills);
    if (entry.kind === "cycle" || entry.kind === "missed") this.#lastClose = entry.close;
    if (isEnd(entry)) this.#intents = NONE;
  }

  /** What was answered at a close, ms; undefined: the agent was not asked then. */
  at(close: number): PastAnswer | undefined {
    return this.#answers.get(close);
  }

  /** Of the last cycle, ms; null: there was none. */
  get lastClose(): number | null {
    return this.#lastClose;
  }

  /** The hash of the last line: it names all of them. */
  get lastHash(): string {
    return this.#lastHash;
  }

  #addCycle(cycle: CycleEntry): void {
    const { decisions, own } = this.#intents;
    const isOwn = ({ clientOrderId }: Fill): boolean => clientOrderId !== null && own.has(clientOrderId);
    // What the cycle's own orders filled came after what it decided.
    this.#settle(cycle.fills?.filter((fill) => !isOwn(fill)));
    if (cycle.decisionsHash !== undefined) this.#answers.set(cycle.close, this.#answerOf(cycle, decisions));
    this.#settle(cycle.fills?.filter(isOwn));
  }

  #answerOf(cycle: CycleEntry, intended: readonly Decision[]): PastAnswer {
    const { memory, summary, reasoning, rationales, repaired, unanswered, latencyMs = 0 } = cycle;
    const decisions = intended.length > 0 ? intended : (cycle.decisions ?? []).map(decisionAlone);
    const held = [...this.#sizes].map(([asset, size]) => [asset, size > 0 ? "long" : "short"] as const);
    const told = { memory, summary, reasoning, rationales, repaired, unanswered, latencyMs };
    return { ...told, decisions, held: new Map(held) };
  }

  #settle(fills: Told["fills"]): void {
    for (const { asset, side, size } of fills ?? []) {
      const now = (this.#sizes.get(asset) ?? 0) + (side === "buy" ? size : -size);
      if (Math.abs(now) < LEFT) this.#sizes.delete(asset);
      else this.#sizes.set(asset, now);
    }
  }
}

/** Whether an asset is held now as it was when a decision was taken: only to that does it apply. */
export function isHeldAlike(
  answer: PastAnswer,
  asset: string,
  assets: Parameters<Agent["decide"]>[0]["assets"],
): boolean {
  const view = assets.find((one) => one.asset === asset);
  // What cannot be observed is not known to be held otherwise; the gate refuses it.
  return view === undefined || (view.position?.side ?? null) === (answer.held.get(asset) ?? null);
}

function joined(before: Intents, entry: Extract<DiaryLine["entry"], { readonly kind: "intent" }>): Intents {
  const ids = entry.orders.flatMap(({ legs }) => legs.map(({ clientOrderId }) => clientOrderId));
  const decisions = entry.origin === "agent" ? entry.decisions : before.decisions;
  return { decisions, own: new Set([...before.own, ...ids]) };
}
