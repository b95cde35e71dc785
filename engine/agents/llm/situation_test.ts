import { deepStrictEqual } from "node:assert/strict";
import type { Trade } from "../../model/diary_entry.ts";
import { ETH } from "../../testing/instruments.ts";
import { observationOf } from "../../testing/observations.ts";
import { MIDNIGHT } from "../../testing/times.ts";
import { plainSight } from "./sight.ts";
import { situationText } from "./situation.ts";

const MINUTE = 60_000;
const TRADE: Trade = {
  asset: "ETH",
  side: "long",
  openedAt: MIDNIGHT - 120 * MINUTE,
  closedAt: MIDNIGHT,
  size: 1,
  entryPrice: 100,
  exitPrice: 100,
  exit: "stop",
  realizedPnlUsd: 0,
  feesUsd: 0,
  fundingUsd: 0,
  netPnlUsd: 0,
};

Deno.test("the prompt tells the cool-down that the gate counts, and nothing once it has passed", () => {
  const rows: [what: string, closedAt: number, wanted: string[]][] = [
    ["on this close", MIDNIGHT, ["cool-down: 0 of 2 candles have passed; no entry"]],
    ["while this cycle was on its way", MIDNIGHT + 1, ["cool-down: 0 of 2 candles have passed; no entry"]],
    ["inside the candle before", MIDNIGHT - 16 * MINUTE, ["cool-down: 1 of 2 candles have passed; no entry"]],
    ["two candles ago", MIDNIGHT - 30 * MINUTE, []],
  ];
  for (const [what, closedAt, wanted] of rows) {
    deepStrictEqual(coolDownAfter({ ...TRADE, closedAt }), wanted, what);
  }
  deepStrictEqual(coolDownAfter({ ...TRADE, asset: "SOL" }), [], "of another asset");
});

function coolDownAfter(trade: Trade): string[] {
  const observation = observationOf([{ on: { decision: { close: 100 } } }], { closedTrades: [trade] });
  const sight = plainSight([ETH]);
  const text = situationText(observation, { sight, profile: { coolDownCandles: 2 } });
  return text.split("\n").filter((line) => line.startsWith("cool-down"));
}
