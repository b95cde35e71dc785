import { ok, strictEqual } from "node:assert/strict";
import { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";
import { keepPace } from "./pace.ts";

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);

Deno.test("keepPace: market time goes so many times as fast as the wall's, and stops with the data", async () => {
  const clock = new MarketClock(START);
  let wall = 1_000_000;
  const ended = Promise.withResolvers<void>();
  const walk: MarketWalk = new MarketWalk({
    clock,
    nextStop: () => null,
    end: START + 10 * MINUTE,
    moved: () => {
      wall += 100;
      if (walk.hasEnded) ended.resolve();
      return Promise.resolve();
    },
  });
  const failed = (error: unknown): never => {
    throw error;
  };
  const pace = keepPace({ walk, from: START, speed: 600, wallNow: () => wall, failed });
  wall += 100;
  await ended.promise;
  strictEqual(clock.now(), START + 10 * MINUTE);
  ok(wall - 1_000_000 >= 1_000, "ten minutes at 600 times take a second");
  await pace.stop();
});

Deno.test("keepPace: a walk that fails is told, and the next tick walks on", async () => {
  const clock = new MarketClock(START);
  const faults: unknown[] = [];
  const gone = Promise.withResolvers<void>();
  const walk = new MarketWalk({
    clock,
    nextStop: () => null,
    end: START + MINUTE,
    moved: () => {
      if (faults.length > 0) gone.resolve();
      return faults.length === 0 ? Promise.reject(new Error("no")) : Promise.resolve();
    },
  });
  const pace = keepPace({
    ...{ walk, from: START, speed: 1, wallNow: () => performance.now() },
    failed: (error) => void faults.push(error),
  });
  await gone.promise;
  await pace.stop();
  strictEqual(String(faults[0]), "Error: no");
});
