import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type AccountEvent,
  type CommandEntry,
  type CycleEntry,
  type Fill,
  type FundingPayment,
  HOUR_MS,
  type Instrument,
  roundPrice,
  type Trade,
} from "../../../engine/mod.ts";
import type { Span, Witness } from "./spans.ts";
import type { Tape } from "./tape.ts";

const KINDS = ["transfer", "fill", "funding"];
const BILLION = 1_000_000_000n;
const TRILLION = 1_000_000_000_000n;

/** What is held of an asset: size units and what they cost, micro-USDC; and what its trade brought so far. */
interface Held {
  units: bigint;
  cost: bigint;
  realised: bigint;
  fees: bigint;
  funding: bigint;
}

/**
 * Law: every figure of the diary is what its events and the marks make of it, in whole micro-USDC: each fee and
 * realised PnL from size and price, each funding payment and that none is missing, and at every line balance =
 * deposits + realised + funding − fees, equity = balance + unrealised.
 */
export function checkLedger(witness: Witness): void {
  const books = new Books(witness);
  for (const span of witness.spans) books.take(span);
  checkFundingIsWhole(witness);
}

/** Books in whole numbers, kept from the events of the lines alone. */
class Books {
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #tapes: ReadonlyMap<string, Tape>;
  readonly #takerPpb: bigint;
  readonly #held = new Map<string, Held>();
  #balance = 0n;
  #lastTime = -1;

  constructor({ instruments, tapes, passage }: Witness) {
    this.#instruments = instruments;
    this.#tapes = tapes;
    this.#takerPpb = BigInt(Math.round(passage.plan.takerFee * 1e9));
  }

  take({ entry, last }: Span): void {
    const closed: Partial<Trade>[] = [];
    for (const event of eventsOf(entry)) {
      ok(event.time >= this.#lastTime && event.time <= last.now, `an event out of its time: ${say(event)}`);
      this.#lastTime = event.time;
      if (event.kind === "transfer") this.#balance += micro(event.amountUsd);
      else if (event.kind === "funding") this.#fund(event);
      else closed.push(...this.#fill(event));
    }
    const trades = (entry.trades ?? []).map(
      ({ asset, closedAt, realizedPnlUsd, feesUsd, fundingUsd, netPnlUsd }) => {
        return { asset, closedAt, realizedPnlUsd, feesUsd, fundingUsd, netPnlUsd };
      },
    );
    deepStrictEqual(trades, closed, "the closed trades are not what their events make");
    this.#weigh(entry, last.now);
    strictEqual(entry.balanceUsd, last.state.account.balanceUsd);
    strictEqual(entry.equityUsd, last.state.account.equityUsd);
  }

  #weigh(entry: CycleEntry | CommandEntry, now: number): void {
    let unrealised = 0n;
    let gross = 0n;
    for (const [asset, { units, cost }] of this.#held) {
      if (units === 0n) continue;
      const value = units * this.#priceUnits(asset, this.#tapes.get(asset)!.mark(now)!);
      unrealised += value - cost;
      gross += value < 0n ? -value : value;
    }
    strictEqual(micro(entry.balanceUsd), this.#balance, "the balance is not what the events make");
    strictEqual(
      micro(entry.equityUsd),
      this.#balance + unrealised,
      "the equity is not balance and unrealised PnL",
    );
    if (entry.kind !== "cycle") return;
    strictEqual(entry.notionalUsd === undefined ? 0n : microNear(entry.notionalUsd), gross, "the notional");
  }

  #fill(fill: Fill): Partial<Trade>[] {
    const held = this.#heldOf(fill.asset);
    const units = digits(fill.size, this.#instruments.get(fill.asset)!.szDecimals) *
      (fill.side === "buy" ? 1n : -1n);
    const notional = units * this.#priceUnits(fill.asset, fill.price);
    const opens = held.units === 0n || (held.units > 0n) === (units > 0n);
    ok(opens || abs(units) <= abs(held.units), `a fill turns a position round: ${say(fill)}`);
    // BigInt divides towards zero.
    const closedCost = opens ? 0n : held.cost * abs(units) / abs(held.units);
    const realised = opens ? 0n : -notional - closedCost;
    const fee = micro(fill.feeUsd);
    held.units += units;
    held.cost += opens ? notional : -closedCost;
    held.realised += realised;
    held.fees += fee;
    this.#balance += realised - fee;
    strictEqual(micro(fill.realizedPnlUsd), realised, `the realised PnL of ${say(fill)}`);
    const exact = abs(notional) * this.#takerPpb / BILLION;
    // What a liquidation leaves below two thirds of the margin the venue takes, or bears: then nothing is left.
    ok(fee === exact || (fill.liquidation && this.#isEmpty()), `the fee of ${say(fill)} is not ${exact}`);
    return held.units === 0n ? [this.#closed(fill)] : [];
  }

  #closed({ asset, time }: Fill): Partial<Trade> {
    const { realised, fees, funding } = this.#heldOf(asset);
    this.#held.delete(asset);
    return {
      asset,
      closedAt: time,
      realizedPnlUsd: usd(realised),
      feesUsd: usd(fees),
      fundingUsd: usd(funding),
      netPnlUsd: usd(realised + funding - fees),
    };
  }

  #fund({ asset, size, rate, amountUsd, time }: FundingPayment): void {
    const held = this.#heldOf(asset);
    const { szDecimals } = this.#instruments.get(asset)!;
    strictEqual(digits(size, szDecimals), held.units, "funding was paid on another size");
    const price = this.#priceUnits(asset, hourPrice(this.#tapes.get(asset)!, time));
    const amount = -(held.units * price * BigInt(Math.round(rate * 1e12)) / TRILLION);
    strictEqual(micro(amountUsd), amount, `the funding of ${asset} at ${time}`);
    held.funding += amount;
    this.#balance += amount;
  }

  #isEmpty(): boolean {
    return this.#balance === 0n && [...this.#held.values()].every(({ units }) => units === 0n);
  }

  #heldOf(asset: string): Held {
    const held = this.#held.get(asset) ?? { units: 0n, cost: 0n, realised: 0n, fees: 0n, funding: 0n };
    this.#held.set(asset, held);
    return held;
  }

  #priceUnits(asset: string, price: number): bigint {
    return digits(price, 6 - this.#instruments.get(asset)!.szDecimals);
  }
}

/** Every hour's payment that a held asset with a recorded rate owes, and no other. */
function checkFundingIsWhole({ spans, tapes, instruments }: Witness): void {
  const events = spans.flatMap(({ entry }) => eventsOf(entry));
  const paid = events.filter((event): event is FundingPayment => event.kind === "funding");
  const until = spans[spans.length - 1]?.last.now ?? 0;
  const owed: unknown[] = [];
  for (const [asset, tape] of tapes) {
    const fills = events.filter((event): event is Fill => event.kind === "fill" && event.asset === asset);
    if (fills.length === 0) continue;
    for (let hour = Math.ceil(fills[0].time / HOUR_MS) * HOUR_MS; hour <= until; hour += HOUR_MS) {
      const size = signedSizeAt(fills, hour, instruments.get(asset)!);
      const rate = tape.rates.get(hour);
      if (size === 0n || rate === undefined) continue;
      owed.push({ asset, time: hour, rate, size });
    }
  }
  const byAsset = paid.map(({ asset, time, rate, size }) => {
    return { asset, time, rate, size: digits(size, instruments.get(asset)!.szDecimals) };
  }).sort((a, b) => a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : a.time - b.time);
  deepStrictEqual(byAsset, owed, "the funding that was paid is not what was owed");
}

function signedSizeAt(fills: readonly Fill[], time: number, { szDecimals }: Instrument): bigint {
  let sum = 0n;
  for (const fill of fills) {
    if (fill.time <= time) sum += digits(fill.size, szDecimals) * (fill.side === "buy" ? 1n : -1n);
  }
  return sum;
}

/** The price of an hour: the close of the candle that ends with it, in a gap the last one before. */
function hourPrice(tape: Tape, hour: number): number {
  const last = tape.candles.findLast(({ closed }) => closed <= hour)!;
  return roundPrice(last.close, tape.instrument, "nearest");
}

/** A line's events by time; of one time transfers first, then fills, then funding. */
export function eventsOf(
  { transfers = [], fills = [], funding = [] }: CycleEntry | CommandEntry,
): AccountEvent[] {
  const events: AccountEvent[] = [...transfers, ...fills, ...funding];
  return events.sort((a, b) => a.time - b.time || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** A decimal as a whole count of its last digit; throws where it has more decimals than it may. */
export function digits(value: number, decimals: number): bigint {
  const text = value.toFixed(decimals);
  strictEqual(Number(text), value, `${value} has more than ${decimals} decimals`);
  return BigInt(text.replace(".", ""));
}

function micro(amountUsd: number): bigint {
  return digits(amountUsd, 6);
}

/** The notional is a sum of printed amounts, so its last bit may be off. */
function microNear(amountUsd: number): bigint {
  return BigInt(Math.round(amountUsd * 1e6));
}

function usd(amount: bigint): number {
  return Number(amount) / 1e6;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function say(event: AccountEvent): string {
  return JSON.stringify(event);
}
