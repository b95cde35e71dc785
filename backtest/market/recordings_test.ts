import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { CandleColumns } from "../../engine/mod.ts";
import { MINUTE } from "../testing/market.ts";
import { recordedCandles, RECORDINGS, SKIPPED } from "../testing/recordings.ts";
import { resample } from "./resample.ts";
import { settlementSeries } from "./settlement_series.ts";

const ignore = RECORDINGS === null;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const HOLE_FROM = Date.parse("2024-05-14T15:45Z");
const HOLE_TO = Date.parse("2024-10-01T00:00Z");

function fiveMinutes(symbol: string): Promise<CandleColumns> {
  const name = `binance-perp-${symbol}USDT-5m`;
  return symbol === "ETH" ? recordedCandles(name, `${name}-20241001`) : recordedCandles(name);
}

/** Coarse rows that were recorded but are not made, that are made otherwise, or that were not recorded. */
function differences(made: CandleColumns, recorded: CandleColumns): Record<string, string[]> {
  const rows = new Map([...recorded.time].map((time, row) => [time, row]));
  const found = { other: [] as string[], unrecorded: [] as string[], unmade: [] as string[] };
  made.time.forEach((time, row) => {
    const twin = rows.get(time);
    rows.delete(time);
    if (twin === undefined) found.unrecorded.push(clock(time));
    else if (PRICES.some((name) => made[name][row] !== recorded[name][twin])) found.other.push(clock(time));
  });
  found.unmade = [...rows.keys()].map(clock);
  return found;
}

const PRICES = ["open", "high", "low", "close"] as const;

/** A moment as `2024-05-14 15:45`. */
function clock(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

/** All moments of a grid, as text. */
function every(step: number, from: string, to: string): string[] {
  const moments: string[] = [];
  for (let time = Date.parse(`${from}Z`); time < Date.parse(`${to}Z`); time += step) {
    moments.push(clock(time));
  }
  return moments;
}

Deno.test({
  name:
    `settlementSeries: 15m candles cover the hole in the recorded 5m ones of ETH, and nothing else${SKIPPED}`,
  ignore,
  async fn() {
    const fine = await fiveMinutes("ETH");
    const coarse = await recordedCandles("binance-perp-ETHUSDT-15m");
    const series = [
      { interval: "5m", columns: fine } as const,
      { interval: "15m", columns: coarse } as const,
    ];
    const settled = settlementSeries(series);
    const { time } = settled.columns;
    const gaps: string[] = [];
    const close = Array.from(time, (_, row) => settled.closeTime(row));
    close.forEach((closes, row) => {
      const inHole = time[row] >= HOLE_FROM && time[row] < HOLE_TO;
      strictEqual(closes - time[row], inHole ? QUARTER : 5 * MINUTE, clock(time[row]));
      if (row > 0 && time[row] !== close[row - 1]) {
        gaps.push(`${clock(close[row - 1])} to ${clock(time[row])}`);
      }
    });
    strictEqual(close.length, fine.time.length + (HOLE_TO - HOLE_FROM) / QUARTER);
    deepStrictEqual(gaps, [
      // The quarter in which the fine candles end has two of its three: it is not taken over by the coarse one.
      "2024-05-14 15:40 to 2024-05-14 15:45",
      "2024-10-28 16:25 to 2024-10-28 16:35",
      "2024-10-28 20:00 to 2024-10-28 21:10",
    ]);
  },
});

/** What the recordings' README names: the outage of 2024-10-28, rows recorded early, and where a file ends. */
const RESAMPLED: readonly {
  readonly symbol: string;
  readonly quarters: Partial<Record<"other" | "unrecorded" | "unmade", string[]>>;
  readonly hours: Partial<Record<"other" | "unrecorded" | "unmade", string[]>>;
}[] = [
  { symbol: "BTC", quarters: {}, hours: { other: ["2024-10-28 21:00"], unmade: ["2024-10-28 20:00"] } },
  {
    symbol: "ETH",
    quarters: {
      other: ["2024-03-27 12:15", "2024-03-27 12:30", "2024-03-28 11:45", "2024-05-14 15:30"],
      unmade: every(QUARTER, "2024-05-14T15:45", "2024-10-01T00:00"),
    },
    hours: { other: ["2024-10-28 21:00"], unmade: ["2024-10-28 20:00"] },
  },
  {
    symbol: "SOL",
    quarters: {
      other: ["2024-12-30 23:45"],
      unrecorded: ["2024-10-28 16:15", "2024-10-28 16:30", "2024-10-28 21:00"],
    },
    hours: {
      other: ["2024-10-28 21:00"],
      unmade: ["2024-10-28 20:00", ...every(HOUR, "2024-12-31T00:00", "2025-01-01T00:00")],
    },
  },
];

for (const { symbol, quarters, hours } of RESAMPLED) {
  Deno.test({
    name: `resample: recorded 5m candles of ${symbol} make the recorded 15m, and those the 1h ones${SKIPPED}`,
    ignore,
    async fn() {
      const recorded = await recordedCandles(`binance-perp-${symbol}USDT-15m`);
      const hourly = await recordedCandles(`binance-perp-${symbol}USDT-1h`);
      ok(recorded.time.length > 38_000 && hourly.time.length > 9500);
      const none = { other: [], unrecorded: [], unmade: [] };
      const made = resample(await fiveMinutes(symbol), QUARTER);
      deepStrictEqual(differences(made, recorded), { ...none, ...quarters });
      deepStrictEqual(differences(resample(recorded, HOUR), hourly), { ...none, ...hours });
    },
  });
}
