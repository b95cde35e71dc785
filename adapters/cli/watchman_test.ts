import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { LookedAfter } from "../../engine/mod.ts";
import { Watchman, type WatchmanParts } from "./watchman.ts";

const MINUTE = 60_000;
const ACCOUNT: LookedAfter["account"] = {
  ...{ time: 0, balanceUsd: 1, equityUsd: 1, marginUsedUsd: 0, freeUsd: 1, positions: [], openOrders: [] },
};
const FLAT: LookedAfter = { account: ACCOUNT, positions: [], cancelled: [] };
const HELD: LookedAfter = {
  account: { ...ACCOUNT, positions: [{} as never] },
  positions: [{ asset: "BTC", found: "covered", text: "has its stop" }],
  cancelled: [],
};

/** A watchman whose world is set by hand; the clock stands at 100 minutes. */
function watchmanWith(given: Partial<WatchmanParts>) {
  const said: string[] = [];
  let checks = 0;
  const parts: WatchmanParts = {
    clock: { now: () => 100 * MINUTE, sleepUntil: () => Promise.resolve() },
    ...{ afterMs: 2 * MINUTE, lookAfterMs: 17 * MINUTE, isFinished: () => false },
    pulse: () => ({ time: 0, lookedAt: 0, pid: 7 }),
    check: () => (checks++, Promise.resolve(FLAT)),
    say: ({ kind, alert, text }) => said.push(`${kind}${alert === null ? "" : ` !${alert}`}: ${text}`),
    ...given,
  };
  const world = { parts, said, checks: () => checks, look: () => watchman.look() };
  const watchman = new Watchman({
    ...parts,
    pulse: () => world.parts.pulse(),
    check: () => world.parts.check(),
    isFinished: () => world.parts.isFinished(),
  });
  return world;
}

Deno.test("watchman: as long as the run lives and looks at its account nothing is asked and nothing said", async () => {
  for (const [time, lookedAt] of [[98, 83], [100, null]] as const) {
    const pulse = { time: time * MINUTE, lookedAt: lookedAt === null ? null : lookedAt * MINUTE, pid: 7 };
    const { look, said, checks } = watchmanWith({ pulse: () => pulse });
    strictEqual(await look(), false);
    deepStrictEqual([said, checks()], [[], 0]);
  }
});

Deno.test("watchman: no pulse, an old one, a damaged one, and a run that lives and does not look", async () => {
  const pulses: [WatchmanParts["pulse"], string][] = [
    [() => null, "the run has no pulse.json"],
    [() => ({ time: 97 * MINUTE, lookedAt: 97 * MINUTE, pid: 7 }), "no sign of life of process 7 for 3m 00s"],
    [
      () => ({ time: 100 * MINUTE, lookedAt: 82 * MINUTE, pid: 7 }),
      "process 7 lives, and has not looked at its account for 18m 00s",
    ],
    [() => {
      throw new Error("pulse.json is damaged");
    }, "pulse.json is damaged"],
  ];
  for (const [pulse, why] of pulses) {
    const { look, said, checks } = watchmanWith({ pulse });
    await look();
    await look();
    const stale = `stale !fault: ${why}; its positions are looked after from here`;
    deepStrictEqual([said, checks()], [[stale, "position: the account is flat"], 2]);
  }
});

Deno.test("watchman: what it finds is said once, a change again, and that the run is back", async () => {
  const world = watchmanWith({ check: () => Promise.resolve(HELD) });
  await world.look();
  await world.look();
  const closed = { asset: "BTC", found: "closed", text: "had no stop: closed" } as const;
  world.parts.check = () =>
    Promise.resolve({ ...FLAT, positions: [closed], cancelled: ["an order: cancelled"] });
  await world.look();
  world.parts.pulse = () => ({ time: 100 * MINUTE, lookedAt: null, pid: 8 });
  await world.look();
  await world.look();
  deepStrictEqual(world.said.slice(1), [
    "position: has its stop",
    "position !naked: had no stop: closed",
    "order !fault: an order: cancelled",
    "position: the account is flat",
    "alive: the run shows signs of life again",
  ]);
});

Deno.test("watchman: when the run is gone a second time, what it holds is said again", async () => {
  const world = watchmanWith({ check: () => Promise.resolve(HELD) });
  await world.look();
  const gone = world.parts.pulse;
  world.parts.pulse = () => ({ time: 100 * MINUTE, lookedAt: null, pid: 8 });
  await world.look();
  world.parts.pulse = gone;
  await world.look();
  strictEqual(world.said.filter((line) => line === "position: has its stop").length, 2);
});

Deno.test("watchman: an account that does not show is said once, and that it shows again; it goes on", async () => {
  const world = watchmanWith({ check: () => Promise.reject(new Error("venue: 502")) });
  await world.look();
  await world.look();
  world.parts.check = () => Promise.resolve(HELD);
  await world.look();
  deepStrictEqual(world.said.slice(1), [
    "failed !fault: the account cannot be looked at, so nothing is protected from here: venue: 502",
    "alive: the account shows again",
    "position: has its stop",
  ]);
});

Deno.test("watchman: a run that was ended for good and holds nothing is over, one that holds something is not", async () => {
  const world = watchmanWith({ isFinished: () => true, check: () => Promise.resolve(HELD) });
  strictEqual(await world.look(), false);
  world.parts.check = () => Promise.resolve(FLAT);
  strictEqual(await world.look(), true);
});
