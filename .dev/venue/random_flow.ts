/**
 * Random clients of a venue on a random market: what they do, in the venue's own words, for whatever is to be held
 * against it. All chance comes from fast-check.
 * @module
 */
import fc from "fast-check";
import {
  DEFAULT_SIMULATION,
  type RecordedMarket,
  RecordedVenueWorld,
  SimulatedClock,
  type SimulationChoice,
} from "../../backtest/mod.ts";
import { START } from "../../backtest/testing/market.ts";
import { type AssetPlan, END, marketPlans, marketUpTo } from "../../backtest/testing/random_market.ts";
import {
  type Instrument,
  powerOfTen,
  roundPrice,
  type Side,
  type VenueAccount,
  type VenueOrder,
  type VenueWorld,
} from "../../engine/mod.ts";
import type { AcceptedAction, VenueAction } from "../../adapters/venue/exchange/accepted_action.ts";

export { END, START };

/** Who trades. */
export const ADDRESSES: readonly string[] = ["a", "b", "c"].map((digit) => `0x${digit.repeat(40)}`);
const NEWEST = 6;

/** One order as it is drawn, around the price and by what the account is worth. */
interface DrawnOrder {
  readonly side: Side;
  readonly share: number;
  readonly away: number;
  readonly type: "gtc" | "ioc" | "ioc" | "alo" | "stop" | "target";
  readonly reduceOnly: boolean;
}

/** Something a client does, or only time that passes. */
export interface Deed {
  /** Since the deed before, ms. */
  readonly waitMs: number;
  readonly client: number;
  readonly asset: number;
  readonly do: "open" | "place" | "modify" | "cancel" | "schedule" | "leverage" | "margin";
  readonly orders: readonly DrawnOrder[];
  readonly back: number;
  readonly isCross: boolean;
}

const drawnOrder: fc.Arbitrary<DrawnOrder> = fc.record({
  side: fc.constantFrom<Side>("buy", "sell"),
  share: fc.oneof(
    fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    fc.double({ min: 0.9, max: 9, noNaN: true }),
  ),
  away: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  type: fc.constantFrom(
    "gtc" as const,
    "ioc" as const,
    "ioc" as const,
    "alo" as const,
    "stop" as const,
    "target" as const,
  ),
  reduceOnly: fc.boolean(),
});

/** Flows of deeds. */
export const flows: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.constantFrom(0, 300_000, 3_600_000), fc.nat(1_500_000)),
    client: fc.nat(ADDRESSES.length - 1),
    asset: fc.nat(2),
    do: fc.constantFrom<Deed["do"]>(
      "open",
      "place",
      "place",
      "place",
      "modify",
      "cancel",
      "schedule",
      "leverage",
      "margin",
    ),
    orders: fc.array(drawnOrder, { minLength: 1, maxLength: 3 }),
    back: fc.nat(NEWEST),
    isCross: fc.boolean(),
  }),
  { maxLength: 40, size: "max" },
);

/** Deeds with the moments they happen at, ms. */
export type TimedFlow = readonly (readonly [time: number, deed: Deed])[];

/** A flow with the moments it happens at; what lies behind the end of the market is left out. */
export function timed(flow: readonly Deed[]): TimedFlow {
  let time = START;
  return flow.map((deed) => [time += deed.waitMs, deed] as const).filter(([when]) => when <= END);
}

/** What a random world is made of. */
export interface WorldPlan {
  readonly assets: readonly AssetPlan[];
  readonly balanceUsd: number;
  readonly simulation: SimulationChoice;
}

/** Random worlds. */
export const worldPlans: fc.Arbitrary<WorldPlan> = fc.record({
  assets: marketPlans,
  balanceUsd: fc.constantFrom(1_000, 1_000_000),
  simulation: fc.record({
    slippage: fc.constantFrom("none", "bps:2", "impact"),
    partialFills: fc.constantFrom(null, 0.5),
    path: fc.constantFrom("pessimistic" as const, "ohlc" as const),
  }).map((choice) => ({ ...DEFAULT_SIMULATION, ...choice })),
});

/** A plain world of one asset at about a hundred dollars. */
export const PLAIN: WorldPlan = {
  assets: [{
    ...{ seed: 1, szDecimals: 2, magnitude: 2, maxLeverage: 20, tiered: false },
    ...{ volatility: 0.005, holes: "none", maxRate: 0.0001 },
  }],
  balanceUsd: 1_000,
  simulation: DEFAULT_SIMULATION,
};

/** A world at its beginning. */
export interface OpenedWorld {
  readonly clock: SimulatedClock;
  readonly world: VenueWorld;
  readonly market: RecordedMarket;
}

/** Opens a world of a plan. */
export function openWorld({ assets, balanceUsd, simulation }: WorldPlan): OpenedWorld {
  const market = marketUpTo(assets, END);
  const clock = new SimulatedClock(START);
  const instruments = [...market.assets.values()].map(({ recorded }) => recorded.instrument);
  const world = new RecordedVenueWorld({ market, clock, instruments, balanceUsd, simulation });
  return { clock, world, market };
}

/** The action of a deed on the world as it is; null where it only opens the account, or nothing can be sent. */
export async function actionOf(
  deed: Deed,
  { world, clock }: OpenedWorld,
  nonce: number,
): Promise<AcceptedAction | null> {
  const address = ADDRESSES[deed.client];
  const account = world.open(address);
  const { instruments } = world.market;
  const action = await wanted(deed, account, instruments[deed.asset % instruments.length]);
  return action === null ? null : { address, time: clock.now(), nonce, signer: address, action };
}

async function wanted(
  deed: Deed,
  account: VenueAccount,
  instrument: Instrument,
): Promise<VenueAction | null> {
  const { symbol: asset, maxLeverage } = instrument;
  if (deed.do === "open") return null;
  if (deed.do === "schedule") {
    const { time } = await account.account();
    return { kind: "schedule-cancel", time: deed.isCross ? time + 5_000 + deed.waitMs : null };
  }
  if (deed.do === "leverage") {
    const leverage = 1 + Math.floor(deed.orders[0].share * maxLeverage / 6);
    return { kind: "update-leverage", asset, leverage, isCross: deed.isCross };
  }
  if (deed.do === "margin") {
    return { kind: "update-isolated-margin", asset, micro: Math.round(deed.orders[0].away * 1e10) };
  }
  const newest = (await account.historicalOrders(1))[0]?.orderId ?? 0;
  if (deed.do === "cancel") return { kind: "cancel", orders: [{ asset, order: newest - deed.back }] };
  const orders = await ordersOf(deed, account, instrument);
  if (orders.length === 0) return null;
  if (deed.do === "place") return { kind: "place", orders, grouping: "single" };
  const changes = orders.map((to, index) => ({
    order: newest - deed.back - index,
    to,
    always: deed.isCross,
  }));
  return { kind: "modify", changes };
}

async function ordersOf(deed: Deed, account: VenueAccount, instrument: Instrument): Promise<VenueOrder[]> {
  const [{ mark }] = await account.contexts([instrument.symbol]);
  const { equityUsd } = await account.account();
  if (mark === null || mark === 0) return [];
  const scale = powerOfTen(instrument.szDecimals);
  return deed.orders.map(({ side, share, away, type, reduceOnly }, index): VenueOrder => {
    const kind = type === "stop" || type === "target" ? type : null;
    const price = roundPrice(mark * (1 + away), instrument, "nearest");
    const worst = roundPrice(mark * (side === "buy" ? 1.05 : 0.95), instrument, "nearest");
    return {
      asset: instrument.symbol,
      side,
      size: Math.floor(Math.max(0, equityUsd) * share / mark * scale) / scale,
      limitPrice: type === "ioc" || kind !== null ? worst : price,
      reduceOnly,
      timeInForce: type === "ioc" || type === "alo" ? type : "gtc",
      trigger: kind === null ? null : { kind, price, isMarket: deed.isCross },
      clientOrderId: reduceOnly ? null : `0x${(deed.waitMs * 3 + index).toString(16).padStart(32, "0")}`,
    };
  });
}

/** Everything that all accounts of a world have to tell. */
export async function toldBy({ world }: OpenedWorld): Promise<unknown> {
  const told: unknown[] = [];
  for (const [address, account] of world.accounts) {
    told.push([
      address,
      await account.account(),
      await account.marginState(),
      await account.changesAfter({ orders: 0, fills: 0, funding: 0 }),
      await account.historicalOrders(Infinity),
      await account.transfers({ from: 0, until: Infinity }),
      await account.equityHistory(),
      await account.fees(),
    ]);
  }
  return told;
}
