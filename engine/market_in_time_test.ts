import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { CycleTime } from "./market_in_time.ts";
import type { CycleEntry } from "./model/diary_entry.ts";
import { ALWAYS_IN_TIME, type StaleBounds, type Timeliness } from "./model/timeliness.ts";
import { PortFailure } from "./ports/port_failure.ts";
import { decisionOf } from "./testing/accounts.ts";
import { ETH, SOL } from "./testing/instruments.ts";
import { MIDNIGHT, QUARTER } from "./testing/times.ts";
import { cycleOf, World } from "./testing/world.ts";

const SECOND = 1000;
const CLOSE = MIDNIGHT + QUARTER;
const REAL: Timeliness = { ...ALWAYS_IN_TIME, deadlineMs: 20 * SECOND, retryMs: 2 * SECOND };

function timeOf(given: Partial<Timeliness> = {}, wake = new AbortController().signal): CycleTime {
  return { timeliness: { ...REAL, ...given }, wake };
}

/** A world at the close with the candles of what stands in `there`; the agent wants to buy ETH. */
function closing(there: readonly string[] = []): World {
  const world = new World({ instruments: [ETH, SOL] });
  world.clock.set(CLOSE);
  world.next = [decisionOf()];
  for (const asset of there) world.marketData.give(asset, "15m", [{ close: CLOSE, price: 100 }]);
  return world;
}

/** Gives candles as soon as the clock has slept to `at`. */
function giveAt(world: World, at: number, ...assets: readonly string[]): void {
  let given = false;
  world.clock.onSleep = (until) => {
    if (until < at || given) return;
    given = true;
    for (const asset of assets) world.marketData.give(asset, "15m", [{ close: CLOSE, price: 100 }]);
  };
}

function outcomes({ decisions }: CycleEntry): unknown {
  return decisions?.map(({ asset, outcome, refusal }) => [asset, refusal?.code ?? outcome]);
}

Deno.test("a candle that comes late is asked for until it is there, alone, and then decided on", async () => {
  const world = closing(["SOL"]);
  giveAt(world, CLOSE + 6 * SECOND, "ETH");
  const entry = await cycleOf(world.engine, CLOSE, timeOf());
  deepStrictEqual([world.clock.now(), entry.held, entry.faults], [
    CLOSE + 6 * SECOND + 1,
    undefined,
    undefined,
  ]);
  deepStrictEqual(outcomes(entry), [["ETH", "filled"]]);
  const asked = world.marketData.asked.map((one) => one.slice(0, 3));
  deepStrictEqual(asked, ["ETH", "SOL", "ETH", "ETH", "ETH"]);
});

Deno.test("one that is not there by the deadline: its asset is held with the reason, the others go on", async () => {
  const world = closing(["SOL"]);
  world.next = [decisionOf(), decisionOf({ asset: "SOL" })];
  const entry = await cycleOf(world.engine, CLOSE, timeOf());
  strictEqual(world.clock.now(), CLOSE + 20 * SECOND + 1);
  deepStrictEqual(entry.held, [{ asset: "ETH", reason: "no candle of 15m by its deadline" }]);
  deepStrictEqual(outcomes(entry), [["ETH", "stale-data"], ["SOL", "filled"]]);
});

Deno.test("on a simulated clock nothing is waited for", async () => {
  const world = closing(["SOL"]);
  const entry = await cycleOf(world.engine, CLOSE);
  deepStrictEqual(entry.held, [{ asset: "ETH", reason: "no candle" }]);
  strictEqual(world.clock.now(), CLOSE);
});

Deno.test("a command, or an interrupt, ends the waiting", async () => {
  const world = closing();
  const wake = new AbortController();
  world.clock.onSleep = () => wake.abort();
  await cycleOf(world.engine, CLOSE, timeOf({}, wake.signal));
  strictEqual(world.clock.now(), CLOSE);
});

Deno.test("market data that fails is asked again; what failed stands in the line", async () => {
  const world = closing(["ETH", "SOL"]);
  const { candles } = world.marketData;
  let left = 2;
  world.marketData.candles = (asset, interval, range) => {
    if (asset === "ETH" && left-- > 0) throw new PortFailure("Binance cannot be reached");
    return candles.call(world.marketData, asset, interval, range);
  };
  const entry = await cycleOf(world.engine, CLOSE, timeOf());
  deepStrictEqual(outcomes(entry), [["ETH", "filled"]]);
  deepStrictEqual(entry.faults, [{
    step: "ingest",
    on: "ETH 15m",
    what: "Binance cannot be reached",
    done: "asked again until it was there",
  }]);
});

Deno.test("market data that stays away: every asset is held, with the reason, and the run goes on", async () => {
  const world = closing();
  const gone = () => Promise.reject(new PortFailure("no network"));
  world.marketData.candles = gone;
  world.marketData.contexts = gone;
  const entry = await cycleOf(world.engine, CLOSE, timeOf());
  const reason = "no candles of 15m: no network";
  deepStrictEqual(entry.held, [{ asset: "ETH", reason }, { asset: "SOL", reason }]);
  deepStrictEqual(entry.notAsked, reason);
  deepStrictEqual(
    entry.faults?.map(({ on, done }) => [on, done]),
    [
      ["ETH 15m", "not decided on"],
      ["SOL 15m", "not decided on"],
      ["contexts", "not decided on"],
    ].sort((a, b) => Number(b[0] === "contexts") - Number(a[0] === "contexts")),
  );
});

Deno.test("what is no failure to expect ends the run", async () => {
  const world = closing(["ETH", "SOL"]);
  world.marketData.contexts = () => Promise.reject(new TypeError("a mistake of ours"));
  await rejects(cycleOf(world.engine, CLOSE, timeOf()), TypeError);
});

Deno.test("a field older than its bound holds its asset, by its own moment where it has one", async () => {
  const { staleAfterMs } = ALWAYS_IN_TIME;
  const rows: [
    field: keyof StaleBounds & ("mark" | "mid" | "oracle" | "funding"),
    age: number,
    held: boolean,
  ][] = [
    ["mark", 5001, true],
    ["mid", 5001, true],
    ["oracle", 5001, true],
    ["funding", 5001, true],
    ["mid", 5000, false],
  ];
  for (const [field, age, held] of rows) {
    const world = closing(["ETH", "SOL"]);
    world.marketData.contextFields.set("ETH", { asOf: { [field]: CLOSE - age } });
    const bounds = { staleAfterMs: { ...staleAfterMs, [field]: 5000 } };
    const entry = await cycleOf(world.engine, CLOSE, timeOf(bounds));
    const reason = `stale ${field}: ${age} ms old, 5000 ms are allowed`;
    deepStrictEqual(entry.held, held ? [{ asset: "ETH", reason }] : undefined, `${field} ${age}`);
  }
});

Deno.test("a context that is old as a whole is old in each field", async () => {
  const world = closing(["ETH", "SOL"]);
  world.marketData.contextFields.set("SOL", { time: CLOSE - 9000 });
  const staleAfterMs = { ...ALWAYS_IN_TIME.staleAfterMs, mark: 8999 };
  const entry = await cycleOf(world.engine, CLOSE, timeOf({ staleAfterMs }));
  deepStrictEqual(entry.held?.map(({ asset }) => asset), ["SOL"]);
});

Deno.test("candles of any interval that are overdue by more than their bound hold their asset", async () => {
  const needs = [{ interval: "1h", indicators: [], values: 1 }] as const;
  const agent = { name: "looks at hours", needs, decide: () => ({ decisions: [] }) };
  const world = new World({ agent });
  world.marketData.give("ETH", "1h", [{ close: MIDNIGHT - 2 * QUARTER * 4, price: 100 }]);
  world.clock.set(CLOSE);
  world.candle(CLOSE);
  const overdue = 4 * QUARTER + QUARTER;
  for (const [candles, held] of [[overdue, undefined], [overdue - 1, 1]] as const) {
    const staleAfterMs = { ...ALWAYS_IN_TIME.staleAfterMs, candles };
    const entry = await cycleOf(world.engine, CLOSE, timeOf({ staleAfterMs }));
    deepStrictEqual(entry.held?.length, held);
  }
});

Deno.test("a clock that is off by more than its bound is written down", async () => {
  for (const [skew, told] of [[null, undefined], [500, undefined], [501, 1], [-501, 1]] as const) {
    const world = closing(["ETH", "SOL"]);
    const entry = await cycleOf(world.engine, CLOSE, timeOf({ clockSkewMs: () => skew, maxSkewMs: 500 }));
    strictEqual(entry.faults?.filter(({ on }) => on === "clock").length, told, String(skew));
  }
});

Deno.test("candles that the feed has already, or that closed after the cycle's close, are not taken in", async () => {
  const world = closing(["ETH", "SOL"]);
  await cycleOf(world.engine, CLOSE, timeOf());
  world.clock.set(CLOSE + 2 * QUARTER);
  for (let count = 1; count <= 2; count++) world.candle(CLOSE + count * QUARTER);
  const { candles } = world.marketData;
  world.marketData.candles = (asset, interval) =>
    candles.call(world.marketData, asset, interval, { last: 3 });
  await cycleOf(world.engine, CLOSE + QUARTER, timeOf());
  const [feed] = world.engine.assets[0].feeds;
  deepStrictEqual([feed.count, feed.lastClose], [2, CLOSE + QUARTER]);
});
