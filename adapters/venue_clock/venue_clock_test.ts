import assert from "node:assert/strict";
import { VenueClock, VenueClockError } from "./venue_clock.ts";

interface Told {
  time: number;
  speed: number | null;
  readonly from: number;
  readonly until: number;
}

/** A stub of a served market's clock on loopback; `moved` has the moments it was moved to. */
async function withVenue(
  told: Told,
  check: (url: string, moved: number[]) => Promise<void>,
): Promise<void> {
  const moved: number[] = [];
  const answer = async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname === "/sim/advance") {
      const { until } = await request.json() as { until: number };
      moved.push(until);
      told.time = Math.min(until, told.until);
    }
    return Response.json({ ...told, step: told.speed === null, ended: told.time >= told.until });
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => undefined }, answer);
  try {
    await check(`http://127.0.0.1:${server.addr.port}`, moved);
  } finally {
    await server.shutdown();
  }
}

Deno.test("a stepped venue is moved by whoever sleeps, and only onwards", () =>
  withVenue({ time: 100, speed: null, from: 100, until: 1000 }, async (url, moved) => {
    const clock = (await VenueClock.open(url))!;
    assert.equal(clock.now(), 100);
    await clock.sleepUntil(50);
    await clock.sleepUntil(400.5);
    assert.deepEqual([clock.now(), clock.hasEnded, moved], [401, false, [401]]);
  }));

Deno.test("at the end of the data time stands still, and it says so", () =>
  withVenue({ time: 100, speed: null, from: 100, until: 1000 }, async (url, moved) => {
    const clock = (await VenueClock.open(url))!;
    assert.deepEqual([clock.span.from, clock.span.until], [100, 1000]);
    await clock.sleepUntil(5000);
    await clock.sleepUntil(6000);
    assert.deepEqual([clock.now(), clock.hasEnded, moved], [1000, true, [5000]]);
  }));

Deno.test("an aborted signal keeps a stepped venue where it is", () =>
  withVenue({ time: 100, speed: null, from: 100, until: 1000 }, async (url, moved) => {
    const clock = (await VenueClock.open(url))!;
    await clock.sleepUntil(500, AbortSignal.abort());
    assert.deepEqual([clock.now(), moved], [100, []]);
  }));

Deno.test("with a speed time goes on by itself, never beyond the data and never back", () =>
  withVenue({ time: 100, speed: 60, from: 100, until: 100_000 }, async (url) => {
    let wall = 0;
    const clock = (await VenueClock.open(url, () => wall))!;
    wall = 10;
    assert.equal(clock.now(), 700);
    wall = 5;
    assert.equal(clock.now(), 700);
    wall = 1e9;
    assert.deepEqual([clock.now(), clock.hasEnded], [100_000, true]);
  }));

Deno.test("whoever has no market time has no such clock; who answers nonsense, or not at all, is a failure", async () => {
  const answers = [new Response("no", { status: 404 }), Response.json({ time: "now" })];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => undefined },
    () => answers.shift()!,
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  assert.equal(await VenueClock.open(url), null);
  await assert.rejects(
    VenueClock.open(url),
    (error) => error instanceof VenueClockError && /wanted \{time/.test(error.message),
  );
  await server.shutdown();
  await assert.rejects(VenueClock.open(url), VenueClockError);
});
