import {
  type AccountEvent,
  type AccountState,
  type EventMark,
  type Fill,
  fromMicro,
  type Instrument,
  type LiquidationMethod,
  notionalMicro,
  priceToUnits,
  type Side,
  sizeToUnits,
  toMicro,
  unitsToSize,
} from "../../engine/mod.ts";
import { AccountView, type Waiting } from "./account_view.ts";
import { type AccountFees, BILLION, type FeeModel } from "./fees/fee_model.ts";
import { FundingTotals } from "./funding_totals.ts";
import { feeMicro, Ledger } from "./ledger.ts";
import { type MarginSetting, MarginSettings } from "./margin_settings.ts";
import { MarginView } from "./margin_view.ts";

const NO_CHANGE: readonly AccountEvent[] = [];

/** A fill about to be booked. */
export interface Execution {
  readonly time: number;
  readonly asset: string;
  readonly side: Side;
  /** In coins. */
  readonly size: number;
  /** On the grid. */
  readonly price: number;
  readonly clientOrderId: string | null;
  readonly liquidation: false | LiquidationMethod;
  /** Whether a resting order was met; not there: it took liquidity. */
  readonly maker?: boolean;
}

/** Marks by asset, USD, on the grid. */
export type Marks = ReadonlyMap<string, number>;

/** The account on the simulated venue: its books, leverages, fees and history, cross and isolated margin. */
export class Account {
  readonly ledger: Ledger = new Ledger();
  /** What its positions are worth and need at given marks. */
  readonly margin: MarginView = new MarginView(this);
  /** What its positions have paid in funding. */
  readonly funding: FundingTotals = new FundingTotals();
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #fees: AccountFees;
  readonly #settings = new MarginSettings();
  readonly #events: AccountEvent[] = [];
  readonly #methods = new Map<Fill, LiquidationMethod>();
  readonly #view = new AccountView(this);

  readonly #sidedSince = new Map<string, number>();

  constructor(instruments: ReadonlyMap<string, Instrument>, fees: FeeModel) {
    for (const { symbol, marginTiers } of instruments.values()) {
      if (marginTiers.length === 0) {
        throw new Error(`${symbol} has no margin tiers; wanted at least one, from 0 USD`);
      }
    }
    this.#instruments = instruments;
    this.#fees = fees.open();
  }

  /** All instruments, in the order in which the venue lists them. */
  get instruments(): Iterable<Instrument> {
    return this.#instruments.values();
  }

  /** What an asset's instrument is; throws for one this venue does not have. */
  instrument(asset: string): Instrument {
    const instrument = this.#instruments.get(asset);
    if (instrument === undefined) throw new Error(`the simulated venue has no ${asset}`);
    return instrument;
  }

  /** Signed size of an asset's position in coins, 0 when flat. */
  signedSize(asset: string): number {
    const position = this.ledger.position(asset);
    return position === undefined ? 0 : unitsToSize(position.units, this.instrument(asset));
  }

  /** Leverage and margin mode in force for an asset. */
  setting(asset: string): MarginSetting {
    return this.#settings.of(this.instrument(asset));
  }

  /** The leverage in force for an asset. */
  leverage(asset: string): number {
    return this.setting(asset).leverage;
  }

  /** Sets the leverage of an asset, and its margin mode where one is given; the rules are asked before. */
  setLeverage(asset: string, leverage: number, isCross: boolean = this.setting(asset).isCross): void {
    this.#settings.set(asset, { leverage, isCross });
  }

  /** All that ever changed the balance, oldest first. Not a copy. */
  get events(): readonly AccountEvent[] {
    return this.#events;
  }

  /** What a fill costs from a moment (ms) on, as a fraction of its notional; below zero it is a rebate. */
  feeRate(time: number, crossed: boolean): number {
    return this.#fees.ratePpb(time, crossed) / BILLION;
  }

  /** Events that are not known yet, oldest first. */
  eventsAfter(since: EventMark): readonly AccountEvent[] {
    let start = this.#events.length;
    while (start > 0 && this.#events[start - 1].time >= since.time) start--;
    const first = this.#events[start];
    if (first === undefined) return NO_CHANGE;
    return this.#events.slice(first.time === since.time ? start + since.count : start);
  }

  /** Books money that comes in or goes out. */
  deposit(amountUsd: number, time: number): void {
    this.ledger.deposit(toMicro(amountUsd));
    this.#push({ kind: "transfer", time, amountUsd });
  }

  /** Books a fill with its fee and tells it. `forfeitMicro`, where given, tells what the venue keeps on top. */
  fill(execution: Execution, forfeitMicro?: () => number): Fill {
    const { time, asset, side, size, price, clientOrderId, liquidation, maker = false } = execution;
    const instrument = this.instrument(asset);
    const held = this.ledger.position(asset)?.units ?? 0;
    const units = (side === "buy" ? 1 : -1) * sizeToUnits(size, instrument);
    const priceUnits = priceToUnits(price, instrument);
    const { leverage, isCross } = this.#settings.of(instrument);
    const feePpb = this.#fees.ratePpb(time, !maker);
    const isolatedAt = isCross ? null : leverage;
    const booked = this.ledger.fill({ instrument, units, priceUnits, feePpb, isolatedAt });
    this.funding.change(asset, held, held + units);
    if (held === 0 || (held > 0) !== (held + units > 0)) this.#sidedSince.set(asset, time);
    this.#fees.took(time, Math.abs(units * priceUnits));
    const forfeited = forfeitMicro?.() ?? 0;
    this.ledger.charge(forfeited);
    const fill = this.#push<Fill>({
      kind: "fill",
      time,
      asset,
      side,
      size,
      price,
      feeUsd: fromMicro(booked.feeMicro + forfeited),
      realizedPnlUsd: fromMicro(booked.realizedMicro),
      clientOrderId,
      liquidation: liquidation !== false,
    });
    if (liquidation !== false) this.#methods.set(fill, liquidation);
    return fill;
  }

  /** Since when an asset is held on the side it is, or was last held on, ms; −∞: it never was. */
  sidedSince(asset: string): number {
    return this.#sidedSince.get(asset) ?? -Infinity;
  }

  /** What taking liquidity would cost, micro-USDC. */
  takerFeeMicro(asset: string, of: { readonly size: number; readonly price: number }, time: number): number {
    return feeMicro(notionalMicro(of.size, of.price, this.instrument(asset)), this.#fees.ratePpb(time, true));
  }

  /** How a position was closed by this fill; null where it was no liquidation. */
  liquidationMethod(fill: Fill): LiquidationMethod | null {
    return this.#methods.get(fill) ?? null;
  }

  /** Pays an hour's funding of a position; `size`: the signed size at that hour where it has passed long ago, coins. */
  fund(
    asset: string,
    { time, rate, oracle, size = this.signedSize(asset) }: {
      readonly time: number;
      readonly rate: number;
      readonly oracle: number;
      readonly size?: number;
    },
  ): void {
    const instrument = this.instrument(asset);
    const units = Math.sign(size) * sizeToUnits(Math.abs(size), instrument);
    const micro = this.ledger.fundUnits(asset, {
      oracleUnits: priceToUnits(oracle, instrument),
      rate,
      units,
    });
    this.funding.add(asset, -micro);
    const amountUsd = fromMicro(micro);
    // Neither the wire nor a diary knows −0.
    this.#push({ kind: "funding", time, asset, rate: rate === 0 ? 0 : rate, size, amountUsd });
  }

  /** Cash + Σ isolated + Σ size × mark, micro-USDC. */
  equityMicro(marks: Marks): number {
    return this.margin.equityMicro(marks);
  }

  /** Initial margin of cross positions at their leverage, and all that isolated ones have, micro-USDC. */
  initialMicro(marks: Marks): number {
    return this.margin.usedMicro(marks);
  }

  /** |size| × mark of an asset's position, micro-USDC. */
  notionalMicro(asset: string, marks: Marks): number {
    return this.margin.notionalMicro(asset, marks);
  }

  /** The account as the venue shows it, in its printed precision, with what waits; nothing where it is not given. */
  shown(time: number, marks: Marks, waiting?: Waiting): AccountState {
    return this.#view.shown(time, marks, waiting);
  }

  /** A candle that came late is settled late: its events are stamped so that times never fall. */
  #push<E extends AccountEvent>(event: E): E {
    const last = this.#events[this.#events.length - 1]?.time ?? event.time;
    const stamped = event.time < last ? { ...event, time: last } : event;
    this.#events.push(stamped);
    return stamped;
  }
}
