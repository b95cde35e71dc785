import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type CandleWindow, HOUR_MS, MarketFault } from "../../engine/mod.ts";
import { HyperliquidMarket, type HyperliquidMarketOptions } from "./hyperliquid_market.ts";
import {
  candleRow,
  context,
  META,
  MINUTE,
  type Question,
  SetClock,
  START,
  StubVenue,
} from "./testing/stub_venue.ts";

interface Scene {
  readonly venue: StubVenue;
  readonly clock: SetClock;
  readonly market: HyperliquidMarket;
}

function scene(
  name: string,
  options: Partial<HyperliquidMarketOptions>,
  play: (scene: Scene) => Promise<void>,
): void {
  Deno.test(`HyperliquidMarket: ${name}`, async () => {
    const venue = new StubVenue();
    const clock = new SetClock(START + 600 * MINUTE);
    venue.time = clock.time;
    const quick = { patienceMs: 50, timeoutMs: 500, backoffMs: 5 };
    const market = new HyperliquidMarket({ ...quick, ...options, baseUrl: venue.url, clock });
    try {
      await play({ venue, clock, market });
    } finally {
      market.close();
      await venue.stop();
    }
  });
}

function spans(window: CandleWindow): string[] {
  return Array.from({ length: window.length }, (_, index) => {
    const [open, close] = [window.time(index), window.closeTime(index)];
    return `${(open - START) / MINUTE}-${(close - START) / MINUTE}`;
  });
}

async function faultOf(asked: () => unknown): Promise<MarketFault> {
  try {
    await asked();
  } catch (error) {
    ok(error instanceof MarketFault, String(error));
    return error;
  }
  throw new Error("there was no fault");
}

/** Candles that exist, by interval: opens in minutes after START. */
function existing(there: Readonly<Record<string, readonly number[]>>): StubVenue["answers"] {
  const minutes: Record<string, number> = { "1m": 1, "3m": 3, "5m": 5, "15m": 15 };
  return {
    candleSnapshot: ({ req }: Question) =>
      (there[req.interval] ?? []).map((minute) => candleRow(minute, minutes[req.interval]))
        .filter(({ t, T }) => (T as number) >= req.startTime && (t as number) <= req.endTime),
  };
}

function range(start: number, end: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
}

scene("instruments with their tiers; what cannot be read is named", {}, async ({ venue, market }) => {
  const { instruments, names, unreadable } = await market.instruments();
  deepStrictEqual(instruments, [
    {
      symbol: "BTC",
      szDecimals: 5,
      maxLeverage: 40,
      marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }, { lowerBoundUsd: 150_000_000, maxLeverage: 20 }],
    },
    {
      symbol: "DOT",
      szDecimals: 1,
      maxLeverage: 10,
      marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 10 }],
      marginMode: "noCross",
    },
    {
      symbol: "ISO",
      szDecimals: 0,
      maxLeverage: 3,
      marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 3 }],
      marginMode: "strictIsolated",
    },
  ]);
  deepStrictEqual([...names], META.universe.map(({ name }) => name));
  ok(/^ODD: /.test(unreadable[0]) && unreadable.length === 1);
  await market.instruments();
  strictEqual(venue.of("meta").length, 1);
});

scene(
  "contexts are shown again while they are fresh",
  { freshMs: 2_000 },
  async ({ venue, clock, market }) => {
    const first = await market.contexts(["DOT", "NONE", "BTC"]);
    deepStrictEqual(first.map(({ asset, mark, time }) => [asset, mark, time]), [
      ["DOT", 101, clock.time],
      ["NONE", null, clock.time],
      ["BTC", 100, clock.time],
    ]);
    deepStrictEqual(first[2], {
      asset: "BTC",
      time: clock.time,
      mark: 100,
      mid: 83757.5,
      oracle: 83778.1,
      funding: 0.0000125,
      openInterest: 39338.76246,
      candleMs: MINUTE,
    });
    clock.time += 2_000;
    strictEqual((await market.contexts(["BTC"]))[0].time, clock.time - 2_000);
    strictEqual(venue.of("metaAndAssetCtxs").length, 1);
    clock.time += 1;
    strictEqual((await market.contexts(["BTC"]))[0].time, clock.time);
    await Promise.all([market.contexts(["BTC"]), market.contexts(["DOT"])]);
    strictEqual(venue.of("metaAndAssetCtxs").length, 2);
  },
);

scene("what the venue does not know is null, not zero", {}, async ({ venue, market }) => {
  const empty = { midPx: null, markPx: "0.0", oraclePx: "0.0", openInterest: "0.0", funding: "0.0" };
  venue.answers = { metaAndAssetCtxs: () => [META, META.universe.map(() => context(1, empty))] };
  const [{ mark, mid, oracle, funding, openInterest }] = await market.contexts(["BTC"]);
  deepStrictEqual([mark, mid, oracle, funding, openInterest], [null, null, null, 0, null]);
});

scene("minutes, without the forming one, by the venue's clock", {}, async ({ venue, clock, market }) => {
  venue.answers = existing({ "1m": range(480, 601) });
  deepStrictEqual(spans(await market.finest("BTC", START + 597 * MINUTE)), ["597-598", "598-599", "599-600"]);
  strictEqual((await market.contexts(["BTC"]))[0].candleMs, MINUTE);
  strictEqual(venue.of("candleSnapshot").length, 2);
  // Ours has gone on for a minute, the venue's not: 600 is still forming there.
  clock.time += MINUTE;
  deepStrictEqual(spans(await market.finest("BTC", START + 599 * MINUTE)), ["599-600"]);
});

scene("where minutes are not kept any more, the next longer ones", {}, async ({ venue, clock, market }) => {
  clock.time = START + 20_000 * MINUTE;
  venue.time = clock.time;
  venue.answers = existing({
    "1m": range(15_001, 20_001),
    "3m": range(5_003 - 5_003 % 3, 20_001, 3),
    "5m": range(0, 20_001, 5),
  });
  const found = spans(await market.finest("BTC", START + 4_000 * MINUTE));
  // Each longer one reaches into the finer ones as far as its grid: nothing is lost between them.
  const ends = found.map((span) => span.split("-").map(Number));
  ok(ends.every(([open], index) => index === 0 || open === ends[index - 1][1]), "no hole, no overlap");
  deepStrictEqual([ends[0], ends[ends.length - 1]], [[4_000, 4_005], [19_999, 20_000]]);
  deepStrictEqual([...new Set(ends.map(([open, close]) => close - open))], [5, 3, 1]);
});

scene("where there are no minutes at all, the finest there are", {}, async ({ venue, market }) => {
  venue.answers = existing({ "5m": range(0, 600, 5) });
  deepStrictEqual(spans(await market.finest("BTC", START + 585 * MINUTE)), ["585-590", "590-595", "595-600"]);
  strictEqual((await market.contexts(["BTC"]))[0].candleMs, 5 * MINUTE);
});

scene("a late minute is no reason to ask for longer ones", {}, async ({ venue, market }) => {
  venue.answers = existing({ "1m": range(0, 599) });
  deepStrictEqual(spans(await market.finest("BTC", START + 598 * MINUTE)), ["598-599"]);
  deepStrictEqual(venue.of("candleSnapshot").map(({ req }) => req.interval), ["1m"]);
});

scene("an interval the venue does not have has no candles", {}, async ({ venue, market }) => {
  strictEqual((await market.candles("BTC", "6h", { last: 3 })).length, 0);
  strictEqual(venue.asked.length, 0);
});

scene(
  "funding is stamped after its hour, and comes five hundred at a time",
  {},
  async ({ venue, clock, market }) => {
    clock.time = START + 1_100 * HOUR_MS + 5;
    venue.time = clock.time;
    venue.answers = {
      fundingHistory: ({ startTime, endTime }: Question) =>
        range(1, 1_101).map((hour) => ({
          coin: "BTC",
          fundingRate: String(hour / 1e6),
          premium: "-0.0001",
          time: START + hour * HOUR_MS + 15,
        })).filter(({ time }) => time >= startTime && time <= endTime + 15).slice(0, 500),
    };
    const { times, rates } = await market.funding("BTC", START + 50 * HOUR_MS);
    deepStrictEqual(times, range(51, 1_101).map((hour) => START + hour * HOUR_MS));
    strictEqual(rates[0], 51 / 1e6);
    strictEqual(venue.of("fundingHistory").length, 3);
    strictEqual((await market.funding("BTC", START + 1_099 * HOUR_MS)).times.length, 1);
    strictEqual(venue.of("fundingHistory").length, 3);
    strictEqual((await market.funding("BTC", START)).times.length, 1_100);
  },
);

scene(
  "an hour that is not told yet is asked for again, not at once",
  {},
  async ({ venue, clock, market }) => {
    await market.funding("BTC", START);
    clock.time += 1_000;
    await market.funding("BTC", START);
    strictEqual(venue.of("fundingHistory").length, 1);
    clock.time += 5_000;
    await market.funding("BTC", START);
    strictEqual(venue.of("fundingHistory").length, 2);
  },
);

scene("what breaks down is asked three times, then it is unreachable", {}, async ({ venue, market }) => {
  venue.answers = { metaAndAssetCtxs: () => new Response("null", { status: 502 }) };
  const fault = await faultOf(() => market.contexts(["BTC"]));
  strictEqual(fault.kind, "unreachable");
  ok(/^hyperliquid \(127.0.0.1:\d+\): contexts: 502 Bad Gateway/.test(fault.message), fault.message);
  strictEqual(venue.of("metaAndAssetCtxs").length, 3);
});

scene(
  "what failed is asked for again at once, not only when it would be old",
  {},
  async ({ venue, market }) => {
    venue.answers = { metaAndAssetCtxs: () => new Response("null", { status: 400 }) };
    strictEqual((await faultOf(() => market.contexts(["BTC"]))).kind, "refused");
    venue.answers = {};
    strictEqual((await market.contexts(["BTC"]))[0].mark, 100);
  },
);

scene(
  "a torn answer is asked for again; one that says something else is no answer",
  {},
  async ({ venue, market }) => {
    const headers = { "content-type": "application/json" };
    const torn = [() => new Response('[{"uni', { headers }), () => [META, [{ markPx: 5 }]]];
    venue.answers = {
      metaAndAssetCtxs: () => torn.shift()?.() ?? [META, META.universe.map(() => context(7))],
    };
    strictEqual((await market.contexts(["BTC"]))[0].mark, 7);
    venue.answers = { fundingHistory: () => [{ coin: "BTC", fundingRate: "high" }] };
    const fault = await faultOf(() => market.funding("BTC", START));
    ok(/funding of BTC: an answer that is not one: 0\./.test(fault.message), fault.message);
  },
);

scene("without candles a context has no length of them", {}, async ({ venue, market }) => {
  venue.answers = { candleSnapshot: () => new Response("null", { status: 500 }) };
  const [{ mark, candleMs }] = await market.contexts(["BTC"]);
  deepStrictEqual([mark, candleMs], [100, undefined]);
});

scene("429: nothing is asked for a while", {}, async ({ venue, market }) => {
  venue.answers = { metaAndAssetCtxs: () => new Response("null", { status: 429 }) };
  strictEqual((await faultOf(() => market.contexts(["BTC"]))).kind, "limit");
  const again = await faultOf(() => market.contexts(["BTC"]));
  deepStrictEqual([again.kind, again.until! > Date.now() + 8_000], ["limit", true]);
  strictEqual(venue.of("metaAndAssetCtxs").length, 1);
});

scene("the budget of weight holds", { weightPerMinute: 50 }, async ({ clock, market }) => {
  await market.contexts([]);
  await market.instruments();
  const fault = await faultOf(async () => {
    for (let more = 0; more < 3; more++) {
      clock.time += 5_000;
      await market.contexts(["NONE", "OLD"]);
    }
  });
  deepStrictEqual([fault.kind, /no weight left for \d+ s$/.test(fault.message)], ["limit", true]);
});

scene("what was refused is not asked again", {}, async ({ venue, market }) => {
  venue.answers = { meta: () => new Response("Failed to deserialize", { status: 422 }) };
  const fault = await faultOf(() => market.instruments());
  deepStrictEqual([fault.kind, venue.asked.length], ["refused", 1]);
  venue.answers = {};
  strictEqual((await market.instruments()).instruments.length, 3);
});

scene(
  "when it was last told is that of the oldest context that is wanted",
  { freshMs: 1000 },
  async ({ clock, market }) => {
    strictEqual(market.toldAt, null);
    await market.contexts(["BTC"]);
    strictEqual(market.toldAt, clock.time);
    const before = clock.time;
    clock.time += 900;
    await market.contexts(["BTC"]);
    strictEqual(market.toldAt, before);
    clock.time += 900;
    await market.contexts(["BTC"]);
    strictEqual(market.toldAt, clock.time);
    await market.contexts(["BTC", "nobody"]);
    strictEqual(market.toldAt, null);
  },
);
