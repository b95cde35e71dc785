import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { BOB, testDesk, WALL, wireText } from "./testing/desk.ts";

/** How far the bodies' nonces lie ahead of the wall at most, ms. */
const LATEST = 80_000_000;

/** Bodies that are taken, to be spoiled. */
const TAKEN = [
  {
    type: "order",
    orders: [{ a: 0, b: true, p: "90", s: "1", r: false, t: { limit: { tif: "Gtc" } } }],
    grouping: "na",
  },
  {
    type: "order",
    orders: [{
      a: 0,
      b: false,
      p: "80",
      s: "0",
      r: true,
      t: { trigger: { isMarket: true, triggerPx: "95", tpsl: "sl" } },
      c: `0x${"0".repeat(32)}`,
    }],
    grouping: "positionTpsl",
    builder: { b: BOB, f: 0 },
  },
  { type: "cancel", cancels: [{ a: 0, o: 1 }] },
  { type: "cancelByCloid", cancels: [{ asset: 0, cloid: `0x${"0".repeat(32)}` }] },
  {
    type: "modify",
    oid: 1,
    order: { a: 0, b: true, p: "90", s: "1", r: false, t: { limit: { tif: "Gtc" } } },
  },
  { type: "scheduleCancel", time: 1_704_070_000_000 },
  { type: "updateLeverage", asset: 0, isCross: true, leverage: 5 },
  { type: "updateIsolatedMargin", asset: 0, isBuy: true, ntli: 5 },
  {
    type: "approveAgent",
    signatureChainId: "0x66eee",
    hyperliquidChain: "Testnet",
    agentAddress: `0x${"1".repeat(40)}`,
    agentName: "bot",
    nonce: WALL,
  },
  { type: "reserveRequestWeight", weight: 1 },
].map((action) => ({
  action,
  nonce: WALL,
  signature: { r: `0x${"4".repeat(63)}`, s: `0x${"2".repeat(64)}`, v: 27 },
  vaultAddress: null,
  expiresAfter: null as number | null,
}));

const HARSH = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  0.1,
  -0,
  2 ** 31,
  2 ** 53,
  1e21,
  1e308,
  "",
  "0",
  "-0",
  "1e999",
  "9".repeat(40),
  `0.${"0".repeat(37)}1`,
  "0x",
  `0x${"f".repeat(64)}`,
  `0x${"0".repeat(40)}`,
  "\u0000",
  "\ud800",
  "💥".repeat(500),
  [],
  {},
  JSON.parse('{"__proto__":{"type":"order"}}'),
  JSON.parse('{"constructor":1,"toString":2,"length":3}'),
  new Array(1_000).fill({}),
  JSON.parse(`${'{"a":['.repeat(2_000)}${"]}".repeat(2_000)}`),
);

/** A taken body with some of its values put another in the place of, left out, or given twice. */
const spoiled = fc.record({
  body: fc.constantFrom(...TAKEN),
  later: fc.nat({ max: LATEST }),
  changes: fc.array(fc.tuple(fc.nat(), fc.oneof(HARSH, fc.jsonValue(), fc.constant(undefined))), {
    maxLength: 3,
  }),
}).map(({ body, later, changes }) => {
  const copy: unknown = structuredClone({ ...body, nonce: WALL + later });
  for (const [at, value] of changes) {
    const places = placesIn(copy);
    const [holder, key] = places[at % places.length];
    if (value === undefined) delete holder[key];
    else holder[key] = JSON.parse(JSON.stringify(value));
  }
  return copy;
});

function placesIn(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder).slice(0, 20);
  const inner = keys.flatMap((key) => Object.keys(holder).length > 100 ? [] : deeper(holder[key]));
  return [...keys.map((key): [Record<string, unknown>, string] => [holder, key]), ...inner];
}

function deeper(value: unknown): [Record<string, unknown>, string][] {
  return typeof value === "object" && value !== null && !("a" in value && Array.isArray(value.a))
    ? placesIn(value)
    : [];
}

for (const auth of ["verify", "trust"] as const) {
  Deno.test(`POST /exchange: nothing that is sent breaks it, auth ${auth}`, async () => {
    const { send, world, house: { warnings: lines } } = testDesk({ auth });
    const body = fc.oneof({ weight: 5, arbitrary: spoiled }, { weight: 1, arbitrary: fc.jsonValue() }, {
      weight: 1,
      arbitrary: HARSH,
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const answer = await send(sent, auth === "trust" ? BOB : null);
        ok([200, 422].includes(answer.status), wireText(answer));
        if (answer.status === 200) seen.add(checked(JSON.parse(wireText(answer))));
        else strictEqual(wireText(answer), "422 Failed to deserialize the JSON body into the target type");
      }),
      { numRuns: 1_500 },
    );
    deepStrictEqual([...seen].sort(), ["err", "ok"], "both are met");
    for (const account of world.accounts.values()) {
      const { crossCashUsd } = await account.marginState();
      ok(Number.isFinite(crossCashUsd));
    }
    ok(lines.every((line) => line.length < 400));
    const last = { action: { type: "noop" }, nonce: WALL + LATEST + 1 };
    const done = JSON.stringify({ status: "ok", response: { type: "default" } });
    if (auth === "trust") strictEqual(wireText(await send(last, BOB)), done);
  });
}

/** What every 200 looks like. */
function checked({ status, response }: { readonly status: string; readonly response: unknown }): string {
  if (status === "err") {
    ok(typeof response === "string" && response.length > 0 && response.length < 300);
    return status;
  }
  strictEqual(status, "ok");
  const { type, data } = response as { type: string; data?: { statuses: unknown[] } };
  ok(type === "default" ? data === undefined : Array.isArray(data?.statuses));
  return status;
}
