/**
 * Random markets with volumes, and flows of orders over them, for the laws of a recorded venue.
 * @module
 */
import fc from "fast-check";
import {
  type Instrument,
  type MarketContext,
  powerOfTen,
  roundPrice,
  type Side,
  type Venue,
  type VenueOrder,
} from "../../../engine/mod.ts";
import { RecordedMarket } from "../../market/recorded_market.ts";
import { SimulatedClock } from "../../simulated_clock.ts";
import { DEFAULT_SIMULATION, type SimulationChoice } from "../../simulation_choice.ts";
import { type CandleRow, type DrawnAsset, drawnAsset, START } from "../../testing/market.ts";
import { type AssetPlan, chance, drawAssets, END } from "../../testing/random_market.ts";
import { RecordedVenueWorld } from "../recorded_venue_world.ts";

/** The assets of a plan with volumes that differ, some of them none at all and some off the grid of sizes. */
export function drawTraded(plans: readonly AssetPlan[]): DrawnAsset[] {
  return drawAssets(plans).map((asset, index) => {
    const random = chance(plans[index].seed + 7);
    const traded = (rows: readonly CandleRow[] = []): CandleRow[] =>
      rows.map(([minute, open, high, low, close]) => {
        const volume = random() < 0.1 ? 0 : random() * 10 ** Math.floor(random() * 4);
        return [minute, open, high, low, close, random() < 0.5 ? volume : Math.round(volume * 100) / 100];
      });
    const candles = { "5m": traded(asset.candles["5m"]), "15m": traded(asset.candles["15m"]) };
    return { ...asset, candles };
  });
}

/** A world over drawn assets, and its clock. */
export interface RandomWorld {
  readonly clock: SimulatedClock;
  readonly market: RecordedMarket;
  readonly instruments: readonly Instrument[];
  readonly world: RecordedVenueWorld;
}

/** Opens one at the start of the random markets. */
export function openWorld(
  assets: readonly DrawnAsset[],
  choice: Partial<SimulationChoice> = {},
  now: number = START,
): RandomWorld {
  const clock = new SimulatedClock(now);
  const market = new RecordedMarket(assets.map(drawnAsset));
  const instruments = assets.map(({ instrument }) => instrument);
  const simulation = { ...DEFAULT_SIMULATION, ...choice };
  const world = new RecordedVenueWorld({ market, clock, instruments, balanceUsd: 10_000, simulation });
  return { clock, market, instruments, world };
}

/** Something one account does at a moment. */
export interface VenueDeed {
  /** ms. */
  readonly time: number;
  /** Which account does it. */
  readonly who: number;
  readonly do: "market" | "limit" | "stop" | "target" | "bracket" | "cancel" | "leverage";
  readonly asset: number;
  readonly side: Side;
  /** Notional, USD. */
  readonly usd: number;
  /** From the price, as a fraction. */
  readonly away: number;
}

/** Flows of so many accounts, in order of time. */
export function venueFlows(accounts: number): fc.Arbitrary<readonly VenueDeed[]> {
  const deed = fc.record({
    time: fc.oneof(
      fc.integer({ min: START, max: END }),
      fc.integer({ min: 0, max: 11 }).map((slot) => START + slot * 3_600_000 + 1),
    ),
    who: fc.nat(accounts - 1),
    do: fc.constantFrom<VenueDeed["do"]>(
      ...["market", "market", "limit", "limit", "stop", "target", "bracket", "cancel", "leverage"] as const,
    ),
    asset: fc.nat(2),
    side: fc.constantFrom<Side>("buy", "sell"),
    usd: fc.constantFrom(50, 500, 5_000, 60_000),
    away: fc.constantFrom(0.0005, 0.003, 0.02),
  });
  return fc.array(deed, { minLength: 10, maxLength: 90, size: "max" })
    .map((flow) => flow.sort((a, b) => a.time - b.time));
}

/** Does a deed at what the market shows; it must do the same on every venue that shows the same. */
export async function actOn(
  venue: Venue,
  deed: VenueDeed,
  { instruments, contexts }: {
    readonly instruments: readonly Instrument[];
    /** In their order. */
    readonly contexts: readonly MarketContext[];
  },
): Promise<unknown> {
  const place = deed.asset % instruments.length;
  const [instrument, { mark }] = [instruments[place], contexts[place]];
  const asset = instrument.symbol;
  if (deed.do === "leverage") {
    return await venue.updateLeverage(asset, {
      leverage: deed.usd === 50 ? 2 : 5,
      isCross: deed.side === "buy",
    });
  }
  if (deed.do === "cancel") {
    const orders = Array.from(
      { length: 8 },
      (_, index) => ({ asset, order: 1 + index * 2 + (deed.usd % 20) / 10 }),
    );
    return await venue.cancel(orders);
  }
  if (mark === null) return null;
  const orders = ordersOf(deed, instrument, mark);
  return await venue.place(orders, deed.do === "bracket" ? "entry-with-exits" : "single");
}

function ordersOf(deed: VenueDeed, instrument: Instrument, mark: number): VenueOrder[] {
  const { side, away } = deed;
  const scale = powerOfTen(instrument.szDecimals);
  const size = Math.max(1, Math.floor(deed.usd / mark * scale)) / scale;
  const at = (by: number): number => roundPrice(mark * (1 + by), instrument, "nearest");
  const sign = side === "buy" ? 1 : -1;
  const base = { asset: instrument.symbol, size, trigger: null, clientOrderId: null };
  const taking: VenueOrder = {
    ...base,
    side,
    limitPrice: at(sign * 0.05),
    reduceOnly: false,
    timeInForce: "ioc",
  };
  const other: Side = side === "buy" ? "sell" : "buy";
  const exit = (kind: "stop" | "target", isMarket: boolean): VenueOrder => {
    const price = at((kind === "stop" ? -1 : 1) * sign * away);
    const limitPrice = isMarket ? roundPrice(price * (1 - sign * 0.1), instrument, "nearest") : price;
    const trigger = { kind, price, isMarket };
    return { ...base, side: other, limitPrice, reduceOnly: true, timeInForce: "gtc", trigger };
  };
  if (deed.do === "market") return [taking];
  if (deed.do === "limit") return [{ ...taking, limitPrice: at(-sign * away), timeInForce: "gtc" }];
  if (deed.do === "bracket") return [taking, exit("stop", true), exit("target", away > 0.001)];
  return [exit(deed.do === "stop" ? "stop" : "target", away > 0.001)];
}
