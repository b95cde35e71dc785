import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DAY_MS } from "../../../engine/mod.ts";
import { portfolioRow } from "./portfolio_wire.ts";

type Span = { accountValueHistory: [number, string][]; pnlHistory: [number, string][]; vlm: string };

function spans(...of: Parameters<typeof portfolioRow>): Map<string, Span> {
  return new Map(portfolioRow(...of) as [string, Span][]);
}

const NOW = 100 * DAY_MS;
const PARTS = {
  now: NOW,
  history: [[0, 1000], [95, 1500], [99.5, 1600], [100, 1580]].map(([day, equityUsd]) => ({
    time: day * DAY_MS,
    equityUsd,
  })),
  transfers: [{ kind: "transfer", time: 95 * DAY_MS, amountUsd: 400 }] as const,
  fills: [{ time: NOW - DAY_MS / 2, price: 10, size: 2 }, { time: NOW - 20 * DAY_MS, price: 10, size: 3 }],
  volumeUsd: 999,
};

Deno.test("portfolioRow: eight spans; a span begins with what was known at its start", () => {
  const rows = spans(PARTS);
  deepStrictEqual([...rows.keys()], [
    "day",
    "week",
    "month",
    "allTime",
    "perpDay",
    "perpWeek",
    "perpMonth",
    "perpAllTime",
  ]);
  const day = rows.get("day")!;
  deepStrictEqual(day.accountValueHistory, [[99 * DAY_MS, "1500.0"], [99.5 * DAY_MS, "1600.0"], [
    NOW,
    "1580.0",
  ]]);
  deepStrictEqual(day.pnlHistory.map(([, pnl]) => pnl), ["0.0", "100.0", "80.0"]);
  deepStrictEqual(rows.get("perpDay"), day);
  deepStrictEqual(["day", "month", "allTime"].map((name) => rows.get(name)!.vlm), ["20.0", "50.0", "999.0"]);
});

Deno.test("portfolioRow: money that came in is no profit", () => {
  const { pnlHistory } = spans(PARTS).get("allTime")!;
  deepStrictEqual(pnlHistory.map(([, pnl]) => pnl), ["0.0", "100.0", "200.0", "180.0"]);
});

Deno.test("portfolioRow: a long line is thinned, its ends stay", () => {
  const history = Array.from({ length: 1000 }, (_, index) => ({ time: NOW - 999 + index, equityUsd: index }));
  const { accountValueHistory } = spans({ ...PARTS, history, transfers: [] }).get("allTime")!;
  strictEqual(accountValueHistory.length, 60);
  deepStrictEqual([accountValueHistory[0][1], accountValueHistory.at(-1)![1]], ["0.0", "999.0"]);
  ok(accountValueHistory.every(([time], index) => index === 0 || time > accountValueHistory[index - 1][0]));
});

Deno.test("portfolioRow: of nobody there is nothing", () => {
  const rows = spans({ now: NOW, history: [], transfers: [], fills: [], volumeUsd: 0 });
  deepStrictEqual(rows.get("week"), { accountValueHistory: [], pnlHistory: [], vlm: "0.0" });
});
