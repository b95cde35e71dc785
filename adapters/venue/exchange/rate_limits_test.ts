import { strictEqual } from "node:assert/strict";
import { RateLimits } from "./rate_limits.ts";

const IP = "127.0.0.1";
const BOB = "0xb0b";
const ORDER = { count: 1, isCancel: false };
const CANCEL = { count: 1, isCancel: true };

function limitsAt(enforceLimits = true) {
  const market = { now: 1_704_067_200_000 };
  const wall = { now: 1_790_000_000_000 };
  const limits = new RateLimits({ enforceLimits, now: () => market.now, wallNow: () => wall.now });
  return { market, wall, limits };
}

function traded(usd: number): () => Promise<number> {
  return () => Promise.resolve(usd);
}

Deno.test("an IP may send a weight of 1200 in a minute, and it comes back evenly", () => {
  const { market, limits } = limitsAt();
  for (let sent = 0; sent < 60; sent++) strictEqual(limits.takeInfo(IP, 20), true);
  strictEqual(limits.takeInfo(IP, 2), false);
  strictEqual(limits.takeExchange(IP), false);
  strictEqual(limits.takeInfo("10.0.0.1", 20), true);
  market.now += 1_000;
  strictEqual(limits.takeInfo(IP, 21), false);
  strictEqual(limits.takeInfo(IP, 20), true);
  strictEqual(limits.takeInfo(IP, 1), false);
  market.now += 3_600_000;
  strictEqual(limits.takeInfo(IP, 1_201), false);
  strictEqual(limits.takeInfo(IP, 1_200), true);
});

Deno.test("where the market stands still the wall gives back what was taken", () => {
  const { wall, limits } = limitsAt();
  limits.takeInfo(IP, 1_200);
  strictEqual(limits.takeInfo(IP, 20), false);
  wall.now += 1_000;
  strictEqual(limits.takeInfo(IP, 20), true);
  strictEqual(limits.takeInfo(IP, 1), false);
});

Deno.test("rows and orders weigh beyond their question, and what is owed comes back first", () => {
  const { market, limits } = limitsAt();
  limits.takeInfo(IP, 1_200);
  limits.addInfo(IP, 100);
  market.now += 5_000;
  strictEqual(limits.takeInfo(IP, 1), false);
  market.now += 1_000;
  strictEqual(limits.takeInfo(IP, 20), true);
  const { limits: fresh } = limitsAt();
  fresh.addExchange(IP, 39);
  strictEqual(fresh.takeInfo(IP, 1_200), true);
  const { limits: other } = limitsAt();
  other.addExchange(IP, 80);
  strictEqual(other.takeInfo(IP, 1_199), false);
  strictEqual(other.takeInfo(IP, 1_198), true);
});

Deno.test("an address may send ten thousand requests, and one more for each USD it traded", async () => {
  const { market, limits } = limitsAt();
  strictEqual(limits.takeRequests(BOB, { count: 10_000, isCancel: false }, traded(0)), null);
  const refused = await limits.takeRequests(BOB, ORDER, traded(0));
  // The first beyond the limit is the one that is let through every ten seconds.
  strictEqual(refused, null);
  strictEqual(
    await limits.takeRequests(BOB, ORDER, traded(0.5)),
    "Too many cumulative requests sent (10002 > 10000) for cumulative volume traded $0.50. " +
      "Place taker orders to free up 1 request per USDC traded.",
  );
  strictEqual(limits.requests.count(BOB), 10_001);
  market.now += 9_999;
  strictEqual(await limits.takeRequests(BOB, ORDER, traded(0)) === null, false);
  market.now += 1;
  strictEqual(await limits.takeRequests(BOB, ORDER, traded(0)), null);
  strictEqual(await limits.takeRequests(BOB, ORDER, traded(2.9)) === null, false);
  strictEqual(await limits.takeRequests(BOB, ORDER, traded(3)), null);
  strictEqual(limits.requests.count(BOB), 10_003);
});

Deno.test("cancels are let through far beyond, and reserved requests come on top", async () => {
  const { limits } = limitsAt();
  limits.takeRequests(BOB, { count: 10_000, isCancel: false }, traded(0));
  strictEqual(limits.takeRequests(BOB, { count: 10_000, isCancel: true }, traded(0)), null);
  strictEqual(await limits.takeRequests(BOB, CANCEL, traded(0)), null, "the slow one");
  strictEqual(await limits.takeRequests(BOB, CANCEL, traded(0)) === null, false);
  limits.requests.reserve(BOB, 20_000);
  strictEqual(limits.requests.reserved(BOB), 20_000);
  strictEqual(limits.takeRequests(BOB, ORDER, traded(0)), null);
});

Deno.test("where limits are not enforced all is counted and nothing refused", async () => {
  const { limits } = limitsAt(false);
  for (let sent = 0; sent < 100; sent++) strictEqual(limits.takeInfo(IP, 60), true);
  for (let sent = 0; sent < 20; sent++) {
    strictEqual(await limits.takeRequests(BOB, { count: 1_000, isCancel: false }, traded(0)), null);
  }
  strictEqual(limits.requests.count(BOB), 20_000);
});
