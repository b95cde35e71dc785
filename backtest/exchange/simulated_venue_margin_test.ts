import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Venue } from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { type CandleRow, COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { limit, market } from "../testing/venue_situation.ts";
import { NO_FEES } from "./fees/fixed_fees.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";
import { NO_SLIPPAGE } from "./slippage/no_slippage.ts";

const ALWAYS = { from: 0, until: Infinity };
const DONE = { status: "done" };

function world(
  candles: readonly CandleRow[],
  depositUsd: number,
): { readonly clock: SimulatedClock; readonly venue: Venue } {
  const clock = new SimulatedClock(START + 1);
  const marketData = new HistoricalMarketData(
    drawnMarket({ instrument: COIN, candles: { "5m": candles }, funding: [[1, 0.001]] }),
    clock,
  );
  const options = { ...DEFAULT_EXCHANGE, fees: NO_FEES, slippage: NO_SLIPPAGE, depositUsd };
  const { venue } = new SimulatedExchange({ clock, marketData, instruments: [COIN] }, options);
  return { clock, venue };
}

function flat(minute: number): CandleRow {
  return [minute, 100, 100, 100, 100];
}

Deno.test("SimulatedVenue: an isolated position takes its margin, more is put in and taken out", async () => {
  const { clock, venue } = world([flat(0), [5, 100, 100, 94, 100]], 10_000);
  deepStrictEqual(await venue.updateLeverage("COIN", { leverage: 20, isCross: false }), DONE);
  await venue.place([market("buy", 100)], "single");
  strictEqual((await venue.account()).positions[0].liquidationPrice, 97.4358974359);
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", 1_000_000_000), DONE);
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", -400_000_000), DONE);
  const state = await venue.marginState();
  deepStrictEqual([state.crossCashUsd, state.withdrawableUsd], [8900, 8900]);
  deepStrictEqual(state.positions[0].isolatedCashUsd, 1100 - 10_000);
  const refused = "Position does not have sufficient margin for reduction.";
  const answer = await venue.updateIsolatedMargin("COIN", -100_000_001);
  deepStrictEqual(answer, { status: "refused", reason: refused });
  // 1100 + 100 · (p − 100) is 2.5 % of 100 · p at 91.28…: the wick to 94 would have taken the first margin.
  await clock.sleepUntil(START + 10 * MINUTE);
  strictEqual((await venue.fills(ALWAYS)).length, 1);
});

Deno.test("SimulatedVenue: what a resting order holds back is not free, and cannot go into an isolated position", async () => {
  const { venue } = world([flat(0)], 10_000);
  await venue.updateLeverage("COIN", { leverage: 20, isCross: false });
  await venue.place([market("buy", 100)], "single");
  strictEqual((await venue.account()).freeUsd, 9500);
  await venue.place([limit("buy", 100, 90)], "single");
  strictEqual((await venue.account()).freeUsd, 9050);
  // 9500 are there, 450 of them for the order.
  const short = {
    status: "refused",
    reason: "Account does not have sufficient margin available for increase.",
  };
  strictEqual((await venue.marginState()).withdrawableUsd, 9050);
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", 9_050_000_001), short);
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", 9_050_000_000), DONE);
});

Deno.test("SimulatedVenue: margin mode and margin of what is not there are refused in the venue's words", async () => {
  const { venue } = world([flat(0)], 10_000);
  const empty = { status: "refused", reason: "Cannot update margin for empty position." };
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", 1), empty);
  await venue.place([market("buy", 10)], "single");
  const cross = { status: "refused", reason: "Position does not use isolated margin." };
  deepStrictEqual(await venue.updateIsolatedMargin("COIN", 1), cross);
  const open = { status: "refused", reason: "Cannot switch leverage type with open position." };
  deepStrictEqual(await venue.updateLeverage("COIN", { leverage: 20, isCross: false }), open);
});

Deno.test("SimulatedVenue: fills tell what they did to the position and how a liquidation went", async () => {
  const { clock, venue } = world([flat(0), [5, 100, 100, 92, 100], flat(10), [15, 90, 90, 80, 80]], 20_000);
  await venue.place([market("sell", 1)], "single");
  await venue.place([market("buy", 2001)], "single");
  await clock.sleepUntil(START + 20 * MINUTE);
  const fills = await venue.fills(ALWAYS);
  deepStrictEqual(
    fills.map((
      { direction, liquidationMethod, startPosition, size, orderId },
    ) => [direction, liquidationMethod, startPosition, size, orderId]),
    [
      ["open-short", null, 0, 1, 1],
      ["short-to-long", null, -1, 2001, 2],
      ["close-long", "market", 2000, 400, null],
      ["close-long", "backstop", 1600, 1600, null],
    ],
  );
});

Deno.test("SimulatedVenue: the margin state tells what was paid in funding", async () => {
  const hour = Array.from({ length: 13 }, (_, index) => flat(index * 5));
  const { clock, venue } = world(hour, 10_000);
  await venue.place([market("buy", 10)], "single");
  await clock.sleepUntil(START + 61 * MINUTE);
  const [{ fundingPaid }] = (await venue.marginState()).positions;
  deepStrictEqual(fundingPaid, { allTimeUsd: 1, sinceOpenUsd: 1, sinceChangeUsd: 1 });
});
