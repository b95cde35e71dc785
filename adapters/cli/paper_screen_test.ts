import assert from "node:assert/strict";
import type { CycleEntry } from "../../engine/mod.ts";
import { painter } from "./paint.ts";
import { type PaperScreen, screenLines } from "./paper_screen.ts";

const CLOSE = Date.UTC(2024, 0, 2, 8, 15);
const LAST: CycleEntry = {
  kind: "cycle",
  close: CLOSE,
  balanceUsd: 10_000,
  equityUsd: 10_120,
  summary: "it rises",
  decisions: [{
    asset: "BTC",
    action: "buy",
    rationale: "up",
    outcome: "filled",
  }] as unknown as CycleEntry["decisions"],
};
const SCREEN: PaperScreen = {
  mode: "paper · mainnet",
  title: "trend on BTC · 15m · runs/0123abcd",
  now: CLOSE + 5_000,
  nextClose: CLOSE + 900_000,
  last: LAST,
  capitalUsd: 10_000,
  told: { prices: CLOSE + 3_000, candles: null },
  account: {
    ...{
      time: CLOSE,
      balanceUsd: 10_000,
      equityUsd: 10_130,
      marginUsedUsd: 2_000,
      freeUsd: 8_130,
      openOrders: [],
    },
    positions: [{
      ...{ asset: "BTC", side: "long", size: 0.5, entryPrice: 42_000, mark: 42_260, notionalUsd: 21_130 },
      ...{ unrealizedPnlUsd: 130, marginUsedUsd: 2_000, leverage: 10, liquidationPrice: 22_000.3333333333 },
    }],
  },
  trades: [{
    asset: "BTC",
    side: "long",
    openedAt: CLOSE,
    size: 0.5,
    plan: { stop: 41_000, target: null, words: "" },
  }],
  isPaused: false,
  events: Array.from({ length: 9 }, (_, index) => `event ${index}`),
  hint: "p pause   c close all   q leave",
  isAsking: false,
};
const PLAIN = painter(false);

const WIDE = { columns: 100, rows: 50 };

function textOf(over: Partial<PaperScreen> = {}, columns = 100): string {
  return screenLines({ ...SCREEN, ...over }, { columns, rows: 50 }, PLAIN).join("\n");
}

Deno.test("the screen shows account, position, decision and the last events, in 24 lines at most", () => {
  const trades = Array(20).fill(SCREEN.trades[0]);
  assert.equal(screenLines({ ...SCREEN, trades }, WIDE, PLAIN).length, 24);
  const text = textOf();
  for (
    const part of [
      /^paper · mainnet {3}trend on BTC/,
      /next cycle in 14m 55s {3}age of data: prices 2 s, candles none yet/,
      /equity 10,130\.00 USD \(\+1\.30 %\) {3}cash 10,000\.00 USD {3}free 8,130\.00 USD/,
      /BTC +long +0\.5 +42000 +42260 +\+130\.00 +41000 +none +22000\.3/,
      /decided: buy BTC: filled/,
      /it rises/,
      /event 8/,
    ]
  ) {
    assert.match(text, part);
  }
  assert.ok(!text.includes("event 3"));
});

Deno.test("the keys stand on the last line, whatever room there is", () => {
  for (
    const size of [WIDE, { columns: 40, rows: 24 }, { columns: 100, rows: 8 }, { columns: 100, rows: 1 }]
  ) {
    const lines = screenLines(SCREEN, size, PLAIN);
    assert.equal(lines.at(-1), SCREEN.hint);
    assert.ok(lines.length <= Math.max(2, size.rows), `${lines.length}`);
  }
});

Deno.test("a narrow terminal gets the essential and what happened last; no line is wider than it, colour or not", () => {
  const lines = screenLines(SCREEN, { columns: 40, rows: 24 }, painter(true));
  assert.deepEqual(lines.slice(4, -1), ["", "  event 7", "  event 8", ""]);
  // deno-lint-ignore no-control-regex -- colours take no room
  for (const line of lines) assert.ok(line.replace(/\x1b\[[\d;]*m/g, "").length <= 40, line);
});

Deno.test("at 80 columns the whole table of positions is there", () => {
  assert.match(textOf({}, 80), /22000\.3$/m);
});

Deno.test("the network where money is real stands out; another does not", () => {
  const head = (mode: string) => screenLines({ ...SCREEN, mode }, WIDE, painter(true))[0];
  assert.ok(head("paper · mainnet").includes("\x1b[7mmainnet\x1b[0m"));
  assert.ok(!head("paper · testnet").includes("\x1b[7m"));
  assert.match(head("paper · 127.0.0.1:8900"), /127\.0\.0\.1:8900/);
});

Deno.test("old prices are coloured, a pause is told in place of the next cycle", () => {
  const time = (over: Partial<PaperScreen>) => screenLines({ ...SCREEN, ...over }, WIDE, painter(true))[1];
  assert.ok(!time({}).includes("\x1b[33m"));
  assert.ok(time({ told: { prices: CLOSE - 60_000 } }).includes("\x1b[33mprices 1m 05s\x1b[0m"));
  assert.match(time({ isPaused: true }), /paused/);
});

Deno.test("before the first cycle there is nothing to tell of it", () => {
  const text = textOf({ last: null, trades: [], account: null });
  assert.match(text, /no cycle yet/);
  assert.match(text, /no position/);
  assert.match(text, /equity 10,000\.00 USD/);
  assert.match(textOf({ account: null }), /BTC +long +0\.5 +n\/a +n\/a +n\/a +41000 +none +n\/a/);
});
