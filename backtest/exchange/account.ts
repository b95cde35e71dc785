import {
  type AccountEvent,
  type AccountState,
  type EventMark,
  type Fill,
  fromMicro,
  initialMargin,
  type Instrument,
  liquidationPrice,
  maintenanceMargin,
  type OpenOrder,
  type Position,
  priceToUnits,
  type Side,
  sizeToUnits,
  toMicro,
  unitsToSize,
} from "../../engine/mod.ts";
import { entryPrice, Ledger, type LedgerPosition, toPpb, valueMicro } from "./ledger.ts";

/** Significant figures of a printed entry price. Source: exchange-rules 3.4. */
const ENTRY_FIGURES = 6;
const ENTRY_DECIMALS = 6;
/** Decimals of a printed liquidation price, by the recorded account of 2026; in 2023 there were eight. */
const LIQUIDATION_DECIMALS = 10;
const NO_POSITIONS: readonly Position[] = [];
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
  readonly liquidation: boolean;
  /** Whether a resting order was met; not there: it took liquidity. */
  readonly maker?: boolean;
}

/** Marks by asset, USD, on the grid. */
export type Marks = ReadonlyMap<string, number>;

/** The account on the simulated venue: its books, leverages and history, cross margin. */
export class Account {
  readonly ledger: Ledger = new Ledger();
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #takerPpb: number;
  readonly #leverages = new Map<string, number>();
  readonly #events: AccountEvent[] = [];
  /** The last entry price that was printed of each asset, and what it was printed from. */
  readonly #printed = new Map<string, { readonly exact: number; readonly printed: number }>();

  constructor(instruments: ReadonlyMap<string, Instrument>, takerFee: number) {
    this.#instruments = instruments;
    this.#takerPpb = toPpb(takerFee);
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

  /** The leverage in force; an untouched asset has its highest, at most 20. Source: exchange-rules 1.8. */
  leverage(asset: string): number {
    return this.#leverages.get(asset) ?? Math.min(20, this.instrument(asset).maxLeverage);
  }

  /** Sets the leverage of an asset. */
  setLeverage(asset: string, leverage: number): void {
    this.#leverages.set(asset, leverage);
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

  /** Books a fill at the taker fee and tells it. `forfeitMicro`, where given, tells what the venue keeps on top. */
  fill(execution: Execution, forfeitMicro?: () => number): Fill {
    const { time, asset, side, size, price, clientOrderId, liquidation } = execution;
    const instrument = this.instrument(asset);
    const units = (side === "buy" ? 1 : -1) * sizeToUnits(size, instrument);
    const priceUnits = priceToUnits(price, instrument);
    const booked = this.ledger.fill({ instrument, units, priceUnits, feePpb: this.#takerPpb });
    const forfeited = forfeitMicro?.() ?? 0;
    this.ledger.charge(forfeited);
    return this.#push({
      kind: "fill",
      time,
      asset,
      side,
      size,
      price,
      feeUsd: fromMicro(booked.feeMicro + forfeited),
      realizedPnlUsd: fromMicro(booked.realizedMicro),
      clientOrderId,
      liquidation,
    });
  }

  /** Pays an hour's funding of a position. */
  fund(asset: string, hour: { readonly time: number; readonly rate: number; readonly oracle: number }): void {
    const instrument = this.instrument(asset);
    const size = this.signedSize(asset);
    const micro = this.ledger.fund(asset, priceToUnits(hour.oracle, instrument), hour.rate);
    const amountUsd = fromMicro(micro);
    this.#push({
      kind: "funding",
      time: hour.time,
      asset,
      rate: hour.rate,
      size,
      price: hour.oracle,
      amountUsd,
    });
  }

  /** Cash + Σ size × mark, micro-USDC. */
  equityMicro(marks: Marks): number {
    let equity = this.ledger.cashMicro;
    for (const asset of this.ledger.held) {
      equity += valueMicro(this.ledger.position(asset)!, this.#markUnits(asset, marks));
    }
    return equity;
  }

  /** Σ maintenance margin of all positions, micro-USDC. */
  maintenanceMicro(marks: Marks): number {
    let sum = 0;
    for (const asset of this.ledger.held) {
      sum += maintenanceMargin(this.notionalMicro(asset, marks), this.instrument(asset));
    }
    return sum;
  }

  /** Σ initial margin of all positions at their leverage, micro-USDC. */
  initialMicro(marks: Marks): number {
    let sum = 0;
    for (const asset of this.ledger.held) {
      sum += initialMargin(this.notionalMicro(asset, marks), this.leverage(asset));
    }
    return sum;
  }

  /** |size| × mark of an asset's position, micro-USDC. */
  notionalMicro(asset: string, marks: Marks): number {
    const position = this.ledger.position(asset);
    return position === undefined ? 0 : Math.abs(valueMicro(position, this.#markUnits(asset, marks)));
  }

  /** The price at which the account is liquidated if only this asset moves; null: never. */
  liquidationPrice(asset: string, marks: Marks): number | null {
    const instrument = this.instrument(asset);
    const account = {
      valueUsd: fromMicro(this.equityMicro(marks)),
      maintenanceUsd: fromMicro(this.maintenanceMicro(marks)),
    };
    return liquidationPrice(
      { instrument, signedSize: this.signedSize(asset), mark: marks.get(asset)! },
      account,
    );
  }

  /** The account as the venue shows it, in its printed precision. */
  shown(time: number, marks: Marks, openOrders: readonly OpenOrder[]): AccountState {
    const equityMicro = this.equityMicro(marks);
    const usedMicro = this.initialMicro(marks);
    return {
      time,
      balanceUsd: fromMicro(this.ledger.balanceMicro),
      equityUsd: fromMicro(equityMicro),
      marginUsedUsd: fromMicro(usedMicro),
      freeUsd: fromMicro(Math.max(0, equityMicro - usedMicro)),
      positions: this.ledger.count === 0 ? NO_POSITIONS : this.#positions(marks),
      openOrders,
    };
  }

  /** A candle that came late is settled late: its events are stamped so that times never fall. */
  #push<Event extends AccountEvent>(event: Event): Event {
    const last = this.#events[this.#events.length - 1]?.time ?? event.time;
    const stamped = event.time < last ? { ...event, time: last } : event;
    this.#events.push(stamped);
    return stamped;
  }

  #positions(marks: Marks): Position[] {
    const positions: Position[] = [];
    // In the order of the instruments, as the venue lists them, not in the order they were opened.
    for (const [asset, instrument] of this.#instruments) {
      const position = this.ledger.position(asset);
      if (position !== undefined) positions.push(this.#shownPosition(position, instrument, marks));
    }
    return positions;
  }

  #shownPosition(position: Readonly<LedgerPosition>, instrument: Instrument, marks: Marks): Position {
    const asset = instrument.symbol;
    const value = valueMicro(position, this.#markUnits(asset, marks));
    const notional = Math.abs(value);
    const liquidation = this.liquidationPrice(asset, marks);
    const leverage = this.leverage(asset);
    return {
      asset,
      side: position.units > 0 ? "long" : "short",
      size: unitsToSize(Math.abs(position.units), instrument),
      entryPrice: this.#printedEntry(position, instrument),
      mark: marks.get(asset)!,
      notionalUsd: fromMicro(notional),
      unrealizedPnlUsd: fromMicro(value - position.costMicro),
      marginUsedUsd: fromMicro(initialMargin(notional, leverage)),
      leverage,
      liquidationPrice: liquidation === null ? null : roundTo(liquidation, LIQUIDATION_DECIMALS),
    };
  }

  /** Printing is slow and an entry price changes with a fill only: what was printed last is kept. */
  #printedEntry(position: Readonly<LedgerPosition>, instrument: Instrument): number {
    const exact = entryPrice(position, instrument);
    const last = this.#printed.get(instrument.symbol);
    if (last?.exact === exact) return last.printed;
    const printed = cutEntry(exact);
    this.#printed.set(instrument.symbol, { exact, printed });
    return printed;
  }

  #markUnits(asset: string, marks: Marks): number {
    const mark = marks.get(asset);
    if (mark === undefined) throw new Error(`no mark for ${asset}, which is held`);
    return priceToUnits(mark, this.instrument(asset));
  }
}

/** The venue prints an entry price cut, not rounded, to six significant digits and at most six decimals. */
function cutEntry(price: number): number {
  const digits = Math.floor(Math.log10(price)) + 1;
  const decimals = Math.min(ENTRY_DECIMALS, Math.max(0, ENTRY_FIGURES - digits));
  const text = price.toFixed(decimals + 6);
  const cut = text.slice(0, text.indexOf(".") + 1 + decimals);
  return Number(cut);
}

/** Rounded to so many decimals; a price too large for that in whole units is printed instead, which is slow. */
function roundTo(price: number, decimals: number): number {
  const scale = 10 ** decimals;
  const units = price * scale;
  return units < Number.MAX_SAFE_INTEGER ? Math.round(units) / scale : Number(price.toFixed(decimals));
}
