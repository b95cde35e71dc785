import assert from "node:assert/strict";
import { AGENTS } from "../../engine/mod.ts";
import { dataWarnings, haltWarnings, notesOf } from "./notes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2024, 3, 7, 4);

Deno.test("what orders settled on is said with the intervals' names, whatever their lengths", () => {
  const rows: readonly (readonly [lengths: readonly number[], said: string])[] = [
    [[5 * MINUTE], "Settled on 5m candles."],
    [[MINUTE, 5 * MINUTE], "Settled on 1m and 5m candles."],
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

Deno.test("hours without a recorded funding rate are said", () => {
  const notes = notesOf({ gaps: [], settledOn: [300_000], unfundedHours: 3 });
  assert.deepEqual(notes, ["Settled on 5m candles.", "3 hours without a recorded funding rate: not paid."]);
});
