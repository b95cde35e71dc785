import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { NO_EVENTS } from "../../../engine/mod.ts";
import { openTrading, type TradingTerms } from "./open_trading.ts";
import { type StubAct, StubVenue } from "./testing/stub_venue.ts";
import { ADDRESS, KEY, QUIET } from "./testing/stubbed_exchange.ts";

const RUN = { id: "0123abcd", openedAt: 5 };

/** Lets a test use a venue whose `/sim/clock` does so. */
async function withClock(clock: StubAct, run: (venue: StubVenue) => Promise<void>): Promise<void> {
  const venue = new StubVenue(({ path, body }) => path === "/sim/clock" ? clock : { json: QUIET[body.type] });
  try {
    await run(venue);
  } finally {
    await venue.close();
  }
}

function termsOf({ url }: StubVenue, key: string | null): TradingTerms {
  return { key, baseUrl: url, network: "testnet", account: null };
}

Deno.test("openTrading: without a key only a simulated venue is traded on", async () => {
  for (const clock of [{ status: 404, text: "" }, { json: { hello: 1 } }, "drop"] as const) {
    await withClock(clock, async (venue) => {
      await rejects(
        openTrading(termsOf(venue, null)),
        /no key is set, and 127\.0\.0\.1:\d+ is no simulated venue/,
      );
      deepStrictEqual(venue.seen.map(({ path }) => path), ["/sim/clock"]);
      strictEqual((await openTrading(termsOf(venue, KEY))).account, ADDRESS);
    });
  }
});

Deno.test("openTrading: on a simulated venue a run has an account of its own, the same one when it goes on", async () => {
  await withClock({ json: { time: 5, speed: null, step: true } }, async (venue) => {
    const trading = await openTrading(termsOf(venue, null));
    strictEqual(trading.account, null);
    const [first, again] = [await trading.open(RUN), await trading.open(RUN)];
    const other = await trading.open({ ...RUN, id: "0123abce" });
    strictEqual(first.account, again.account);
    notStrictEqual(first.account, other.account);
  });
});

Deno.test("openTrading: on a simulated venue all that ever happened counts, also from before the run began", async () => {
  const deposit = { time: RUN.openedAt - 2, delta: { type: "deposit", usdc: "800.0" } };
  const venue = new StubVenue(({ path, body }) => {
    if (path === "/sim/clock") return { json: { time: 5, speed: null, step: true } };
    return { json: body.type === "userNonFundingLedgerUpdates" ? [deposit] : QUIET[body.type] };
  });
  try {
    const { exchange } = await (await openTrading(termsOf(venue, null))).open(RUN);
    const { events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events, [{ kind: "transfer", time: 3, amountUsd: 800 }]);
  } finally {
    await venue.close();
  }
});

Deno.test("openTrading: an account of the user's is a simulation's there, and what it had before the run is taken over", async () => {
  await withClock({ json: { time: 5, speed: null, step: true } }, async (venue) => {
    const { account, network, open } = await openTrading(termsOf(venue, KEY));
    deepStrictEqual([account, network], [ADDRESS, "simulation"]);
    // Its deposit was long ago.
    const openedAt = 1_700_000_000_000;
    const { exchange } = await open({ ...RUN, openedAt });
    const { account: { balanceUsd }, events } = await exchange.sync(NO_EVENTS);
    deepStrictEqual(events, [{ kind: "transfer", time: openedAt, amountUsd: balanceUsd }]);
  });
  await withClock({ status: 404, text: "" }, async (venue) => {
    strictEqual((await openTrading(termsOf(venue, KEY))).network, "testnet");
  });
});
