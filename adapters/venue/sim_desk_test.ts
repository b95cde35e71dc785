import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";
import { SimDesk } from "./sim_desk.ts";

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const market = {
  nextClose: (time: number): number | null => {
    const next = (Math.floor((time - START) / (5 * MINUTE)) + 1) * 5 * MINUTE;
    return next > 120 * MINUTE ? null : START + next;
  },
};

function desk(speed: number | null = null): { sim: SimDesk; minutes(): number; stops: number[] } {
  const clock = new MarketClock(START);
  const stops: number[] = [];
  const minutes = (): number => (clock.now() - START) / MINUTE;
  const moved = async (): Promise<void> => {
    await Promise.resolve();
    stops.push(minutes());
  };
  const walk = new MarketWalk({ clock, nextStop: market.nextClose, end: START + 120 * MINUTE, moved });
  return { sim: new SimDesk({ clock, market, walk, from: START, speed }), minutes, stops };
}

Deno.test("SimDesk: time is moved to a moment, by a time, by candles, or by those of an interval", async () => {
  const { sim, minutes, stops } = desk();
  const rows: [step: unknown, minutes: number][] = [
    [{ until: START + MINUTE }, 1],
    [{ ms: 2 * MINUTE }, 3],
    [{ candles: 1 }, 5],
    [{ candles: 2 }, 15],
    [{ candles: 1, interval: "1h" }, 60],
    [{ until: START + 60 * MINUTE }, 60],
    [{ candles: 100 }, 120],
    [{ ms: MINUTE }, 120],
  ];
  for (const [step, wanted] of rows) {
    const answer = await sim.advance(step);
    strictEqual(minutes(), wanted, JSON.stringify(step));
    strictEqual(stops.at(-1), wanted, "it answers when all was told");
    deepStrictEqual(answer, sim.clock());
  }
});

Deno.test("SimDesk: the clock tells the time, the speed and whether the data has ended", async () => {
  const { sim } = desk();
  const from = { from: START, until: START + 120 * MINUTE, speed: null, step: true };
  deepStrictEqual(sim.clock(), { status: 200, json: { time: START, ended: false, ...from } });
  await sim.advance({ ms: 1e9 });
  deepStrictEqual(sim.clock(), { status: 200, json: { time: from.until, ended: true, ...from } });
  const goes = desk(60).sim.clock();
  ok("json" in goes);
  deepStrictEqual(goes.json, { ...from, time: START, ended: false, speed: 60, step: false });
});

Deno.test("SimDesk: what is no step is refused in a line and moves nothing", async () => {
  const { sim, minutes } = desk();
  await sim.advance({ ms: MINUTE });
  const rows: [body: unknown, text: RegExp][] = [
    [undefined, /cannot advance by undefined; wanted one of/],
    [{}, /wanted one of/],
    [{ ms: 0 }, /wanted one of/],
    [{ ms: -1 }, /wanted/],
    [{ ms: 1.5 }, /wanted/],
    [{ ms: "1" }, /wanted/],
    [{ ms: 1, candles: 1 }, /wanted/],
    [{ candles: 1e12 }, /wanted/],
    [{ candles: 1, interval: "7m" }, /no interval "7m"; there are 1m, /],
    [{ until: START }, /time does not go back/],
    [{ note: "x".repeat(200) }, /…; wanted/],
  ];
  for (const [body, text] of rows) {
    const answer = await sim.advance(body);
    ok("text" in answer);
    strictEqual(answer.status, 400);
    match(answer.text, text);
  }
  strictEqual(minutes(), 1);
  const going = await desk(60).sim.advance({ ms: 1 });
  deepStrictEqual(going, {
    status: 409,
    text: "time goes by itself, at speed 60; start with --step to move it",
  });
});
