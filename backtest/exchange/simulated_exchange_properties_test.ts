import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type AccountEvent,
  type ExchangeState,
  type Fill,
  type Instrument,
  isPriceOnGrid,
  priceStep,
  priceToUnits,
  roundPrice,
  sizeToUnits,
  toMicro,
  unitsToPrice,
} from "../../engine/mod.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { MINUTE, START } from "../testing/market.ts";
import {
  deeds,
  END,
  liveThrough,
  marketUpTo,
  mixedMarketPlans,
  timedDeeds,
} from "../testing/random_market.ts";
import { NO_FEES } from "./fees/fixed_fees.ts";
import { tieredFees } from "./fees/tiered_fees.ts";
import { DEFAULT_EXCHANGE, type ExchangeOptions } from "./options.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { NO_SLIPPAGE } from "./slippage/no_slippage.ts";

const options: fc.Arbitrary<ExchangeOptions> = fc.record({
  depositUsd: fc.constantFrom(100, 10_000, 1_000_000),
  fees: fc.constantFrom(NO_FEES, tieredFees(0), tieredFees(0, 0.02)),
  slippage: fc.constantFrom(NO_SLIPPAGE, fixedSlippage(2), fixedSlippage(50)),
  path: fc.constantFrom("pessimistic" as const, "ohlc" as const),
  partialFills: fc.constantFrom(null),
  restingFill: fc.constantFrom("through" as const, "touch" as const),
});

/** Every minute from the start of the markets to their end. */
const EVERY_MINUTE = Array.from(
  { length: (END - START) / MINUTE + 1 },
  (_, minute) => START + minute * MINUTE,
);

Deno.test("SimulatedExchange: the books hold after everything that happens, to the last micro-USDC", async () => {
  await fc.assert(
    fc.asyncProperty(mixedMarketPlans, deeds, options, async (plans, flow, chosen) => {
      const market = marketUpTo(plans, END);
      const looks = EVERY_MINUTE.filter((_, minute) => minute % 5 === 0);
      const passage = await liveThrough({
        market,
        flow: timedDeeds(flow, END),
        options: chosen,
        looks,
        until: END,
        onLook: (state) => checkBooks(state, market),
      });
      checkFills(passage.last.events, { market, slippageBps: bpsOf(chosen) });
      checkReduceOnly(passage.last.events, { market, reduceOnly: passage.reduceOnly });
    }),
    { numRuns: 150 },
  );
});

Deno.test("SimulatedExchange: settling in one go or in many small steps gives the same events", async () => {
  const extra = fc.array(fc.integer({ min: START, max: END }), { maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(mixedMarketPlans, deeds, options, extra, fc.boolean(), async (...drawn) => {
      const [plans, flow, chosen, more, everyMinute] = drawn;
      const plan = {
        market: marketUpTo(plans, END),
        flow: timedDeeds(flow, END),
        options: chosen,
        until: END,
      };
      const seldom = await liveThrough({ ...plan, looks: [] });
      const looks = [...more, ...(everyMinute ? EVERY_MINUTE : [])].sort((a, b) => a - b);
      const often = await liveThrough({ ...plan, looks });
      deepStrictEqual(often.last.events, seldom.last.events);
      deepStrictEqual(often.outcomes, seldom.outcomes);
      deepStrictEqual(often.last.account, seldom.last.account);
    }),
    { numRuns: 250 },
  );
});

Deno.test("SimulatedExchange: what comes later in the market changes nothing before", async () => {
  await fc.assert(
    fc.asyncProperty(mixedMarketPlans, deeds, options, fc.nat(100), async (...drawn) => {
      const [plans, flow, chosen, percent] = drawn;
      const until = START + Math.floor((END - START) * percent / 100 / MINUTE) * MINUTE;
      // The candle that the last moment lies in is part of the market: its line gives the price of that moment.
      const quarter = 15 * MINUTE;
      const cut = START + Math.ceil((until - START) / quarter) * quarter;
      const plan = { flow: timedDeeds(flow, until), options: chosen, looks: [], until };
      const whole = await liveThrough({ ...plan, market: marketUpTo(plans, END) });
      deepStrictEqual(await liveThrough({ ...plan, market: marketUpTo(plans, cut) }), whole);
    }),
    { numRuns: 150 },
  );
});

Deno.test("SimulatedExchange: the random flows reach every kind of event", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(mixedMarketPlans, deeds, async (plans, flow) => {
      const { last, outcomes } = await liveThrough({
        market: marketUpTo(plans, END),
        flow: timedDeeds(flow, END),
        options: { ...DEFAULT_EXCHANGE, depositUsd: 10_000 },
        looks: [],
        until: END,
      });
      for (const event of last.events) seen.add(kindOf(event));
      for (const reason of JSON.stringify(outcomes).matchAll(/"reason":"([^"]*)"/g)) seen.add(reason[1]);
    }),
    { numRuns: 150, seed: 1 },
  );
  for (const kind of REACHED) ok(seen.has(kind), `no random flow had: ${kind}`);
});

const REACHED = [
  "transfer",
  "fill",
  "gain",
  "loss",
  "liquidation",
  "forfeiture",
  "funding paid",
  "funding received",
  "its entry was not filled",
  "Order could not immediately match against any resting orders.",
  "Order must have minimum value of $10.",
  "Insufficient margin to place order.",
  "Order was never placed, already canceled, or filled.",
];

function kindOf(event: AccountEvent): string {
  if (event.kind === "transfer") return "transfer";
  if (event.kind === "funding") return event.amountUsd < 0 ? "funding paid" : "funding received";
  if (event.liquidation) {
    return event.feeUsd > event.size * event.price * 0.001 ? "forfeiture" : "liquidation";
  }
  return event.realizedPnlUsd > 0 ? "gain" : event.realizedPnlUsd < 0 ? "loss" : "fill";
}

function instrumentOf(market: RecordedMarket, asset: string): Instrument {
  return market.assets.get(asset)!.recorded.instrument;
}

/** Balance and equity against the events alone. */
function checkBooks({ account, events }: ExchangeState, market: RecordedMarket): void {
  const units = new Map<string, number>();
  let balance = 0;
  let cash = 0;
  let time = 0;
  for (const event of events) {
    ok(event.time >= time, "event times fell");
    time = event.time;
    if (event.kind !== "fill") {
      balance += toMicro(event.amountUsd);
      cash += toMicro(event.amountUsd);
      continue;
    }
    const instrument = instrumentOf(market, event.asset);
    const signed = (event.side === "buy" ? 1 : -1) * sizeToUnits(event.size, instrument);
    balance += toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd);
    cash -= signed * priceToUnits(event.price, instrument) + toMicro(event.feeUsd);
    units.set(event.asset, (units.get(event.asset) ?? 0) + signed);
  }
  ok(time <= account.time, "an event of the future");
  strictEqual(toMicro(account.balanceUsd), balance);
  let unrealised = 0;
  let value = 0;
  for (const { asset, side, size, mark, unrealizedPnlUsd, entryPrice } of account.positions) {
    const instrument = instrumentOf(market, asset);
    const held = (side === "long" ? 1 : -1) * sizeToUnits(size, instrument);
    strictEqual(units.get(asset), held, `the fills of ${asset} make another size`);
    unrealised += toMicro(unrealizedPnlUsd);
    value += held * priceToUnits(mark, instrument);
    ok(entryPrice > 0);
  }
  strictEqual([...units.values()].filter((size) => size !== 0).length, account.positions.length);
  strictEqual(toMicro(account.equityUsd), balance + unrealised, "equity is not balance and unrealised PnL");
  strictEqual(toMicro(account.equityUsd), cash + value, "equity is not cash and the value of what is held");
  for (const { asset, side, reduceOnly } of account.openOrders) {
    const position = account.positions.find((one) => one.asset === asset);
    ok(reduceOnly && position !== undefined, "an exit without a position");
    strictEqual(side, position.side === "long" ? "sell" : "buy", "an exit that would add");
  }
}

function bpsOf({ slippage }: ExchangeOptions): number {
  return slippage === NO_SLIPPAGE ? 0 : Number(slippage.name.slice("bps:".length));
}

/** No fill lies outside its candle, as the venue prints it, widened by slippage and one tick. */
function checkFills(
  events: readonly AccountEvent[],
  { market, slippageBps }: { readonly market: RecordedMarket; readonly slippageBps: number },
): void {
  for (const event of events) {
    if (event.kind !== "fill") continue;
    const instrument = instrumentOf(market, event.asset);
    ok(isPriceOnGrid(event.price, instrument), `a fill off the grid: ${event.price}`);
    const { settled } = market.assets.get(event.asset)!;
    const { columns } = settled;
    const index = settled.closedAt(event.time - 1);
    const covers = index < settled.count && columns.time[index] < event.time;
    // A liquidation in another asset's candle takes what has no candle there at its last mark.
    if (event.liquidation && (!covers || settled.closeTime(index) !== event.time)) continue;
    ok(covers, `a fill where no candle is: ${JSON.stringify(event)}`);
    const slip = slippageBps / 10_000;
    const tick = tickAt(event.price, instrument);
    const low = roundPrice(columns.low[index], instrument, "nearest") * (1 - slip) - tick;
    const high = roundPrice(columns.high[index], instrument, "nearest") * (1 + slip) + tick;
    ok(event.price >= low && event.price <= high, `${event.price} is not within ${low} to ${high}`);
  }
}

function tickAt(price: number, instrument: Instrument): number {
  return unitsToPrice(priceStep(priceToUnits(price, instrument), instrument), instrument);
}

/** What may only reduce never makes a position larger, opens one or turns it round; a liquidation neither. */
function checkReduceOnly(
  events: readonly AccountEvent[],
  { market, reduceOnly }: { readonly market: RecordedMarket; readonly reduceOnly: ReadonlySet<string> },
): void {
  const held = new Map<string, number>();
  const reduces = (fill: Fill): boolean =>
    fill.liquidation || (fill.clientOrderId !== null && reduceOnly.has(fill.clientOrderId));
  for (const event of events) {
    if (event.kind !== "fill") continue;
    const units = sizeToUnits(event.size, instrumentOf(market, event.asset));
    const before = held.get(event.asset) ?? 0;
    const after = before + (event.side === "buy" ? units : -units);
    held.set(event.asset, after);
    if (!reduces(event)) continue;
    ok(Math.abs(after) < Math.abs(before) && after * before >= 0, `from ${before} to ${after}`);
  }
}
