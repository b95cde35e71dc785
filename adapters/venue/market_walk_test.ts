import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);

/** A market whose candles close every five minutes for an hour. */
const market = {
  nextStop: (time: number): number | null => {
    const next = (Math.floor((time - START) / (5 * MINUTE)) + 1) * 5 * MINUTE;
    return next > 60 * MINUTE ? null : START + next;
  },
};

function walked(): { clock: MarketClock; walk: MarketWalk; stops: (readonly [number, boolean])[] } {
  const clock = new MarketClock(START);
  const stops: (readonly [number, boolean])[] = [];
  const moved = (isLast: boolean): Promise<void> => {
    stops.push([(clock.now() - START) / MINUTE, isLast]);
    return Promise.resolve();
  };
  return { clock, stops, walk: new MarketWalk({ clock, ...market, end: START + 60 * MINUTE, moved }) };
}

Deno.test("MarketWalk: stops at every close on the way, and tells where it ends as such", async () => {
  const { walk, stops } = walked();
  await walk.to(START + 12 * MINUTE);
  deepStrictEqual(stops, [[5, false], [10, false], [12, true]]);
  await walk.to(START + 15 * MINUTE);
  deepStrictEqual(stops.slice(3), [[15, true]]);
});

Deno.test("MarketWalk: ends where the data ends, and walks go one after another", async () => {
  const { walk, stops, clock } = walked();
  strictEqual(walk.hasEnded, false);
  await Promise.all([walk.to(START + 52 * MINUTE), walk.to(START + 500 * MINUTE), walk.to(START)]);
  deepStrictEqual(stops.slice(-4), [[52, true], [55, false], [60, true], [60, true]]);
  strictEqual(clock.now(), START + 60 * MINUTE);
  strictEqual(walk.hasEnded, true);
});

Deno.test("MarketWalk: one that is stopped ends at its next stop, and none leads on from there", async () => {
  const { walk, stops, clock } = walked();
  const walking = walk.to(START + 50 * MINUTE);
  while (stops.length < 2) await Promise.resolve();
  await walk.stop();
  deepStrictEqual(stops.at(-1), [(clock.now() - START) / MINUTE, true]);
  await Promise.all([walking, walk.to(START + 60 * MINUTE)]);
  strictEqual(clock.now(), START + 10 * MINUTE);
});

Deno.test("MarketWalk: a failure on the way is told to whoever asked, and the next walk goes on", async () => {
  const clock = new MarketClock(START);
  let fails = true;
  const moved = (): Promise<void> => fails ? Promise.reject(new Error("told nobody")) : Promise.resolve();
  const walk = new MarketWalk({ clock, ...market, end: START + 60 * MINUTE, moved });
  await rejects(walk.to(START + MINUTE), /told nobody/);
  fails = false;
  await walk.to(START + 2 * MINUTE);
  strictEqual(clock.now(), START + 2 * MINUTE);
});

Deno.test("MarketWalk: what happened at a moment is written before the next one comes", async () => {
  const clock = new MarketClock(START);
  const steps: string[] = [];
  const minutes = (): number => (clock.now() - START) / MINUTE;
  const walk = new MarketWalk({
    clock,
    ...market,
    end: START + 60 * MINUTE,
    leaving: async (time) => {
      await Promise.resolve();
      strictEqual(time, clock.now());
      steps.push(`leaving ${minutes()}`);
    },
    moved: () => Promise.resolve(void steps.push(`at ${minutes()}`)),
  });
  await walk.to(START + 7 * MINUTE);
  await walk.to(START + 7 * MINUTE);
  deepStrictEqual(steps, ["leaving 0", "at 5", "leaving 5", "at 7", "at 7"]);
});

Deno.test("MarketWalk: time stands still until what is being done is done, also what began meanwhile", async () => {
  const clock = new MarketClock(START);
  const moments: number[] = [];
  let left = 3;
  const busy = (): Promise<void> | null => {
    if (left === 0) return null;
    return Promise.resolve().then(() => {
      moments.push(clock.now());
      left--;
    });
  };
  const moved = () => Promise.resolve();
  const walk = new MarketWalk({ clock, ...market, end: START + 60 * MINUTE, busy, moved });
  await walk.to(START + MINUTE);
  deepStrictEqual(moments, [START, START, START]);
  strictEqual(clock.now(), START + MINUTE);
});
