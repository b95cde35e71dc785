import type { Trade } from "./diary_entry.ts";
import { type ExitPlan, NO_PLAN } from "./exit_plan.ts";
import { type Instrument, priceToUnits, sizeToUnits, unitsToPrice, unitsToSize } from "./instrument.ts";
import { checked, fromMicro, toMicro } from "./money.ts";
import type { Fill, FundingPayment, Leg, PositionSide } from "./order.ts";

/** A trade that is not closed yet. */
export interface ActiveTrade {
  readonly asset: string;
  readonly side: PositionSide;
  readonly openedAt: number;
  /** In coins, above zero. */
  readonly size: number;
  readonly plan: ExitPlan;
}

interface OpenTrade {
  readonly side: PositionSide;
  readonly openedAt: number;
  plan: ExitPlan;
  /** Size units held. */
  units: number;
  entryUnits: number;
  entryMicro: number;
  exitUnits: number;
  exitMicro: number;
  realizedMicro: number;
  feesMicro: number;
  fundingMicro: number;
}

/** Trades as the fills tell them: open ones by asset, and each closed one once, when its position is flat. */
export class TradeBook {
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #open = new Map<string, OpenTrade>();

  constructor(instruments: ReadonlyMap<string, Instrument>) {
    this.#instruments = instruments;
  }

  /** How many trades are open. */
  get count(): number {
    return this.#open.size;
  }

  /** The open trade of an asset, or null. */
  active(asset: string): ActiveTrade | null {
    const trade = this.#open.get(asset);
    if (trade === undefined) return null;
    const size = unitsToSize(trade.units, this.#instrument(asset));
    return { asset, side: trade.side, openedAt: trade.openedAt, size, plan: trade.plan };
  }

  /** How the open trade of an asset is to be left; no plan where there is none. */
  plan(asset: string): ExitPlan {
    return this.#open.get(asset)?.plan ?? NO_PLAN;
  }

  /** Whether an open trade of an asset is on this side and holds this size (coins). */
  holds(asset: string, side: PositionSide, size: number): boolean {
    const trade = this.#open.get(asset);
    return trade !== undefined && trade.side === side &&
      unitsToSize(trade.units, this.#instrument(asset)) === size;
  }

  /** All open trades, by the time they were opened. */
  actives(): ActiveTrade[] {
    const trades: ActiveTrade[] = [];
    for (const asset of this.#open.keys()) trades.push(this.active(asset)!);
    return trades;
  }

  /** Sets how an open trade is to be left; nothing happens when there is none. */
  setPlan(asset: string, plan: ExitPlan): void {
    const trade = this.#open.get(asset);
    if (trade !== undefined) trade.plan = plan;
  }

  /** Takes in a fill; `leg` is what our order was for, null when it is not known. */
  fill(fill: Fill, leg: Leg | null): Trade | null {
    const instrument = this.#instrument(fill.asset);
    const side: PositionSide = fill.side === "buy" ? "long" : "short";
    const trade = this.#open.get(fill.asset);
    const units = sizeToUnits(fill.size, instrument);
    if (trade === undefined || trade.side === side) {
      this.#enter(trade, fill, { units, side });
      return null;
    }
    return this.#leave(trade, fill, { units, leg });
  }

  /** Takes in a funding payment of an open trade. */
  funding(payment: FundingPayment): void {
    const trade = this.#open.get(payment.asset);
    if (trade !== undefined) trade.fundingMicro += toMicro(payment.amountUsd);
  }

  #enter(
    present: OpenTrade | undefined,
    fill: Fill,
    entered: { readonly units: number; readonly side: PositionSide },
  ): void {
    const trade = present ?? {
      side: entered.side,
      openedAt: fill.time,
      plan: NO_PLAN,
      units: 0,
      entryUnits: 0,
      entryMicro: 0,
      exitUnits: 0,
      exitMicro: 0,
      realizedMicro: 0,
      feesMicro: 0,
      fundingMicro: 0,
    };
    trade.units += entered.units;
    trade.entryUnits += entered.units;
    trade.entryMicro = checked(trade.entryMicro + this.#notional(fill, entered.units), fill.price);
    trade.feesMicro += toMicro(fill.feeUsd);
    this.#open.set(fill.asset, trade);
  }

  #leave(
    trade: OpenTrade,
    fill: Fill,
    left: { readonly units: number; readonly leg: Leg | null },
  ): Trade | null {
    const units = Math.min(left.units, trade.units);
    trade.units -= units;
    trade.exitUnits += units;
    trade.exitMicro = checked(trade.exitMicro + this.#notional(fill, units), fill.price);
    trade.realizedMicro += toMicro(fill.realizedPnlUsd);
    trade.feesMicro += toMicro(fill.feeUsd);
    if (trade.units > 0) return null;
    this.#open.delete(fill.asset);
    const over = left.units - units;
    if (over > 0) {
      const rest = { ...fill, feeUsd: 0 };
      this.#enter(undefined, rest, { units: over, side: trade.side === "long" ? "short" : "long" });
    }
    return this.#closed(trade, fill, left.leg);
  }

  #closed(trade: OpenTrade, last: Fill, leg: Leg | null): Trade {
    const instrument = this.#instrument(last.asset);
    return {
      asset: last.asset,
      side: trade.side,
      openedAt: trade.openedAt,
      closedAt: last.time,
      size: unitsToSize(trade.exitUnits, instrument),
      entryPrice: unitsToPrice(trade.entryMicro / trade.entryUnits, instrument),
      exitPrice: unitsToPrice(trade.exitMicro / trade.exitUnits, instrument),
      exit: last.liquidation ? "liquidation" : exitOf(leg),
      realizedPnlUsd: fromMicro(trade.realizedMicro),
      feesUsd: fromMicro(trade.feesMicro),
      fundingUsd: fromMicro(trade.fundingMicro),
      netPnlUsd: fromMicro(trade.realizedMicro + trade.fundingMicro - trade.feesMicro),
    };
  }

  #notional(fill: Fill, units: number): number {
    const instrument = this.#instrument(fill.asset);
    return units * priceToUnits(fill.price, instrument);
  }

  #instrument(asset: string): Instrument {
    const instrument = this.#instruments.get(asset);
    if (instrument === undefined) throw new Error(`a fill of ${asset}, which the run does not trade`);
    return instrument;
  }
}

function exitOf(leg: Leg | null): Trade["exit"] {
  if (leg === null || leg === "entry") return "other";
  return leg;
}
