import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { limit, market } from "../testing/venue_situation.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { DEFAULT_SIMULATION } from "../simulation_choice.ts";
import { RecordedVenueWorld } from "./recorded_venue_world.ts";

/** Three candles of COIN that rise, fall and rise. */
function world(): { readonly clock: SimulatedClock; readonly world: RecordedVenueWorld } {
  const clock = new SimulatedClock(START + 6 * MINUTE);
  const candles = {
    "5m": [[0, 100, 102, 99, 101, 10], [5, 101, 101, 95, 96, 20], [10, 96, 99, 96, 98, 8]],
  } as const;
  const recorded = drawnMarket({ instrument: COIN, candles });
  const parts = {
    market: recorded,
    clock,
    instruments: [COIN],
    balanceUsd: 1000,
    simulation: DEFAULT_SIMULATION,
  };
  return { clock, world: new RecordedVenueWorld(parts) };
}

Deno.test("RecordedVenueWorld: an address has one account however it is written, with the balance of a newcomer", async () => {
  const { world: one } = world();
  strictEqual(one.find("0xAb"), null);
  const account = one.open("0xAb");
  strictEqual(one.open("0xaB"), account);
  strictEqual(one.find("0xAB"), account);
  deepStrictEqual([...one.accounts.keys()], ["0xab"]);
  strictEqual((await account.account()).equityUsd, 1000);
  deepStrictEqual(await account.transfers({ from: 0, until: Infinity }), [
    { kind: "transfer", time: START + 6 * MINUTE, amountUsd: 1000 },
  ]);
});

Deno.test("RecordedVenueWorld: what one account does no other sees", async () => {
  const { world: one } = world();
  const [first, second] = [one.open("0x1"), one.open("0x2")];
  await first.place([market("buy", 1), limit("buy", 1, 90)], "single");
  strictEqual((await first.account()).positions.length, 1);
  deepStrictEqual((await second.account()).positions, []);
  deepStrictEqual(await second.historicalOrders(10), []);
  ok((await first.historicalOrders(10)).length === 2);
});
