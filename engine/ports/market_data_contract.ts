import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Awaitable } from "../model/awaitable.ts";
import { type CandleColumns, candleColumns, type CandleWindow } from "../model/candles.ts";
import { type Instrument, isPriceOnGrid } from "../model/instrument.ts";
import { HOUR_MS, type Interval, intervalMs } from "../model/interval.ts";
import type { MarketData } from "./market_data.ts";

/** Market data under test; at first it is `CONTRACT_MARKET.start`. */
export interface MarketDataUnderTest {
  readonly marketData: MarketData;
  /** Makes it `time` (ms). */
  sleepUntil(time: number): Awaitable<void>;
  dispose(): Promise<void>;
}

/** The market that the data under test must tell of: one asset, one interval, two holes, hourly funding. */
export interface ContractMarket {
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Open of the first candle, ms: a full hour. */
  readonly start: number;
  readonly candles: CandleColumns;
  /** Hourly rates by the hour they are paid at. */
  readonly funding: { readonly time: Float64Array; readonly value: Float64Array };
}

const MINUTE = 60_000;
const STEP = 5 * MINUTE;
const START = 1_704_067_200_000;
const SLOTS = 60;
/** Slots of the grid without a candle: a short hole, and one that swallows a whole hour. */
const HOLES: ReadonlySet<number> = new Set([20, 21, ...Array.from({ length: 13 }, (_, index) => 35 + index)]);

/** See {@link ContractMarket}. */
export const CONTRACT_MARKET: ContractMarket = {
  instrument: {
    symbol: "COIN",
    szDecimals: 2,
    maxLeverage: 20,
    marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }],
  },
  interval: "5m",
  start: START,
  candles: drawCandles(),
  funding: {
    time: Float64Array.from({ length: 5 }, (_, index) => START + (index + 1) * HOUR_MS),
    value: Float64Array.from({ length: 5 }, (_, index) => (index + 1) / 1e5),
  },
};

const { symbol: COIN } = CONTRACT_MARKET.instrument;
const { candles: CANDLES, funding: FUNDING, instrument: INSTRUMENT } = CONTRACT_MARKET;
const END = START + SLOTS * STEP;
/** Moments at, just before and just after closes, in candles and in holes. */
const MOMENTS: readonly number[] = [0, 1, 12, 13, 20, 21, 22, 23, 34, 35, 36, 47, 48, 49, 59, 60]
  .flatMap((slot) => [-1, 0, 1, 2 * MINUTE].map((more) => START + slot * STEP + more))
  .filter((time) => time >= START && time <= END);

/** What market data of any kind must do; registers one test for each promise. */
export function marketDataContract(name: string, make: () => Promise<MarketDataUnderTest>): void {
  const promise = (what: string, check: (subject: MarketDataUnderTest) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const subject = await make();
      try {
        await check(subject);
      } finally {
        await subject.dispose();
      }
    });
  };
  promise("windows end at the last candle closed at now, and leave out what is missing", windowsEndAtNow);
  promise("a window that was handed out does not grow", windowsStay);
  promise("`last` gives so many candles and never more than there are", lastCandles);
  promise("`after` gives the candles that closed later than that", candlesAfter);
  promise("the finest candles are handed out by the same rule", finestCandles);
  promise("a coarser interval is made of whole candles on its grid", coarserCandles);
  promise("an asset or an interval without data gives an empty window", unknownIsEmpty);
  promise("contexts come in the order they were asked for, at now and on the grid", contextsInOrder);
  promise("a hole has no mid, and the mark of before", contextsInHoles);
  promise("funding is never later than now", fundingUpToNow);
  promise("the funding rate in a context is the last one paid", fundingInContext);
  promise("the same question has the same answer, whatever was asked between", sameAnswers);
}

async function windowsEndAtNow({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of MOMENTS) {
    await sleepUntil(now);
    const window = await marketData.candles(COIN, "5m", { after: 0 });
    deepStrictEqual(rowsOf(window), closedRows({ until: now }), `at +${now - START} ms`);
  }
}

async function windowsStay({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  const half = START + 10 * STEP;
  await sleepUntil(half);
  const windows = [
    await marketData.candles(COIN, "5m", { last: 4 }),
    await marketData.candles(COIN, "5m", { after: half - 4 * STEP }),
    await marketData.finest(COIN, half - 4 * STEP),
  ];
  await sleepUntil(END);
  await marketData.candles(COIN, "5m", { last: 1000 });
  for (const window of windows) deepStrictEqual(rowsOf(window), closedRows({ until: half }).slice(-4));
}

async function lastCandles({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of [START, START + STEP, START + 8 * STEP, START + 24 * STEP, END]) {
    await sleepUntil(now);
    const all = closedRows({ until: now });
    for (const last of [0, 1, 2, 5, 1000]) {
      const window = await marketData.candles(COIN, "5m", { last });
      deepStrictEqual(rowsOf(window), last === 0 ? [] : all.slice(-last), `last ${last}`);
    }
  }
}

async function candlesAfter({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of [START + 9 * STEP, START + 24 * STEP + 1, END]) {
    await sleepUntil(now);
    for (const after of [START, now - 3 * STEP, now - 3 * STEP + 1, now - 1, now, now + STEP]) {
      const window = await marketData.candles(COIN, "5m", { after });
      deepStrictEqual(rowsOf(window), closedRows({ after, until: now }), `after ${after - now} ms of now`);
    }
  }
}

async function finestCandles({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  let after = START;
  for (const now of MOMENTS) {
    await sleepUntil(now);
    deepStrictEqual(rowsOf(await marketData.finest(COIN, after)), closedRows({ after, until: now }));
    deepStrictEqual(rowsOf(await marketData.finest(COIN, now)), []);
    after = now;
  }
}

async function coarserCandles({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of MOMENTS) {
    await sleepUntil(now);
    const window = await marketData.candles(COIN, "15m", { after: 0 });
    deepStrictEqual(rowsOf(window), coarseRows(now, "15m"), `at +${now - START} ms`);
  }
  ok(coarseRows(END, "1h").length === 4, "the hole swallows one hour");
  deepStrictEqual(rowsOf(await marketData.candles(COIN, "1h", { last: 9 })), coarseRows(END, "1h"));
}

async function unknownIsEmpty({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  await sleepUntil(END);
  strictEqual((await marketData.candles("NONE", "5m", { last: 3 })).length, 0);
  strictEqual((await marketData.candles("NONE", "5m", { after: 0 })).length, 0);
  strictEqual((await marketData.candles(COIN, "1m", { last: 3 })).length, 0);
  strictEqual((await marketData.finest("NONE", 0)).length, 0);
  deepStrictEqual(await marketData.funding("NONE", 0), { times: [], rates: [] });
  const [context] = await marketData.contexts(["NONE"]);
  deepStrictEqual([context.mark, context.mid, context.oracle, context.funding], [null, null, null, null]);
}

async function contextsInOrder({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  deepStrictEqual(await marketData.contexts([]), []);
  for (const now of MOMENTS) {
    await sleepUntil(now);
    const contexts = await marketData.contexts(["NONE", COIN, "NONE"]);
    deepStrictEqual(contexts.map(({ asset }) => asset), ["NONE", COIN, "NONE"]);
    for (const { time, mark, mid, oracle } of contexts) {
      strictEqual(time, now);
      for (const price of [mark, mid, oracle]) ok(price === null || isPriceOnGrid(price, INSTRUMENT));
    }
  }
}

async function contextsInHoles({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of MOMENTS) {
    await sleepUntil(now);
    const [{ mid, mark }] = await marketData.contexts([COIN]);
    const slot = Math.ceil((now - START) / STEP) - 1;
    const where = `at +${now - START} ms`;
    strictEqual(mid === null, slot < 0 || HOLES.has(slot), where);
    if (mid !== null) strictEqual(mark, mid, where);
    else strictEqual(mark, closedRows({ until: now }).at(-1)?.[5] ?? null, where);
  }
}

async function fundingUpToNow({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of MOMENTS) {
    await sleepUntil(now);
    for (const after of [0, START + HOUR_MS - 1, START + HOUR_MS, now - 1, now, now + HOUR_MS]) {
      const paid = [...FUNDING.time].filter((time) => time > after && time <= now);
      const { times, rates } = await marketData.funding(COIN, after);
      deepStrictEqual(times, paid);
      deepStrictEqual(rates, paid.map(rateAt));
    }
  }
}

async function fundingInContext({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  for (const now of MOMENTS) {
    await sleepUntil(now);
    const paid = [...FUNDING.time].filter((time) => time <= now);
    strictEqual((await marketData.contexts([COIN]))[0].funding, paid.map(rateAt).at(-1) ?? null);
  }
}

async function sameAnswers({ marketData, sleepUntil }: MarketDataUnderTest): Promise<void> {
  const ask = async () => [
    rowsOf(await marketData.candles(COIN, "5m", { last: 3 })),
    rowsOf(await marketData.candles(COIN, "15m", { after: START })),
    rowsOf(await marketData.finest(COIN, START + STEP)),
    await marketData.contexts([COIN]),
    await marketData.funding(COIN, 0),
  ];
  for (const now of [START + 7 * STEP + 1, START + 30 * STEP, END]) {
    await sleepUntil(now);
    const first = await ask();
    await marketData.candles(COIN, "5m", { after: 0 });
    await marketData.candles(COIN, "5m", { last: 1 });
    await marketData.finest(COIN, 0);
    deepStrictEqual(await ask(), first);
  }
}

/** Open time, close time, open, high, low, close, volume. */
type Row = readonly [number, number, number, number, number, number, number];

function rowsOf(window: CandleWindow): Row[] {
  return Array.from({ length: window.length }, (_, index) => [
    window.time(index),
    window.closeTime(index),
    window.open(index),
    window.high(index),
    window.low(index),
    window.close(index),
    window.volume(index),
  ]);
}

/** The market's candles that closed after one moment and up to another. */
function closedRows({ after = -1, until }: { readonly after?: number; readonly until: number }): Row[] {
  const { time, open, high, low, close, volume } = CANDLES;
  const rows: Row[] = [];
  time.forEach((at, index) => {
    if (at + STEP <= after || at + STEP > until) return;
    rows.push([at, at + STEP, open[index], high[index], low[index], close[index], volume[index]]);
  });
  return rows;
}

/** Candles of a coarser interval from the parts there are, those closed at `now`. */
function coarseRows(now: number, interval: Interval): Row[] {
  const length = intervalMs(interval);
  const parts = Map.groupBy(closedRows({ until: END }), ([time]) => Math.floor(time / length) * length);
  return [...parts].filter(([open]) => open + length <= now).map(([open, rows]) => [
    open,
    open + length,
    rows[0][2],
    Math.max(...rows.map((row) => row[3])),
    Math.min(...rows.map((row) => row[4])),
    rows.at(-1)![5],
    rows.reduce((sum, row) => sum + row[6], 0),
  ]);
}

function rateAt(time: number): number {
  return FUNDING.value[FUNDING.time.indexOf(time)];
}

/** A market that wanders between 90 and 110, all on the grid, every candle another one. */
function drawCandles(): CandleColumns {
  const slots = Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => !HOLES.has(slot));
  const columns = candleColumns(slots.length);
  slots.forEach((slot, index) => {
    const at = (step: number): number => Math.round(10_000 + 1000 * Math.sin(step / 5)) / 100;
    columns.time[index] = START + slot * STEP;
    columns.open[index] = at(slot);
    columns.close[index] = at(slot + 1);
    columns.high[index] = Math.max(at(slot), at(slot + 1)) + 0.25;
    columns.low[index] = Math.min(at(slot), at(slot + 1)) - 0.5;
    columns.volume[index] = 10 + slot;
  });
  return columns;
}
