import { ok, strictEqual } from "node:assert/strict";
import type { Clock } from "./clock.ts";

/** A clock under test. */
export interface ClockUnderTest {
  readonly clock: Clock;
  dispose(): Promise<void>;
}

/** Long enough to be told from nothing, short enough to be waited for, ms. */
const SHORT = 15;
/** Longer than any test, and longer than the timer of a runtime can count (2³¹ ms), ms. */
const LONG = 60 * 24 * 3_600_000;

/** What a clock of any kind must do; registers one test for each promise. */
export function clockContract(name: string, make: () => Promise<ClockUnderTest>): void {
  const promise = (what: string, check: (clock: Clock) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const { clock, dispose } = await make();
      try {
        await check(clock);
      } finally {
        await dispose();
      }
    });
  };
  promise("counts whole milliseconds", async (clock) => {
    ok(Number.isSafeInteger(clock.now()));
    await clock.sleepUntil(clock.now() + SHORT);
    ok(Number.isSafeInteger(clock.now()));
  });
  promise("sleeps until the moment has come", async (clock) => {
    const until = clock.now() + SHORT;
    await clock.sleepUntil(until);
    ok(clock.now() >= until, `${clock.now()} is before ${until}`);
  });
  promise("never goes back", async (clock) => {
    let last = clock.now();
    for (const step of [SHORT, -SHORT, 0, 1, -LONG]) {
      await clock.sleepUntil(clock.now() + step);
      const now = clock.now();
      ok(now >= last, `${now} after ${last}`);
      last = now;
    }
  });
  promise("does not sleep for a moment that has passed or is now", async (clock) => {
    const never = new AbortController().signal;
    await clock.sleepUntil(clock.now());
    await clock.sleepUntil(clock.now() - LONG, never);
    await clock.sleepUntil(-Infinity);
  });
  promise("a signal that was aborted before lets it not sleep at all", async (clock) => {
    const began = clock.now();
    await clock.sleepUntil(began + LONG, AbortSignal.abort());
    ok(clock.now() < began + LONG);
  });
  promise("a signal that is aborted meanwhile wakes it", async (clock) => {
    const controller = new AbortController();
    const sleep = clock.sleepUntil(clock.now() + LONG, controller.signal);
    controller.abort();
    await sleep;
  });
  promise("a signal that is aborted later changes nothing", async (clock) => {
    const controller = new AbortController();
    const until = clock.now() + SHORT;
    await clock.sleepUntil(until, controller.signal);
    controller.abort();
    ok(clock.now() >= until);
  });
  promise("wakes early for nothing but its signal, however far the moment", (clock) => sleepsFar(clock));
  promise("several may sleep at once, each until its own moment", async (clock) => {
    const began = clock.now();
    const woke = await Promise.all([2, 1, 3].map(async (times) => {
      await clock.sleepUntil(began + times * SHORT);
      return clock.now() - began - times * SHORT;
    }));
    strictEqual(woke.filter((late) => late < 0).length, 0);
  });
}

async function sleepsFar(clock: Clock): Promise<void> {
  const controller = new AbortController();
  const far = clock.now() + LONG;
  let wokeAt: number | null = null;
  const sleep = Promise.resolve(clock.sleepUntil(far, controller.signal)).then(() => wokeAt = clock.now());
  await clock.sleepUntil(clock.now() + SHORT);
  ok(wokeAt === null || wokeAt >= far, `woke ${far - (wokeAt ?? 0)} ms too early`);
  controller.abort();
  await sleep;
}
