import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DAY_MS } from "../../../engine/mod.ts";
import { START } from "../../../backtest/testing/market.ts";
import type { Span, Witness } from "./spans.ts";

/** The halt in force, reckoned by the law. */
interface InForce {
  readonly until: "next-day" | "for-good";
  /** When it ends, ms. */
  readonly ends: number;
}

/**
 * Law: a halt begins where equity at a cycle's start has lost what the profile says, and from there to its end no
 * entry reaches the exchange; while a person has paused the run the agent is not asked, and nothing follows a stop.
 */
export function checkHalts(witness: Witness): void {
  const reckoner = new HaltReckoner(witness);
  let paused = false;
  for (const span of witness.spans) {
    const { entry, happenings } = span;
    if (entry.kind === "command") {
      if (entry.command !== "close") paused = entry.command !== "resume";
      ok(!happenings.some(isEntry), `a command entered at ${entry.close}`);
      continue;
    }
    const halt = reckoner.begin(span);
    const refused = (entry.decisions ?? []).some(({ refusal }) => refusal?.code === "halt");
    ok(halt !== null || !refused, `an entry at ${entry.close} was refused for a halt that is over`);
    if (halt !== null) ok(!happenings.some(isEntry), `an entry at ${entry.close} under a halt ${halt.until}`);
    if (paused) {
      ok(
        entry.observationHash === undefined && !happenings.some(isEntry),
        `asked while paused: ${entry.close}`,
      );
    }
    strictEqual(entry.notAsked === "paused", paused, `paused at ${entry.close}`);
    reckoner.end(span);
  }
  checkStop(witness);
}

/** Day and peak as the law reckons them, from the looks and the lines. */
class HaltReckoner {
  readonly #witness: Witness;
  #halt: InForce | null = null;
  #peak = 0;
  #day = -1;
  #dayEquity = 0;
  #lastEquity: number | null = null;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  /** Takes up a cycle: the halt in force in it; its line must say where one begins. */
  begin({ entry, looks }: Span): InForce | null {
    const { dayLossHalt, drawdownHalt } = this.#witness.passage.plan.profile;
    const { equityUsd } = looks[0].state.account;
    const { close } = entry;
    const day = Math.floor(close / DAY_MS);
    if (day !== this.#day) {
      this.#dayEquity = close % DAY_MS === 0 || this.#lastEquity === null ? equityUsd : this.#lastEquity;
      this.#day = day;
    }
    if (this.#halt !== null && close >= this.#halt.ends) this.#halt = null;
    const before = this.#halt?.until;
    if (before !== "for-good" && lost(drawdownHalt, this.#peak, equityUsd)) {
      this.#halt = { until: "for-good", ends: Infinity };
    } else if (before === undefined && lost(dayLossHalt, this.#dayEquity, equityUsd)) {
      this.#halt = { until: "next-day", ends: (day + 1) * DAY_MS };
    }
    const begins = this.#halt?.until === before ? undefined : this.#halt?.until;
    const told = entry.kind === "cycle" ? entry.halt?.until : undefined;
    deepStrictEqual(told, begins, `the halt that the line at ${close} tells`);
    return this.#halt;
  }

  /** Takes in a cycle's end. */
  end({ entry }: Span): void {
    this.#peak = Math.max(this.#peak, entry.equityUsd);
    this.#lastEquity = entry.equityUsd;
  }
}

function lost(share: number | null, beforeUsd: number, nowUsd: number): boolean {
  if (share === null || beforeUsd <= 0) return false;
  return Math.round(beforeUsd * 1e6) - Math.round(nowUsd * 1e6) >= Math.round(share * beforeUsd * 1e6);
}

function isEntry(one: Span["happenings"][number]): boolean {
  return one.kind === "submit" && (one.order.purpose === "open" || one.order.purpose === "add");
}

/** Whether the run ended as it was asked: by the first stop that was due, else at its range's end. */
function checkStop({ passage, spans }: Witness): void {
  const { plan, from, end } = passage;
  const stop = plan.commands.find(({ command, atMs }) => command.do === "stop" && START + atMs >= from);
  const last = spans.length === 0 ? from : spans[spans.length - 1].last.now;
  if (end === "stopped") {
    ok(stop !== undefined, "it stopped, and nobody asked for it");
    ok(spans.every(({ entry }) => entry.close <= Math.max(START + stop.atMs, last)));
  } else ok(stop === undefined || START + stop.atMs > last, "it did not stop");
}
