import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DAY_MS } from "../../../engine/mod.ts";
import type { AccountFees } from "./fee_model.ts";
import { HIGHEST_TIER, tieredFees } from "./tiered_fees.ts";

/** 2024-01-01 00:00 UTC, ms. */
const START = 1_704_067_200_000;
const MILLION_MICRO = 1e12;

/** Taker and maker rate on a day after START, parts per billion. */
function ratesOn(fees: AccountFees, day: number): number[] {
  return [fees.ratePpb(START + day * DAY_MS, true), fees.ratePpb(START + day * DAY_MS, false)];
}

Deno.test("tiered fees: the venue's rates by volume; a tier begins above its bound, not at it", () => {
  const rows: [millions: number, taker: number, maker: number][] = [
    [0, 450_000, 150_000],
    [5, 450_000, 150_000],
    [5.000001, 400_000, 120_000],
    [25, 400_000, 120_000],
    [25.1, 350_000, 80_000],
    [100.1, 300_000, 40_000],
    [500.1, 280_000, 0],
    [2_000.1, 260_000, 0],
    [7_000, 260_000, 0],
    [7_000.1, 240_000, 0],
  ];
  for (const [millions, taker, maker] of rows) {
    const fees = tieredFees(0).open();
    fees.took(START, Math.round(millions * MILLION_MICRO));
    deepStrictEqual(ratesOn(fees, 1), [taker, maker], `${millions} million`);
  }
});

Deno.test("tiered fees: a day counts from its end, for fourteen days", () => {
  const fees = tieredFees(0).open();
  fees.took(START + 5, 6 * MILLION_MICRO);
  strictEqual(fees.ratePpb(START + DAY_MS - 1, true), 450_000, "the day itself does not count yet");
  strictEqual(fees.ratePpb(START + DAY_MS, true), 400_000);
  strictEqual(fees.ratePpb(START + 15 * DAY_MS - 1, true), 400_000);
  strictEqual(fees.ratePpb(START + 15 * DAY_MS, true), 450_000);
});

Deno.test("tiered fees: days add up, and each leaves on its own day", () => {
  const fees = tieredFees(0).open();
  for (const day of [0, 3, 4]) fees.took(START + day * DAY_MS, 2 * MILLION_MICRO);
  const rates = [4, 5, 14, 15].map((day) => ratesOn(fees, day)[0]);
  deepStrictEqual(rates, [450_000, 400_000, 400_000, 450_000]);
});

Deno.test("tiered fees: after more quiet days than the window has nothing is left of it", () => {
  for (const quiet of [15, 16, 28, 29, 400]) {
    const fees = tieredFees(0).open();
    for (let day = 0; day < 14; day++) fees.took(START + day * DAY_MS, 30 * MILLION_MICRO);
    strictEqual(ratesOn(fees, 14)[0], 300_000);
    strictEqual(ratesOn(fees, 13 + quiet)[0], 450_000, `${quiet} days later`);
  }
});

Deno.test("tiered fees: what comes late counts for the day in progress", () => {
  const fees = tieredFees(0).open();
  ratesOn(fees, 2);
  fees.took(START + DAY_MS, 6 * MILLION_MICRO);
  deepStrictEqual([2, 3, 16, 17].map((day) => ratesOn(fees, day)[0]), [450_000, 400_000, 400_000, 450_000]);
});

Deno.test("tiered fees: an account begins in its tier, and volume only raises it", () => {
  const fees = tieredFees(2).open();
  deepStrictEqual(ratesOn(fees, 0), [350_000, 80_000]);
  fees.took(START, 101 * MILLION_MICRO);
  deepStrictEqual(ratesOn(fees, 1), [300_000, 40_000]);
  deepStrictEqual(ratesOn(fees, 30), [350_000, 80_000]);
  deepStrictEqual(ratesOn(tieredFees(HIGHEST_TIER).open(), 0), [240_000, 0]);
  strictEqual(tieredFees(2).takerFee, 0.00035);
});

Deno.test("tiered fees: a share of the maker volume turns the maker's rate into a rebate", () => {
  const rows: [share: number, maker: number][] = [
    [0.005, 150_000],
    [0.0051, -10_000],
    [0.015, -10_000],
    [0.0151, -20_000],
    [0.03, -20_000],
    [0.031, -30_000],
  ];
  for (const [share, maker] of rows) {
    deepStrictEqual(ratesOn(tieredFees(0, share).open(), 0), [450_000, maker], `${share}`);
  }
});

Deno.test("tiered fees: each account has its own volume", () => {
  const model = tieredFees(0);
  const [one, other] = [model.open(), model.open()];
  one.took(START, 6 * MILLION_MICRO);
  deepStrictEqual([ratesOn(one, 1)[0], ratesOn(other, 1)[0]], [400_000, 450_000]);
});
