import { ok } from "node:assert/strict";
import { type AccountEvent, type Fill, type Instrument, roundPrice } from "../../../engine/mod.ts";
import { eventsOf } from "./ledger_law.ts";
import type { Span, Witness } from "./spans.ts";
import type { Tape } from "./tape.ts";

/** Products of doubles against whole micro-USDC, and a margin that is cut tier by tier, USD. */
const SLACK = 1e-5;
/** Above this notional the venue takes a part first, USD. */
const LARGE_USD = 100_000;

/**
 * Law: no account that the last candles left without its maintenance margin keeps a position, and none is liquidated
 * whose margin the candle's worst prices leave whole; a liquidation takes everything, but of more than 100,000 USD a
 * fifth at first.
 */
export function checkMargin(witness: Witness): void {
  const events = witness.spans.flatMap(({ entry }) => eventsOf(entry));
  for (const span of witness.spans) if (span.entry.kind === "cycle") checkKept(span, witness, events);
  const holding = new Holding(witness);
  let isPartial = false;
  events.forEach((event, index) => {
    const begins = isLiquidation(event) && !isSameLiquidation(events[index - 1], event);
    if (begins) {
      ok(holding.worstMargin(event.time) < SLACK, `liquidated without need: ${JSON.stringify(event)}`);
      isPartial = false;
    }
    if (isLiquidation(event) && !holding.isAll(event)) {
      ok(holding.isFifth(event), `a part that is no fifth of a large position: ${JSON.stringify(event)}`);
      isPartial = true;
    }
    holding.take(event);
    if (isLiquidation(event) && !isSameLiquidation(events[index + 1], event)) {
      ok(isPartial || holding.isFlat(), `a liquidation left something: ${JSON.stringify(event)}`);
    }
  });
}

/**
 * At a cycle's start the marks are those of the last candles, by which the margin was judged. Funding that no candle
 * has followed yet, on the close itself or in a gap, comes after them: it is the next candle that judges by it.
 */
function checkKept(
  { entry, looks: [{ now, state: { account } }] }: Span,
  { instruments, tapes }: Witness,
  events: readonly AccountEvent[],
): void {
  const { equityUsd, positions } = account;
  if (positions.length === 0) return;
  const margin = positions.reduce((sum, { asset, notionalUsd }) => {
    return sum + maintenance(notionalUsd, instruments.get(asset)!);
  }, 0);
  const judgedAt = Math.max(...positions.map(({ asset }) => lastClose(tapes.get(asset)!, now)));
  const judged = events.reduce((left, event) => {
    const isPending = event.kind === "funding" && event.time >= judgedAt && event.time <= now;
    return isPending ? left - event.amountUsd : left;
  }, equityUsd);
  ok(judged >= margin - SLACK, `not liquidated at ${entry.close}: ${judged} < ${margin}`);
}

function lastClose({ candles }: Tape, now: number): number {
  return candles.findLast(({ closed }) => closed <= now)?.closed ?? -Infinity;
}

/** Half the initial margin at the highest leverage, tier by tier, USD. */
export function maintenance(notionalUsd: number, { marginTiers }: Instrument): number {
  return marginTiers.reduce((sum, { lowerBoundUsd, maxLeverage }, index) => {
    const upper = Math.min(notionalUsd, marginTiers[index + 1]?.lowerBoundUsd ?? Infinity);
    return sum + Math.max(0, upper - lowerBoundUsd) / maxLeverage / 2;
  }, 0);
}

/** Cash and what is held, in USD and coins, as the events tell. */
class Holding {
  readonly #witness: Witness;
  readonly #sizes = new Map<string, number>();
  #cash = 0;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  take(event: AccountEvent): void {
    if (event.kind !== "fill") {
      this.#cash += event.amountUsd;
      return;
    }
    const { asset, side, size, price, feeUsd } = event;
    const signed = side === "buy" ? size : -size;
    // Sizes have six decimals at most.
    const left = Math.round(((this.#sizes.get(asset) ?? 0) + signed) * 1e6) / 1e6;
    this.#cash -= signed * price + feeUsd;
    if (left === 0) this.#sizes.delete(asset);
    else this.#sizes.set(asset, left);
  }

  isAll({ asset, size }: Fill): boolean {
    return Math.abs(this.#sizes.get(asset) ?? 0) === size;
  }

  isFifth({ asset, size, price }: Fill): boolean {
    const held = Math.abs(this.#sizes.get(asset) ?? 0);
    const scale = 10 ** this.#witness.instruments.get(asset)!.szDecimals;
    const part = Math.max(1, Math.floor(Math.round(held * scale) / 5));
    return held * price > LARGE_USD && Math.round(size * scale) === part;
  }

  isFlat(): boolean {
    return this.#sizes.size === 0;
  }

  /** What is left above the maintenance margin at the worst prices of the candles that close at `time`, USD. */
  worstMargin(time: number): number {
    let left = this.#cash;
    for (const [asset, size] of this.#sizes) {
      const tape = this.#witness.tapes.get(asset)!;
      const candle = tape.candles.find(({ closed }) => closed === time);
      const { high, low } = candle === undefined
        ? { high: this.#lastMark(asset, time), low: this.#lastMark(asset, time) }
        : tape.extremes(candle);
      const worst = size > 0 ? low : high;
      left += size * worst - maintenance(Math.abs(size) * worst, tape.instrument);
    }
    return left;
  }

  /** The close of the last candle: an asset without one at this moment keeps its mark. */
  #lastMark(asset: string, time: number): number {
    const { candles, instrument } = this.#witness.tapes.get(asset)!;
    return roundPrice(candles.findLast(({ closed }) => closed < time)!.close, instrument, "nearest");
  }
}

function isLiquidation(event: AccountEvent | undefined): event is Fill {
  return event?.kind === "fill" && event.liquidation;
}

function isSameLiquidation(one: AccountEvent | undefined, other: AccountEvent): boolean {
  return isLiquidation(one) && one.time === other.time;
}
