import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DAY_MS } from "../../../engine/mod.ts";
import { rateLimitRow, tradedUsd, userFeesRow } from "./fees_wire.ts";

const TODAY = Date.parse("2024-03-15T00:00:00Z");
const FEES = {
  takerRate: 0.0004,
  makerRate: -0.00001,
  days: [{ day: TODAY - 30 * DAY_MS, takenUsd: 5, madeUsd: 0 }, { day: TODAY, takenUsd: 100.5, madeUsd: 7 }],
};

Deno.test("userFeesRow: fourteen days and today, with the market's volume, and the rates in force", () => {
  const row = userFeesRow(FEES, TODAY + 5, new Map([[TODAY - DAY_MS, 1e9]]));
  strictEqual(row.dailyUserVlm.length, 15);
  deepStrictEqual(row.dailyUserVlm.slice(-2), [
    { date: "2024-03-14", userCross: "0.0", userAdd: "0.0", exchange: "1000000000.0" },
    { date: "2024-03-15", userCross: "100.5", userAdd: "7.0", exchange: "0.0" },
  ]);
  deepStrictEqual([row.userCrossRate, row.userAddRate], ["0.0004", "-0.00001"]);
});

Deno.test("userFeesRow: nobody pays what the schedule says", () => {
  const row = userFeesRow(null, TODAY, new Map());
  deepStrictEqual([row.userCrossRate, row.userAddRate], [row.feeSchedule.cross, row.feeSchedule.add]);
});

Deno.test("rateLimitRow: a request for every USD traded beyond the free ones", () => {
  deepStrictEqual(rateLimitRow(tradedUsd(FEES), { used: 3, reserved: 2 }), {
    cumVlm: "112.5",
    nRequestsUsed: 3,
    nRequestsCap: 10_112,
    nRequestsSurplus: 2,
  });
});
