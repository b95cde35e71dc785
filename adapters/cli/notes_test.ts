import assert from "node:assert/strict";
import { AGENTS } from "../../engine/mod.ts";
import { formatTime } from "./format.ts";
import {
  dataWarnings,
  endsFirst,
  faultWarnings,
  haltWarnings,
  notesOf,
  type SimulationFacts,
} from "./notes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2024, 3, 7, 4);

Deno.test("what orders settled on is said with the intervals' names, whatever their lengths", () => {
  const rows: readonly (readonly [lengths: readonly number[], said: string])[] = [
    [[5 * MINUTE], "Settled on 5m candles."],
    [[MINUTE, 5 * MINUTE], "Settled on 1m and 5m candles."],
    [[5 * MINUTE, 15 * MINUTE, HOUR], "Settled on 5m, 15m and 1h candles."],
    [[MINUTE, 7 * MINUTE], "Settled on 1m and 7m 00s candles."],
    [[24 * HOUR], "Settled on 1d candles."],
  ];
  for (const [settledOn, said] of rows) {
    assert.deepEqual(notesOf({ gaps: [], settledOn, unfundedHours: 0 }), [said]);
  }
});

Deno.test("a gap that several assets share is one gap; of several the longest is told", () => {
  const settledOn = [5 * MINUTE];
  const gap = (asset: string, from: number, length: number) => ({ asset, from, to: from + length });
  const shared = [gap("BTC", T, HOUR), gap("ETH", T, HOUR)];
  assert.equal(notesOf({ gaps: shared, settledOn, unfundedHours: 0 })[1], "1 gap of 1h 00m in the candles.");
  const several = [...shared, gap("SOL", T, 2 * HOUR), gap("SOL", T + 9 * HOUR, 5 * MINUTE)];
  assert.equal(
    notesOf({ gaps: several, settledOn, unfundedHours: 0 })[1],
    "3 gaps, the longest of 2h 00m in the candles.",
  );
});

Deno.test("halts are told: days that were cut short, and the end of trading", () => {
  assert.deepEqual(haltWarnings([]), []);
  const day = { until: "next-day", loss: -0.031, close: T } as const;
  assert.deepEqual(haltWarnings([day]), ["Halted for the rest of 1 day by the profile's daily loss."]);
  const good = { until: "for-good", loss: -0.1012, close: T } as const;
  assert.deepEqual(haltWarnings([day, day, good]), [
    "Halted for the rest of 2 days by the profile's daily loss.",
    "Halted for good at 2024-04-07 04:00 by the profile: a drawdown of 10.12 %. No entries after it.",
  ]);
});

Deno.test("a profile that does not apply and funding that is lacking are told", () => {
  const instrument = (symbol: string) => ({ symbol, szDecimals: 2, maxLeverage: 5, marginTiers: [] });
  const funded = { instrument: instrument("BTC"), funding: {} };
  const market = { assets: [funded, { instrument: instrument("ETH"), funding: null }] };
  assert.deepEqual(dataWarnings({ assets: [funded] }, AGENTS.get("trend")!), []);
  assert.deepEqual(dataWarnings(market, AGENTS.get("buy-and-hold")!), [
    "buy-and-hold trades under a profile of its own; --risk does not apply to it.",
    "No hourly funding was recorded for ETH: none was paid.",
  ]);
});

const PRICES: readonly (readonly [facts: Partial<SimulationFacts>, said: readonly string[]])[] = [
  [{ prices: { mark: "candles", oracle: "candles" } }, []],
  [{ prices: { mark: "recorded", oracle: "candles" } }, ["Recorded: mark."]],
  [
    { prices: { mark: "recorded", oracle: "recorded" }, unmarkedCandles: 1, unpricedHours: 2 },
    ["Recorded: mark and oracle; 1 candle without a mark and 2 hours without an oracle price: the price of trades instead."],
  ],
  [
    {
      prices: { mark: { BTC: "recorded", ETH: "candles", SOL: "recorded" }, oracle: "candles" },
      unmarkedCandles: 3,
    },
    ["Recorded: mark of BTC and SOL; 3 candles without a mark: the price of trades instead."],
  ],
];

Deno.test("which marks and oracle prices are recorded is said, with their holes", () => {
  for (const [facts, said] of PRICES) {
    assert.deepEqual(notesOf({ gaps: [], settledOn: [300_000], unfundedHours: 0, ...facts }).slice(1), said);
  }
});

Deno.test("hours without a recorded funding rate are said", () => {
  const notes = notesOf({ gaps: [], settledOn: [300_000], unfundedHours: 3 });
  assert.deepEqual(notes, ["Settled on 5m candles.", "3 hours without a recorded funding rate: not paid."]);
});

Deno.test("whose funding was paid is said, and that none was", () => {
  const facts = { gaps: [], settledOn: [300_000], unfundedHours: 2 };
  const unfunded = "2 hours without a recorded funding rate: not paid.";
  const spread = "Funding: Binance's eight-hourly rates, each spread over the hours after it.";
  const rows: readonly (readonly [funding: SimulationFacts["funding"], said: readonly string[]])[] = [
    [undefined, [unfunded]],
    [{ choice: "on", source: "synthetic-perp" }, [unfunded]],
    [{ choice: "on", source: "hyperliquid-perp" }, ["Funding: hyperliquid-perp, hourly.", unfunded]],
    [{ choice: "on", source: null }, [unfunded]],
    [{ choice: "binance", source: "binance-perp" }, [spread, unfunded]],
    [{ choice: "off", source: null }, ["Funding was off: none was paid or received."]],
  ];
  for (const [funding, said] of rows) {
    const given = funding === undefined ? facts : { ...facts, funding };
    assert.deepEqual(notesOf(given).slice(1), said);
  }
});

Deno.test("rows that were skipped are a warning by file, with the first of them", () => {
  const skipped = [
    { path: "a.csv", rows: 1, first: "row 7: found high 1; wanted 2" },
    { path: "b.csv", rows: 1234, first: "row 2: found x; wanted a number" },
  ];
  assert.deepEqual(dataWarnings({ assets: [], skippedRows: skipped }, AGENTS.get("trend")!), [
    "1 bad row of a.csv skipped; the first: row 7: found high 1; wanted 2",
    "1,234 bad rows of b.csv skipped; the first: row 2: found x; wanted a number",
  ]);
});

Deno.test("the asset whose data ends a run is named where no end was asked for", () => {
  const spans = [{ asset: "BTC", until: T + HOUR }, { asset: "SOL", until: T }];
  assert.deepEqual(endsFirst(spans, { asked: null, until: T }), { asset: "SOL", at: T });
  assert.equal(endsFirst(spans, { asked: T, until: T }), null, "an end that was asked for needs no word");
  assert.equal(
    endsFirst([spans[1], { ...spans[1], asset: "ETH" }], { asked: null, until: T }),
    null,
    "all end",
  );
  const facts = { gaps: [], settledOn: [5 * MINUTE], unfundedHours: 0, endsFirst: { asset: "SOL", at: T } };
  assert.equal(notesOf(facts)[1], "SOL's data ends first, at 2024-04-07 04:00.");
});

Deno.test("lacking funding is warned of where it was asked for", () => {
  const instrument = { symbol: "ETH", szDecimals: 2, maxLeverage: 5, marginTiers: [] };
  const market = { assets: [{ instrument, funding: null }] };
  const trend = AGENTS.get("trend")!;
  assert.deepEqual(dataWarnings(market, trend, "off"), []);
  assert.deepEqual(dataWarnings(market, trend, "binance"), [
    "No eight-hourly funding was recorded for ETH: none was paid.",
  ]);
});

Deno.test("refusals are told by their codes, the most frequent first", () => {
  const refusals = new Map([["cool-down", 3], ["halt", 1084], ["below-minimum", 3]]);
  const facts = { gaps: [], settledOn: [5 * MINUTE], unfundedHours: 0, refusals };
  assert.equal(notesOf(facts)[1], "Refused: 1,084 halt, 3 below-minimum, 3 cool-down.");
});

Deno.test("of the faults the first is told in words", () => {
  const first = {
    step: "reason",
    on: "agent",
    what: "it threw",
    done: "every asset is held",
    close: T,
  } as const;
  assert.deepEqual(faultWarnings(null, 0), []);
  assert.deepEqual(faultWarnings(first, 1), [
    `1 fault at ${formatTime(T)}, agent: it threw (every asset is held).`,
  ]);
  assert.match(faultWarnings(first, 161)[0], /^161 faults, the first at .*, agent: it threw /);
});
