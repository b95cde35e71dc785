import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Need, sma } from "../../engine/mod.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { checkHistory } from "./check_history.ts";

const HOUR = 60 * MINUTE;
const rows = Array.from({ length: 2000 }, (_, hour) => [hour * 60, 100, 101, 99, 100] as const);
const market = drawnMarket({ instrument: COIN, candles: { "1h": rows }, marks: { "1h": rows } });
const window = { from: START + 1000 * HOUR, until: START + 1100 * HOUR };

function opens(
  needs: readonly Need[],
  of: "candles" | "marks" = "candles",
): { readonly needed: number; readonly ample: number; readonly last: number } {
  const { needed, ample } = checkHistory(market, window, { needs, interval: "1h" });
  const [own, wide] = [needed, ample].map(([asset]) => asset[of]![0].columns.time);
  strictEqual(own.at(-1), wide.at(-1));
  return { needed: own[0], ample: wide[0], last: own.at(-1)! };
}

Deno.test("what is needed begins with the first candle that any feed takes in before the first cycle", () => {
  const hourly = (period: number, values: number): Need => ({
    interval: "decision",
    indicators: [sma(period)],
    values,
  });
  const fourHourly: Need = { interval: "4h", indicators: [sma(10)], values: 2 };
  deepStrictEqual(
    [[], [hourly(10, 3)], [hourly(10, 3), fourHourly]].map((needs) =>
      (window.from - opens(needs).needed) / HOUR
    ),
    [1, 13, 48],
  );
});

Deno.test("recorded marks are cut like the candles", () => {
  const { needed, ample, last } = opens([], "marks");
  deepStrictEqual({ needed, ample, last }, opens([]));
});

Deno.test("beside it there is more before, and as much after the window in both", () => {
  const { needed, ample, last } = opens([]);
  ok(ample < needed && last > window.until);
});
