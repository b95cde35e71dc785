import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type CandleWindow, MarketFault } from "../../engine/mod.ts";
import { BinanceCandles } from "./binance_candles.ts";
import { FUTURES, SPOT } from "./binance_product.ts";
import type { BinanceReaderOptions } from "./binance_reader.ts";
import { MINUTE, SetClock, START, StubBinance } from "./testing/stub_binance.ts";

const HOUR = 60 * MINUTE;

interface Scene {
  readonly binance: StubBinance;
  readonly clock: SetClock;
  readonly candles: BinanceCandles;
}

/** When a test begins, in minutes after START, and what is not as usual. */
type Begin = number | Partial<BinanceReaderOptions>;

/** A test in front of a Binance of its own; five minutes after START where nothing is said. */
function scene(name: string, begin: Begin, play: (scene: Scene) => Promise<void>): void {
  const [minute, options] = typeof begin === "number" ? [begin, {}] : [5, begin];
  Deno.test(`BinanceCandles: ${name}`, async () => {
    const binance = new StubBinance();
    const clock = new SetClock(START + minute * MINUTE);
    binance.time = clock.time;
    const quick = { patienceMs: 50, timeoutMs: 500, backoffMs: 5 };
    const candles = new BinanceCandles({
      product: FUTURES,
      ...quick,
      ...options,
      baseUrl: binance.url,
      clock,
    });
    try {
      await play({ binance, clock, candles });
    } finally {
      candles.close();
      await binance.stop();
    }
  });
}

function minutesOf(window: CandleWindow): number[] {
  return Array.from({ length: window.length }, (_, index) => (window.time(index) - START) / MINUTE);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
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

scene("a thousand rows a page, back and on", 2_500, async ({ binance, clock, candles }) => {
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 2_300 })), range(200, 2_500));
  strictEqual(binance.count, 3);
  binance.time = clock.time += 1_200 * MINUTE;
  deepStrictEqual(
    minutesOf(await candles.candles("BTC", "1m", { after: START + 2_400 * MINUTE })),
    range(2_400, 3_700),
  );
  strictEqual(binance.count, 5);
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { after: 0 })), range(0, 3_700));
});

scene("prices are those that are printed", 3, async ({ candles }) => {
  const window = await candles.candles("BTC", "1m", { last: 1 });
  const row = [window.open(0), window.high(0), window.low(0), window.close(0), window.volume(0)];
  deepStrictEqual(row, [102.1, 104.1, 101.1, 103.1, 1.5]);
  strictEqual(window.closeTime(0), START + 3 * MINUTE);
});

scene("one fetch a moment, also where several want them at once", 10, async ({ binance, clock, candles }) => {
  const both = await Promise.all([
    candles.candles("BTC", "1m", { last: 3 }),
    candles.candles("BTC", "1m", { last: 3 }),
  ]);
  deepStrictEqual(both.map(minutesOf), [[7, 8, 9], [7, 8, 9]]);
  ok(!(candles.candles("BTC", "1m", { last: 2 }) instanceof Promise));
  strictEqual(binance.count, 1);
  binance.time = clock.time += MINUTE;
  await candles.candles("BTC", "1m", { after: START + 9 * MINUTE });
  await candles.candles("BTC", "1m", { after: START + 9 * MINUTE });
  strictEqual(binance.count, 2);
});

for (const skew of [-HOUR, HOUR]) {
  scene(
    `a clock of ours ${skew} ms ahead shows no forming candle`,
    180,
    async ({ binance, clock, candles }) => {
      clock.time += skew;
      binance.time += 30_000;
      const closed = Math.min(180, 180 + skew / MINUTE);
      deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 2 })), [closed - 2, closed - 1]);
      ok(Math.abs(candles.skewMs! - (30_000 - skew)) < 100, String(candles.skewMs));
      // A window that is asked for again after a while shows what has closed there since.
      clock.time += MINUTE;
      binance.time += MINUTE;
      deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 1 })), [closed]);
    },
  );
}

scene("a hole stays a hole", 10, async ({ binance, candles }) => {
  binance.holes = new Set([3, 4, 8]);
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 6 })), [1, 2, 5, 6, 7, 9]);
});

scene("thousands of a small coin have a market of their own", 5, async ({ binance, candles }) => {
  binance.symbols = new Set(["1000PEPEUSDT"]);
  const window = await candles.candles("kPEPE", "1m", { last: 1 });
  deepStrictEqual([window.close(0), window.volume(0)], [105.1, 1.5]);
});

scene(
  "on the spot market they are a thousand of the small one, exactly",
  { product: SPOT },
  async ({ binance, candles }) => {
    binance.symbols = new Set(["PEPEUSDT"]);
    const window = await candles.candles("kPEPE", "1m", { last: 1 });
    deepStrictEqual([window.close(0), window.volume(0)], [105_100, 0.0015]);
  },
);

scene("an asset without a market has no candles, and is asked for once", 5, async ({ binance, candles }) => {
  strictEqual((await candles.candles("NONE", "1m", { last: 3 })).length, 0);
  strictEqual((await candles.candles("NONE", "15m", { last: 3 })).length, 0);
  strictEqual(binance.count, 1);
  deepStrictEqual(await candles.withoutMarket(["BTC", "NONE"], "1m"), ["NONE"]);
});

scene("a market that is closed is none", 5, async ({ binance, clock, candles }) => {
  clock.time += 48 * HOUR;
  binance.holes = new Set(range(5, 3_000));
  binance.time = clock.time;
  deepStrictEqual(await candles.withoutMarket(["BTC"], "1m"), ["BTC"]);
});

scene("what breaks down is asked three times", 5, async ({ binance, candles }) => {
  binance.instead = [() => new Response("oh", { status: 502 }), () => new Response("[[1,", { status: 200 })];
  deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 1 })), [4]);
  strictEqual(binance.count, 3);
});

scene("what stays broken is unreachable, and said in one line", 5, async ({ binance, candles }) => {
  binance.always = () => Response.json({ code: -1008, msg: "Server is\n busy." }, { status: 503 });
  const fault = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
  strictEqual(fault.kind, "unreachable");
  strictEqual(
    fault.message,
    `binance (${new URL(binance.url).host}): 1m candles of BTCUSDT: 503, -1008 Server is busy.`,
  );
  strictEqual(binance.count, 3);
});

scene("rows that are none are no candles", 5, async ({ binance, candles }) => {
  const row = [START, "100", "99", "98", "100", "1", START + MINUTE - 1, "", 1, "", "", ""];
  binance.always = () => Response.json([row]);
  const fault = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
  ok(/unreachable .*1m candles of BTCUSDT: .*0: a candle's prices/.test(`${fault.kind} ${fault.message}`));
});

scene("who does not answer in time is unreachable", { timeoutMs: 20 }, async ({ binance, candles }) => {
  const late = Promise.withResolvers<Response>();
  binance.always = () => late.promise;
  const fault = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
  late.resolve(new Response());
  ok(/no answer within 20 ms/.test(fault.message), fault.message);
});

scene("what is refused is not asked again", 5, async ({ binance, candles }) => {
  binance.always = () => Response.json({ code: -1120, msg: "Invalid interval." }, { status: 400 });
  const fault = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
  deepStrictEqual([fault.kind, binance.count], ["refused", 1]);
  ok(fault.message.endsWith("400, -1120 Invalid interval."), fault.message);
});

scene(
  "429: waits as long as it is told, where that is not too long",
  { patienceMs: 3_000 },
  async ({ binance, candles }) => {
    binance.instead = [() => new Response("{}", { status: 429, headers: { "retry-after": "1" } })];
    const began = Date.now();
    deepStrictEqual(minutesOf(await candles.candles("BTC", "1m", { last: 1 })), [4]);
    ok(Date.now() - began >= 990);
  },
);

for (const status of [429, 418]) {
  scene(`${status}: nothing more is asked before Retry-After`, 5, async ({ binance, candles }) => {
    binance.instead = [() => new Response("{}", { status, headers: { "retry-after": "120" } })];
    const until = Date.now() + 119_000;
    const fault = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
    deepStrictEqual([fault.kind, fault.until! > until], ["limit", true]);
    const again = await faultOf(() => candles.candles("BTC", "1m", { last: 1 }));
    deepStrictEqual([again.kind, again.until! > until], ["limit", true]);
    strictEqual(binance.count, 1);
  });
}

scene("half of the weight is left to others, and theirs is seen", 5, async ({ binance, clock, candles }) => {
  const headers = { "x-mbx-used-weight-1m": "1200" };
  binance.always = () => Response.json([], { headers });
  const fault = await faultOf(async () => {
    // A minute may end between two of them.
    for (let more = 0; more < 3; more++) {
      clock.time += 2_000;
      await candles.candles("BTC", "1m", { last: 1 });
    }
  });
  strictEqual(fault.kind, "limit");
  ok(/it may not be asked for \d+ s$/.test(fault.message), fault.message);
});

Deno.test("BinanceCandles: nobody there", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const candles = new BinanceCandles({
    product: FUTURES,
    clock: new SetClock(START),
    baseUrl: `http://127.0.0.1:${port}`,
    backoffMs: 1,
  });
  await rejects(
    async () => await candles.candles("BTC", "1m", { last: 1 }),
    (error: MarketFault) => error.kind === "unreachable" && /refused/i.test(error.message),
  );
});
