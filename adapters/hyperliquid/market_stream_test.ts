import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { HyperliquidMarket } from "./hyperliquid_market.ts";
import type { StreamNote } from "./market_stream.ts";
import { candleRow, context, MINUTE, SetClock, START, StubVenue } from "./testing/stub_venue.ts";

interface Scene {
  readonly venue: StubVenue;
  readonly clock: SetClock;
  readonly market: HyperliquidMarket;
  readonly notes: StreamNote[];
}

function scene(name: string, play: (scene: Scene) => Promise<void>): void {
  Deno.test({
    name: `MarketStream: ${name}`,
    // The library's socket is closed a moment after the test.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const venue = new StubVenue();
      const clock = new SetClock(START + 600 * MINUTE);
      venue.time = clock.time;
      venue.answers = {
        candleSnapshot: () => [candleRow(598), candleRow(599), candleRow(600), candleRow(601)],
      };
      const market = new HyperliquidMarket({ baseUrl: venue.url, clock });
      const notes: StreamNote[] = [];
      try {
        await market.finest("BTC", START + 400 * MINUTE);
        market.follow(["BTC"], (note) => notes.push(note));
        market.follow(["BTC"]);
        await until(() => venue.subscribed.length === 2);
        await play({ venue, clock, market, notes });
      } finally {
        market.close();
        await venue.stop();
      }
    },
  });
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 600) throw new Error("it never came to be");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Everything that was sent so far has been heard once this context is. */
async function heard({ venue, market }: Scene, mark: number): Promise<void> {
  venue.tell("activeAssetCtx", { coin: "BTC", ctx: context(mark) });
  await until(async () => (await market.contexts(["BTC"]))[0].mark === mark);
}

scene("a context that was told is not asked for", async (scene) => {
  deepStrictEqual(scene.venue.subscribed.toSorted(), [
    "subscribe activeAssetCtx BTC",
    "subscribe candle BTC",
  ]);
  // Heard, or asked for: the first of both may be asked for.
  await heard(scene, 555);
  const asked = scene.venue.of("metaAndAssetCtxs").length;
  scene.clock.time += 1_500;
  await heard(scene, 556);
  deepStrictEqual((await scene.market.contexts(["BTC"]))[0].time, scene.clock.time);
  strictEqual(scene.venue.of("metaAndAssetCtxs").length, asked);
});

scene("a minute has closed when the next begins, and is not asked for", async (scene) => {
  const { venue, clock, market } = scene;
  const { length: asked } = venue.of("candleSnapshot");
  venue.tell("candle", candleRow(600));
  venue.tell("candle", { ...candleRow(600), c: "700", h: "702" });
  venue.tell("candle", candleRow(601));
  venue.tell("candle", candleRow(600));
  await heard(scene, 555);
  venue.time = clock.time += MINUTE;
  const window = await market.finest("BTC", START + 599 * MINUTE);
  deepStrictEqual([window.length, window.close(1)], [2, 700]);
  // The one that came too late changes nothing: what forms is the minute after it.
  venue.tell("candle", candleRow(602));
  await heard(scene, 556);
  venue.time = clock.time += MINUTE;
  deepStrictEqual((await market.finest("BTC", START + 600 * MINUTE)).close(1), 702);
  strictEqual(venue.of("candleSnapshot").length, asked);
});

scene("after a dropped connection it listens again, and what was missed is asked for", async (scene) => {
  const { venue, clock, market, notes } = scene;
  venue.tell("candle", candleRow(600));
  await heard(scene, 555);
  venue.drop();
  await until(() => venue.subscribed.length === 4);
  ok(notes.some(({ kind }) => kind === "lost"));
  // It was forming when the connection went: what came of it nobody heard.
  venue.tell("candle", candleRow(601));
  await heard(scene, 556);
  venue.time = clock.time += MINUTE;
  venue.answers = { candleSnapshot: () => [{ ...candleRow(600), c: "700", h: "702" }, candleRow(601)] };
  const window = await market.finest("BTC", START + 600 * MINUTE);
  deepStrictEqual([window.length, window.close(0)], [1, 700]);
});

scene("what is not understood is told", async ({ venue, notes }) => {
  venue.tell("activeAssetCtx", { coin: "BTC", ctx: { markPx: 5 } });
  venue.tell("candle", { ...candleRow(600), h: "1" });
  await until(() => notes.filter(({ kind }) => kind === "unreadable").length === 2);
});
