import type { AccountState, ExchangeState, Position } from "../model/account.ts";
import type { ApprovedOrder } from "../model/approved_order.ts";
import {
  type Instrument,
  notionalMicro,
  sizeToUnits,
  unitsToPrice,
  unitsToSize,
} from "../model/instrument.ts";
import { fromMicro, mulDivCut, toMicro } from "../model/money.ts";
import type {
  AccountEvent,
  EventMark,
  Fill,
  LegOutcome,
  OpenOrder,
  OrderLeg,
  OrderLookup,
  Outcome,
  Side,
} from "../model/order.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";

/** What an exchange of a test starts with. */
export interface ExchangeScript {
  readonly clock: Clock;
  readonly instruments: readonly Instrument[];
  readonly depositUsd: number;
  /** As a fraction of the notional, cut to the micro-USDC. */
  readonly takerFee: number;
  readonly log: string[];
}

/** Size units with their sign, and what they cost in micro-USDC. */
interface Holding {
  units: number;
  costMicro: number;
}

const ACCEPTED: Outcome = { status: "accepted" };

/**
 * A small exchange that keeps honest books: market orders fill at the mark, triggers wait until the test fires
 * them. Each call can be answered by the test instead (`on…`); null: as usual.
 */
export class ScriptedExchange implements Exchange {
  /** Marks by asset. */
  readonly marks = new Map<string, number>();
  /** Everything that waits. */
  openOrders: OpenOrder[] = [];
  /** The share of an entry or close that fills. */
  fillShare = 1;
  /** While true, events stay with the exchange; they come with a later look. */
  holdsEvents = false;
  onSubmit: (order: ApprovedOrder) => readonly LegOutcome[] | null = () => null;
  onLeverage: (asset: string, leverage: number) => Outcome | null = () => null;
  onCancel: (clientOrderId: string) => Outcome | null = () => null;
  onFind: (clientOrderId: string) => OrderLookup = () => ({ status: "none" });
  readonly #script: ExchangeScript;
  readonly #holdings = new Map<string, Holding>();
  readonly #leverages = new Map<string, number>();
  readonly #events: AccountEvent[] = [];
  #cashMicro = 0;

  constructor(script: ExchangeScript) {
    this.#script = script;
    if (script.depositUsd > 0) this.transfer(script.depositUsd);
  }

  /** Money comes in, or goes out. */
  transfer(amountUsd: number): void {
    this.#cashMicro += toMicro(amountUsd);
    this.#events.push({ kind: "transfer", time: this.#script.clock.now(), amountUsd });
  }

  /** Funding of an asset is paid. */
  fund(asset: string, amountUsd: number): void {
    this.#cashMicro += toMicro(amountUsd);
    const time = this.#script.clock.now();
    this.#events.push({ kind: "funding", time, asset, rate: 0.0001, size: 1, amountUsd });
  }

  /** Something fills: by default a stranger's order at the mark. */
  trade(asset: string, side: Side, given: { readonly size: number } & Partial<Fill>): Fill {
    const instrument = this.#instrument(asset);
    const price = given.price ?? this.#mark(asset);
    const realized = this.#book(instrument, side, { size: given.size, price });
    const feeMicro = Math.floor(notionalMicro(given.size, price, instrument) * this.#script.takerFee);
    this.#cashMicro += realized - feeMicro;
    const fill: Fill = {
      kind: "fill",
      time: this.#script.clock.now(),
      asset,
      side,
      clientOrderId: null,
      liquidation: false,
      ...given,
      price,
      feeUsd: fromMicro(feeMicro),
      realizedPnlUsd: fromMicro(realized),
    };
    this.#events.push(fill);
    if (!this.#holdings.has(asset)) {
      this.openOrders = this.openOrders.filter((order) => order.asset !== asset);
    }
    return fill;
  }

  /** Fires a waiting order at its trigger, or at a price. */
  fire(asset: string, kind: "stop" | "target", price?: number): Fill {
    const order = this.openOrders.find((one) => one.asset === asset && one.kind === kind)!;
    this.openOrders = this.openOrders.filter((one) => one !== order);
    const { size, side, clientOrderId, triggerPrice } = order;
    const held = Math.abs(this.#signedSize(asset));
    return this.trade(asset, side, {
      size: Math.min(size ?? held, held),
      price: price ?? triggerPrice!,
      clientOrderId,
    });
  }

  sync(since: EventMark): Promise<ExchangeState> {
    this.#script.log.push("sync");
    return Promise.resolve({ account: this.account(), events: this.holdsEvents ? [] : this.#after(since) });
  }

  setLeverage(asset: string, leverage: number): Promise<Outcome> {
    this.#script.log.push(`leverage ${asset} ${leverage}`);
    const answer = this.onLeverage(asset, leverage);
    if (answer === null) this.#leverages.set(asset, leverage);
    return Promise.resolve(answer ?? ACCEPTED);
  }

  submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const legs = order.legs.map(({ leg }) => leg).join("+");
    this.#script.log.push(`submit ${order.asset} ${order.purpose} ${legs}`);
    const answer = this.onSubmit(order);
    if (answer !== null) return Promise.resolve(answer);
    const outcomes: LegOutcome[] = [];
    for (const leg of order.legs) outcomes.push(this.#take(order.asset, leg, outcomes[0]));
    return Promise.resolve(outcomes);
  }

  cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    return Promise.resolve(clientOrderIds.map((id): Outcome => {
      const order = this.openOrders.find((one) => one.asset === asset && one.clientOrderId === id);
      this.#script.log.push(`cancel ${asset} ${order?.kind ?? "nothing"}`);
      const answer = this.onCancel(id);
      if (answer !== null) return answer;
      if (order === undefined) return { status: "rejected", reason: "never placed, cancelled or filled" };
      this.openOrders = this.openOrders.filter((one) => one !== order);
      return ACCEPTED;
    }));
  }

  find(clientOrderId: string): Promise<OrderLookup> {
    this.#script.log.push("find");
    return Promise.resolve(this.onFind(clientOrderId));
  }

  /** The account at the marks of now. */
  account(): AccountState {
    const positions = [...this.#holdings.keys()].map((asset) => this.#position(asset));
    let unrealizedMicro = 0;
    let marginUsedUsd = 0;
    for (const position of positions) {
      unrealizedMicro += toMicro(position.unrealizedPnlUsd);
      marginUsedUsd += position.marginUsedUsd;
    }
    const equityUsd = fromMicro(this.#cashMicro + unrealizedMicro);
    return {
      time: this.#script.clock.now(),
      balanceUsd: fromMicro(this.#cashMicro),
      equityUsd,
      marginUsedUsd,
      freeUsd: equityUsd - marginUsedUsd,
      positions,
      openOrders: [...this.openOrders],
    };
  }

  #position(asset: string): Position {
    const instrument = this.#instrument(asset);
    const { units, costMicro } = this.#holdings.get(asset)!;
    const size = unitsToSize(Math.abs(units), instrument);
    const mark = this.#mark(asset);
    const notional = notionalMicro(size, mark, instrument);
    const leverage = this.#leverages.get(asset) ?? Math.min(20, instrument.maxLeverage);
    return {
      asset,
      side: units > 0 ? "long" : "short",
      size,
      entryPrice: unitsToPrice(costMicro / units, instrument),
      mark,
      notionalUsd: fromMicro(notional),
      unrealizedPnlUsd: fromMicro((units > 0 ? notional : -notional) - costMicro),
      marginUsedUsd: fromMicro(Math.ceil(notional / leverage)),
      leverage,
      liquidationPrice: null,
    };
  }

  #take(asset: string, leg: OrderLeg, first: LegOutcome | undefined): LegOutcome {
    const { clientOrderId, side, size, limitPrice, triggerPrice, reduceOnly } = leg;
    const named = { leg: leg.leg, clientOrderId } as const;
    if (leg.leg === "stop" || leg.leg === "target") {
      const parentFilled = first?.leg !== "entry" || first.status === "accepted" && first.filledSize === size;
      if (!parentFilled) return { ...named, status: "rejected", reason: "its entry was not filled" };
      const { leg: kind } = leg;
      this.openOrders.push({ asset, clientOrderId, kind, side, size, limitPrice, triggerPrice, reduceOnly });
      return { ...named, status: "accepted", filledSize: 0, price: null };
    }
    const held = this.#signedSize(asset);
    if (reduceOnly && (held === 0 || held > 0 === (side === "buy"))) {
      return { ...named, status: "rejected", reason: "Reduce only order would increase position." };
    }
    const scale = 10 ** this.#instrument(asset).szDecimals;
    const filledSize = Math.floor(sizeToUnits(size!, this.#instrument(asset)) * this.fillShare) / scale;
    if (filledSize === 0) return { ...named, status: "rejected", reason: "nothing matched" };
    const { price } = this.trade(asset, side, { size: filledSize, clientOrderId });
    return { ...named, status: "accepted", filledSize, price };
  }

  /** Books a fill into the holding; gives the realised PnL in micro-USDC. */
  #book(
    instrument: Instrument,
    side: Side,
    { size, price }: { readonly size: number; readonly price: number },
  ): number {
    const holding = this.#holdings.get(instrument.symbol) ?? { units: 0, costMicro: 0 };
    const signed = (side === "buy" ? 1 : -1) * sizeToUnits(size, instrument);
    const value = (side === "buy" ? 1 : -1) * notionalMicro(size, price, instrument);
    const reduces = holding.units !== 0 && holding.units > 0 !== signed > 0;
    if (reduces && Math.abs(signed) > Math.abs(holding.units)) {
      throw new Error("this exchange knows no flips");
    }
    const sign = holding.units > 0 ? 1 : -1;
    const part = reduces
      ? sign * mulDivCut(Math.abs(holding.costMicro), Math.abs(signed), Math.abs(holding.units))
      : 0;
    holding.units += signed;
    holding.costMicro += reduces ? -part : value;
    if (holding.units === 0) this.#holdings.delete(instrument.symbol);
    else this.#holdings.set(instrument.symbol, holding);
    return reduces ? -value - part : 0;
  }

  #after(since: EventMark): AccountEvent[] {
    const later = this.#events.filter(({ time }) => time >= since.time);
    const skipped = later.findIndex(({ time }) => time > since.time);
    const same = skipped === -1 ? later.length : skipped;
    return later.slice(Math.min(same, since.count));
  }

  #signedSize(asset: string): number {
    const holding = this.#holdings.get(asset);
    return holding === undefined ? 0 : unitsToSize(holding.units, this.#instrument(asset));
  }

  #mark(asset: string): number {
    const mark = this.marks.get(asset);
    if (mark === undefined) throw new Error(`the test gives no mark of ${asset}`);
    return mark;
  }

  #instrument(asset: string): Instrument {
    const found = this.#script.instruments.find(({ symbol }) => symbol === asset);
    if (found === undefined) throw new Error(`the test gives no instrument ${asset}`);
    return found;
  }
}
