/**
 * Random markets and random order flows over them, for property tests. All chance comes from a seed.
 * @module
 */
import fc from "fast-check";
import {
  type Clock,
  type Exchange,
  type ExchangeState,
  HOUR_MS,
  type Instrument,
  type Interval,
  NO_EVENTS,
  opposite,
  type OrderLeg,
  powerOfTen,
  roundPrice,
  type Side,
} from "../../engine/mod.ts";
import { approved } from "../../engine/ports/exchange_contract.ts";
import type { ExchangeOptions } from "../exchange/options.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { type CandleRow, type DrawnAsset, drawnMarket, MINUTE, START } from "./market.ts";

/** How long the random markets are. */
const SLOTS = 144;
/** Their end, ms. */
export const END: number = START + SLOTS * 5 * MINUTE;

/** Numbers from 0 up to 1 out of a seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What an asset's random candles are drawn by. */
export interface AssetPlan {
  readonly seed: number;
  readonly szDecimals: number;
  /** The first price is ten to this power. */
  readonly magnitude: number;
  readonly maxLeverage: number;
  /** Whether a second margin tier begins within reach. */
  readonly tiered: boolean;
  /** Whether its positions have a margin of their own. */
  readonly isIsolated?: boolean;
  /** Usual size of a candle's move, as a fraction. */
  readonly volatility: number;
  readonly holes: "none" | "few" | "many";
  readonly maxRate: number;
  /** Whether mark and oracle are recorded, with holes, and go ways of their own. */
  readonly isMarked?: boolean;
}

/** Plans for one to three assets. */
export const marketPlans: fc.Arbitrary<readonly AssetPlan[]> = fc.array(
  fc.record({
    seed: fc.integer(),
    szDecimals: fc.integer({ min: 0, max: 5 }),
    magnitude: fc.integer({ min: -6, max: 6 }),
    maxLeverage: fc.constantFrom(3, 20, 40),
    tiered: fc.boolean(),
    volatility: fc.constantFrom(0.0005, 0.005, 0.03),
    holes: fc.constantFrom("none" as const, "few" as const, "many" as const),
    maxRate: fc.constantFrom(0, 0.0001, 0.04),
    isMarked: fc.boolean(),
  }).map((plan) => ({ ...plan, magnitude: Math.max(plan.magnitude, plan.szDecimals - 5) })),
  { minLength: 1, maxLength: 3 },
);

/** The same, where some assets allow no cross margin. */
export const mixedMarketPlans: fc.Arbitrary<readonly AssetPlan[]> = fc.tuple(
  marketPlans,
  fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
).map(([plans, isolated]) => plans.map((plan, index) => ({ ...plan, isIsolated: isolated[index] })));

/** The assets of a plan: so many 5m candles with holes, some of them filled by 15m ones, and hourly funding. */
export function drawAssets(plans: readonly AssetPlan[], slots: number = SLOTS): DrawnAsset[] {
  return plans.map((plan, index) => {
    const instrument = instrumentOf(plan, `A${index}`);
    const candles = drawCandles(plan, slots);
    const drawn = { instrument, candles, funding: drawFunding(plan, slots) };
    return plan.isMarked ? { ...drawn, ...drawMarks(plan, candles) } : drawn;
  });
}

/** Marks beside most candles, moved and with wicks of their own; an oracle price at most hours. */
function drawMarks(
  { seed, volatility }: AssetPlan,
  candles: DrawnAsset["candles"],
): Pick<DrawnAsset, "marks" | "oracle"> {
  const random = chance(seed + 2);
  const near = (price: number): number => moved(price, volatility * swing(random));
  const drawn = (rows: readonly CandleRow[] = []): CandleRow[] =>
    rows.filter(() => random() < 0.9).map(([minute, open, , , close]) => {
      const [first, last] = [near(open), near(close)];
      const wick = random() < 0.1 ? 8 : 0.5;
      const high = moved(Math.max(first, last), volatility * wick * random());
      return [minute, first, high, moved(Math.min(first, last), -volatility * wick * random()), last, 0];
    });
  const hourly = (candles["5m"] ?? []).filter(([minute]) => minute % 60 === 0 && random() < 0.9);
  return {
    marks: { "5m": drawn(candles["5m"]), "15m": drawn(candles["15m"]) },
    oracle: hourly.map(([minute, open]) => [minute / 60, near(open)] as const),
  };
}

function instrumentOf(
  { szDecimals, maxLeverage, tiered, isIsolated = false }: AssetPlan,
  symbol: string,
): Instrument {
  const second = { lowerBoundUsd: 20_000, maxLeverage: Math.ceil(maxLeverage / 2) };
  const marginTiers = [{ lowerBoundUsd: 0, maxLeverage }, ...(tiered ? [second] : [])];
  return { symbol, szDecimals, maxLeverage, marginTiers, marginMode: isIsolated ? "noCross" : undefined };
}

function drawCandles(plan: AssetPlan, slots: number): Partial<Record<Interval, CandleRow[]>> {
  const random = chance(plan.seed);
  const holeEvery = { none: 0, few: 0.02, many: 0.2 }[plan.holes];
  const fine: CandleRow[] = [];
  const coarse: CandleRow[] = [];
  // Near a power of ten, where the grid of prices changes.
  let price = 10 ** plan.magnitude * (0.95 + 0.3 * random());
  let hole = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (slot > 0 && hole === 0 && random() < holeEvery) hole = 1 + Math.floor(random() * 16);
    const jump = random() < 0.05 ? 8 : 0.3;
    const open = slot === 0 ? price : moved(price, plan.volatility * jump * swing(random));
    const close = moved(open, plan.volatility * swing(random));
    const wick = random() < 0.1 ? 6 : 0.5;
    const high = moved(Math.max(open, close), plan.volatility * wick * random());
    const low = moved(Math.min(open, close), -plan.volatility * wick * random());
    const row = [slot * 5, open, high, low, close] as const;
    const fills = hole >= 3 && slot % 3 === 0 && random() < 0.5;
    if (hole === 0) fine.push(row);
    else if (fills) coarse.push(row);
    hole = Math.max(0, hole - 1);
    price = close;
  }
  return { "5m": fine, "15m": coarse };
}

function drawFunding({ seed, maxRate }: AssetPlan, slots: number): (readonly [number, number])[] {
  const random = chance(seed + 1);
  const hours = Array.from({ length: (slots * 5) / 60 }, (_, index) => index + 1);
  const rates = hours.map((hour) => [hour, Math.round(maxRate * swing(random) * 1e7) / 1e7] as const);
  return rates.filter(() => random() < 0.95);
}

/** A number from −1 to 1. */
function swing(random: () => number): number {
  return random() * 2 - 1;
}

/** A price moved by a fraction, never to zero; the grid of the smallest prices is coarse. */
function moved(price: number, by: number): number {
  return Math.max(price * (1 + by), 1e-6);
}

/** One thing done to the venue. */
export interface Deed {
  /** Since the one before, ms. */
  readonly waitMs: number;
  readonly asset: number;
  readonly kind: "open" | "close" | "part" | "protect" | "cancel" | "leverage";
  readonly side: Side;
  /** Of what is free. */
  readonly share: number;
  /** Distance of stop and target from the price, as fractions; null: none. */
  readonly stop: number | null;
  readonly target: number | null;
}

const distance = fc.option(fc.constantFrom(0.0002, 0.002, 0.01, 0.05, 0.3), { freq: 5 });

/** A flow of deeds. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.record({
    waitMs: fc.oneof(
      fc.constantFrom(0, 1, MINUTE - 1, 5 * MINUTE, 15 * MINUTE - 1, 15 * MINUTE, HOUR_MS),
      fc.nat(40 * MINUTE),
    ),
    asset: fc.nat(2),
    kind: fc.constantFrom<Deed["kind"]>(
      ...["open", "open", "open", "close", "part", "protect", "cancel", "leverage"] as const,
    ),
    side: fc.constantFrom<Side>("buy", "sell"),
    share: fc.constantFrom(0.01, 0.1, 0.5, 0.95),
    stop: distance,
    target: distance,
  }),
  { minLength: 1, maxLength: 40, size: "max" },
);

/** A flow with the moments it happens at; what lies behind the end of the market is left out. */
export function timedDeeds(flow: readonly Deed[], until: number): readonly (readonly [number, Deed])[] {
  let time = START;
  return flow.map((deed) => [time += deed.waitMs, deed] as const).filter(([when]) => when <= until);
}

/** What a passage was told. */
export interface Passage {
  readonly outcomes: readonly unknown[];
  readonly last: ExchangeState;
  /** Client order ids of what may only reduce. */
  readonly reduceOnly: ReadonlySet<string>;
}

/** What a passage goes by. */
export interface PassagePlan {
  readonly market: RecordedMarket;
  readonly flow: readonly (readonly [number, Deed])[];
  readonly options: ExchangeOptions;
  /** Moments of further looks, ms, rising. */
  readonly looks: readonly number[];
  readonly until: number;
  /** Told of the account after every deed and look. */
  readonly onLook?: (state: ExchangeState, now: number) => void;
  /** What is traded on in the simulated exchange's stead; not there: nothing. */
  readonly instead?: (simulated: SimulatedExchange, clock: Clock) => Exchange;
}

/** Lives through a flow of deeds on a fresh account. */
export async function liveThrough(plan: PassagePlan): Promise<Passage> {
  const { market, flow, looks, until, onLook, options } = plan;
  const clock = new SimulatedClock(START);
  const marketData = new HistoricalMarketData(market, clock);
  const instruments = [...market.assets.values()].map(({ recorded }) => recorded.instrument);
  const simulated = new SimulatedExchange({ clock, marketData, instruments }, options);
  const exchange = plan.instead?.(simulated, clock) ?? simulated;
  const doer = new Doer(exchange, marketData, instruments);
  const look = async (): Promise<ExchangeState> => {
    const state = await exchange.sync(NO_EVENTS);
    onLook?.(state, clock.now());
    return state;
  };
  await look();
  const moments = [
    ...flow.map(([time, deed]) => ({ time, deed })),
    ...looks.filter((time) => time <= until).map((time) => ({ time, deed: null })),
  ].sort((a, b) => a.time - b.time);
  for (const { time, deed } of moments) {
    await clock.sleepUntil(time);
    if (deed !== null) await doer.act(deed);
    if (deed === null || onLook !== undefined) await look();
  }
  await clock.sleepUntil(until);
  return { outcomes: doer.outcomes, last: await look(), reduceOnly: doer.reduceOnly };
}

/** Turns deeds into orders, as the engine would: sized by what is free and priced by what is shown. */
class Doer {
  readonly outcomes: unknown[] = [];
  readonly reduceOnly = new Set<string>();
  readonly #exchange: Exchange;
  readonly #marketData: HistoricalMarketData;
  readonly #instruments: readonly Instrument[];
  readonly #ids: string[] = [];

  constructor(
    exchange: Exchange,
    marketData: HistoricalMarketData,
    instruments: readonly Instrument[],
  ) {
    this.#exchange = exchange;
    this.#marketData = marketData;
    this.#instruments = instruments;
  }

  async act(deed: Deed): Promise<void> {
    const instrument = this.#instruments[deed.asset % this.#instruments.length];
    const { symbol } = instrument;
    if (deed.kind === "leverage") {
      const leverage = 1 + Math.floor(deed.share * instrument.maxLeverage);
      this.outcomes.push(await this.#exchange.setLeverage(symbol, leverage));
    } else if (deed.kind === "cancel") {
      this.outcomes.push(await this.#exchange.cancel(symbol, this.#ids.slice(-2)));
    } else {
      const legs = await this.#legsOf(deed, instrument);
      if (legs.length === 0) return;
      for (const { clientOrderId, reduceOnly } of legs) {
        this.#ids.push(clientOrderId);
        if (reduceOnly) this.reduceOnly.add(clientOrderId);
      }
      const order = approved({ asset: symbol, purpose: "open", legs }, instrument);
      this.outcomes.push(await this.#exchange.submit(order));
    }
  }

  async #legsOf(deed: Deed, instrument: Instrument): Promise<OrderLeg[]> {
    const [{ mark }] = await this.#marketData.contexts([instrument.symbol]);
    if (mark === null || mark === 0) return [];
    const { account } = await this.#exchange.sync(NO_EVENTS);
    const position = account.positions.find(({ asset }) => asset === instrument.symbol);
    if (deed.kind === "open") {
      const size = sizeOn(
        account.freeUsd * deed.share * Math.min(20, instrument.maxLeverage) / mark,
        instrument,
      );
      if (size === 0) return [];
      const entry = this.#leg("entry", { side: deed.side, size, price: mark }, instrument);
      const exits = this.#exits(deed, { side: opposite(deed.side), size, price: mark }, instrument);
      return entry === null ? [] : [entry, ...exits];
    }
    if (position === undefined) return [];
    const side = position.side === "long" ? "sell" : "buy";
    if (deed.kind === "protect") {
      return this.#exits(deed, { side, size: null, price: mark }, instrument);
    }
    const size = deed.kind === "close" ? position.size * 2 : sizeOn(position.size * deed.share, instrument);
    const close = size === 0 ? null : this.#leg("close", { side, size, price: mark }, instrument);
    return close === null ? [] : [close];
  }

  #exits(
    deed: Deed,
    of: { readonly side: Side; readonly size: number | null; readonly price: number },
    instrument: Instrument,
  ): OrderLeg[] {
    const legs: OrderLeg[] = [];
    for (const leg of ["stop", "target"] as const) {
      const away = deed[leg];
      if (away === null) continue;
      const below = (leg === "stop") === (of.side === "sell");
      const trigger = roundPrice(of.price * (below ? 1 - away : 1 + away), instrument, "nearest");
      const made = trigger > 0 ? this.#leg(leg, { ...of, price: trigger }, instrument) : null;
      if (made !== null) legs.push({ ...made, triggerPrice: trigger });
    }
    return legs;
  }

  #leg(
    leg: OrderLeg["leg"],
    of: { readonly side: Side; readonly size: number | null; readonly price: number },
    instrument: Instrument,
  ): OrderLeg | null {
    const { side, size, price } = of;
    const buy = side === "buy";
    const away = leg === "entry" || leg === "close" ? 0.01 : 0.1;
    const limitPrice = roundPrice(price * (buy ? 1 + away : 1 - away), instrument, buy ? "up" : "down");
    if (limitPrice === 0) return null;
    const clientOrderId = `0x${(this.#ids.length * 4 + LEGS.indexOf(leg)).toString(16).padStart(32, "0")}`;
    return { leg, clientOrderId, side, size, limitPrice, triggerPrice: null, reduceOnly: leg !== "entry" };
  }
}

const LEGS: readonly OrderLeg["leg"][] = ["entry", "close", "stop", "target"];

function sizeOn(size: number, { szDecimals }: Instrument): number {
  return Math.floor(size * powerOfTen(szDecimals)) / powerOfTen(szDecimals);
}

/** The market of a plan, up to a moment (ms): candles closed and rates paid until then. */
export function marketUpTo(plans: readonly AssetPlan[], until: number): RecordedMarket {
  const minutes = (until - START) / MINUTE;
  const closed = (rows: DrawnAsset["candles"]): DrawnAsset["candles"] => ({
    "5m": rows["5m"]!.filter(([open]) => open + 5 <= minutes),
    "15m": rows["15m"]!.filter(([open]) => open + 15 <= minutes),
  });
  const past = (values: NonNullable<DrawnAsset["oracle"]>): NonNullable<DrawnAsset["oracle"]> =>
    values.filter(([hour]) => hour * 60 <= minutes);
  return drawnMarket(
    ...drawAssets(plans).map(({ instrument, candles, funding = [], marks, oracle }) => ({
      instrument,
      candles: closed(candles),
      funding: past(funding),
      ...(marks === undefined ? {} : { marks: closed(marks) }),
      ...(oracle === undefined ? {} : { oracle: past(oracle) }),
    })),
  );
}
