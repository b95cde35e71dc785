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
  folder: "0123abcd",
  now: CLOSE + 5_000,
  nextClose: CLOSE + 900_000,
  last: LAST,
  capitalUsd: 10_000,
  positions: [{
    asset: "BTC",
    side: "long",
    openedAt: CLOSE,
    size: 0.5,
    plan: { stop: 41_000, target: null, words: "" },
  }],
  isPaused: false,
  events: Array.from({ length: 9 }, (_, index) => `event ${index}`),
};
const PLAIN = painter(false);

Deno.test("the screen shows account, position, decision and the last events, in 24 lines at most", () => {
  const lines = screenLines({ ...SCREEN, positions: Array(20).fill(SCREEN.positions[0]) }, 100, PLAIN);
  assert.ok(lines.length <= 24);
  const text = screenLines(SCREEN, 100, PLAIN).join("\n");
  for (
    const part of [
      /10,120\.00 USD \(\+1\.20 %\)/,
      /BTC +long +0\.5 +41000 +none/,
      /buy BTC: filled/,
      /it rises/,
      /event 8/,
    ]
  ) {
    assert.match(text, part);
  }
  assert.ok(!text.includes("event 3"));
});

Deno.test("a narrow terminal gets the essential; no line is wider than it, colour or not", () => {
  const lines = screenLines(SCREEN, 40, painter(true));
  assert.equal(lines.length, 4);
  // deno-lint-ignore no-control-regex -- colours take no room
  for (const line of lines) assert.ok(line.replace(/\x1b\[[\d;]*m/g, "").length <= 40, line);
});

Deno.test("before the first cycle there is nothing to tell of it", () => {
  const text = screenLines({ ...SCREEN, last: null, positions: [] }, 100, PLAIN).join("\n");
  assert.match(text, /no cycle yet/);
  assert.match(text, /no position/);
});
