import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type MarketContext, NO_EVENTS, type OrderLeg } from "../../engine/mod.ts";
import { approved, CONTRACT_VENUE, exchangeContract } from "../../engine/ports/exchange_contract.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";

exchangeContract("SimulatedExchange", () => {
  const { instrument, start, candles, funding, depositUsd } = CONTRACT_VENUE;
  const clock = new SimulatedClock(start);
  const recorded = { instrument, candles: [{ interval: "5m" as const, columns: candles }], funding };
  const marketData = new HistoricalMarketData(
    new RecordedMarket([{ ...recorded, openInterest: null }]),
    clock,
  );
  const parts = { clock, marketData, instruments: [instrument] };
  return Promise.resolve({
    exchange: new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd }),
    sleepUntil: (time) => clock.sleepUntil(time),
    dispose: () => Promise.resolve(),
  });
});

const ENTRY: OrderLeg = {
  leg: "entry",
  clientOrderId: `0x${"1".repeat(32)}`,
  side: "buy",
  size: 1,
  limitPrice: 101,
  triggerPrice: null,
  reduceOnly: false,
};

/** Market data whose venue tells no mark any more when it is told to be silent. */
class SilentMarketData extends HistoricalMarketData {
  isSilent = false;
  override contexts(assets: readonly string[]): readonly MarketContext[] {
    const contexts = super.contexts(assets);
    return this.isSilent
      ? contexts.map((one) => ({ ...one, mark: null, mid: null, oracle: null }))
      : contexts;
  }
}

/** A simulated venue with one coin at 100 for ten minutes, then at 105. */
function venue(): { clock: SimulatedClock; marketData: SilentMarketData; exchange: SimulatedExchange } {
  const clock = new SimulatedClock(START + 1);
  const candles = {
    "5m": [[0, 100, 100, 100, 100], [5, 100, 100, 100, 100], [10, 105, 105, 105, 105]],
  } as const;
  const marketData = new SilentMarketData(drawnMarket({ instrument: COIN, candles }), clock);
  const parts = { clock, marketData, instruments: [COIN] };
  return {
    clock,
    marketData,
    exchange: new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: 1000 }),
  };
}

Deno.test("SimulatedExchange: an order that was refused is found, and has ended", async () => {
  const { exchange } = venue();
  const legs = [{ ...ENTRY, limitPrice: 90 }];
  const [outcome] = await exchange.submit(approved({ asset: "COIN", purpose: "open", legs }, COIN));
  strictEqual(outcome.status, "rejected");
  const ended = { status: "found", state: "ended", filledSize: 0, price: null };
  deepStrictEqual(await exchange.find(ENTRY.clientOrderId), ended);
});

Deno.test("SimulatedExchange: a venue that tells no mark leaves a position at the last settled one", async () => {
  const { clock, marketData, exchange } = venue();
  await exchange.submit(approved({ asset: "COIN", purpose: "open", legs: [ENTRY] }, COIN));
  marketData.isSilent = true;
  const marks: number[] = [];
  for (const minute of [7, 12, 15]) {
    await clock.sleepUntil(START + minute * MINUTE);
    marks.push((await exchange.sync(NO_EVENTS)).account.positions[0].mark);
  }
  deepStrictEqual(marks, [100, 100, 105]);
});

Deno.test("SimulatedExchange: the deposit comes in at the first look, once", async () => {
  const { clock, exchange } = venue();
  await clock.sleepUntil(START + 3 * MINUTE);
  for (let look = 0; look < 2; look++) {
    const { events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events, [{ kind: "transfer", time: START + 3 * MINUTE, amountUsd: 1000 }]);
  }
});
