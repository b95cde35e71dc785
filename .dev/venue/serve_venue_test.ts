/** A venue served in this process: how it ends. */
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type AccountRecords, MarketClock, type ServedVenue, serveVenue } from "../../adapters/venue/mod.ts";
import { StateLog } from "../../adapters/venue/state/state_log.ts";
import { VenueState } from "../../adapters/venue/state/venue_state.ts";
import { DEFAULT_SIMULATION, RecordedVenueWorld } from "../../backtest/mod.ts";
import { type CandleRow, COIN, drawnMarket, MINUTE, START } from "../../backtest/testing/market.ts";

/** Keeps what it is told of the accounts' runs. */
class Records implements AccountRecords {
  readonly told: string[] = [];
  left: () => Promise<void> = () => Promise.resolve();

  nextClose(time: number): number {
    return (Math.floor(time / (5 * MINUTE)) + 1) * 5 * MINUTE;
  }

  leave(): Promise<void> {
    return this.left();
  }

  finish(time: number): Promise<void> {
    return Promise.resolve(void this.told.push(`finished at ${(time - START) / MINUTE}`));
  }

  fail(): Promise<void> {
    return Promise.resolve(void this.told.push("failed"));
  }
}

interface Served {
  readonly venue: ServedVenue;
  readonly records: Records;
  readonly lines: string[];
  readonly clock: MarketClock;
}

/** A stepped venue of an hour of COIN at 100. */
async function served(state: VenueState | null = null): Promise<Served> {
  const clock = new MarketClock(START);
  const rows = Array.from({ length: 12 }, (_, index): CandleRow => [index * 5, 100, 101, 99, 100]);
  const world = new RecordedVenueWorld({
    market: drawnMarket({ instrument: COIN, candles: { "5m": rows } }),
    clock,
    instruments: [COIN],
    balanceUsd: 10_000,
    simulation: DEFAULT_SIMULATION,
  });
  const records = new Records();
  const lines: string[] = [];
  const venue = await serveVenue({
    ...{ world, clock, until: START + 60 * MINUTE, speed: null, host: "127.0.0.1", port: 0, auth: "trust" },
    ...{ enforceLimits: false, state, records, warn: (line) => lines.push(line) },
  });
  return { venue, records, lines, clock };
}

async function advance({ address }: ServedVenue, minutes: number): Promise<number> {
  const [body, headers] = [JSON.stringify({ ms: minutes * MINUTE }), { "content-type": "application/json" }];
  const answer = await fetch(`http://${address}/sim/advance`, { method: "POST", headers, body });
  await answer.text();
  return answer.status;
}

Deno.test("serveVenue: a run that cannot be written is told of, and the market goes on", async () => {
  const { venue, records, lines, clock } = await served();
  records.left = () => Promise.reject(new Error("cannot write the diary"));
  strictEqual(await advance(venue, 5), 200);
  deepStrictEqual([lines, clock.now()], [["cannot write the diary"], START + 5 * MINUTE]);
  await venue.stop();
  deepStrictEqual(records.told, ["finished at 5"]);
});

Deno.test("serveVenue: what cannot be kept any more ends it, and its runs have failed", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const log = StateLog.open("/dev/full");
  const { venue, records, lines } = await served(new VenueState(log, log.lines(), true));
  strictEqual(await advance(venue, 5), 500);
  await rejects(venue.failed, /cannot write the state \/dev\/full: No space left on device/);
  await rejects(venue.stop(), /cannot write the state/);
  deepStrictEqual(records.told, ["failed"]);
  strictEqual(lines.length, 1);
});

Deno.test("serveVenue: it stops though a request never ends, and what it kept is written", async () => {
  const { venue, records, lines } = await served();
  await advance(venue, 10);
  const [hostname, port] = venue.address.split(":");
  const client = await Deno.connect({ hostname, port: Number(port) });
  const head =
    "POST /info HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
  await client.write(new TextEncoder().encode(head));
  // It has to have come before it matters.
  await advance(venue, 5);
  const began = performance.now();
  await venue.stop();
  ok(performance.now() - began < 10_000);
  deepStrictEqual([records.told, lines], [["finished at 15"], []]);
  client.close();
});
