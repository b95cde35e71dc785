import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { MarketClock } from "./market_clock.ts";
import { MarketWalk } from "./market_walk.ts";
import { SimDesk } from "./sim_desk.ts";
import { venueApp, type VenueDesks } from "./venue_app.ts";

const FROM = { ip: "10.0.0.1", connection: "10.0.0.1:7" };
const JSON_TYPE = { "content-type": "application/json" };

/** An app whose desks tell what they were asked. */
function app(): { ask(path: string, init?: RequestInit): Promise<Response>; warnings: string[] } {
  const clock = new MarketClock(0);
  const market = { nextClose: () => null };
  const walk = new MarketWalk({
    clock,
    nextStop: market.nextClose,
    end: 1000,
    moved: () => Promise.resolve(),
  });
  const warnings: string[] = [];
  const echo = (body: unknown, from: unknown) => Promise.resolve({ status: 200, json: { body, from } });
  const desks: VenueDesks = {
    info: { handle: echo },
    exchange: {
      handle: (body, from) => body === "throw" ? Promise.reject(new Error("broken")) : echo(body, from),
    },
    binance: { handle: (url) => ({ status: 418, json: url.pathname, headers: { "retry-after": "7" } }) },
    sim: new SimDesk({ clock, market, walk, from: 0, speed: null }),
    upgrade: (_request, stream) => new Response(stream),
    warn: (line) => warnings.push(line),
  };
  const served = venueApp(desks);
  const ask = async (path: string, init?: RequestInit) =>
    await served.fetch(new Request(`http://127.0.0.1${path}`, init), FROM);
  return { ask, warnings };
}

Deno.test("venueApp: /info and /exchange take JSON, and tell who asked", async () => {
  const { ask } = app();
  const body = JSON.stringify({ type: "meta" });
  const headers = { "content-type": "application/json; charset=utf-8", "x-sim-account": "0xA" };
  const info = await ask("/info", { method: "POST", headers, body });
  strictEqual(info.status, 200);
  strictEqual(info.headers.get("content-type"), "application/json");
  strictEqual(info.headers.get("access-control-allow-origin"), "*");
  deepStrictEqual(await info.json(), { body: { type: "meta" }, from: FROM });
  const exchange = await ask("/exchange", { method: "POST", headers, body });
  deepStrictEqual((await exchange.json()).from, { ...FROM, account: "0xA" });
});

Deno.test("venueApp: refuses what the venue refuses, with its status and text", async () => {
  const { ask } = app();
  const rows: [path: string, init: RequestInit, status: number, text: string][] = [
    ["/info", { method: "POST", body: "{}" }, 415, "Expected request with `Content-Type: application/json`"],
    [
      "/info",
      { method: "POST", headers: JSON_TYPE, body: "{" },
      400,
      "Failed to parse the request body as JSON",
    ],
    [
      "/exchange",
      { method: "POST", headers: JSON_TYPE, body: "" },
      400,
      "Failed to parse the request body as JSON",
    ],
    ["/info", {}, 405, ""],
    ["/exchange", { method: "PUT", body: "x" }, 405, ""],
    ["/nothing", {}, 404, ""],
    ["/ws", {}, 400, "Connection header did not include 'upgrade'"],
    ["/ws/btcusdt@kline_1m", {}, 400, "Connection header did not include 'upgrade'"],
  ];
  for (const [path, init, status, text] of rows) {
    const answer = await ask(path, init);
    deepStrictEqual([answer.status, await answer.text()], [status, text], path);
  }
  const long = { method: "POST", headers: JSON_TYPE, body: `"${"x".repeat(2 * 1024 * 1024)}"` };
  strictEqual((await ask("/info", long)).status, 413);
});

Deno.test("venueApp: what breaks at a desk is told to the person, and the venue goes on", async () => {
  const { ask, warnings } = app();
  const broken = await ask("/exchange", { method: "POST", headers: JSON_TYPE, body: '"throw"' });
  deepStrictEqual([broken.status, await broken.text()], [500, "Internal Server Error"]);
  deepStrictEqual(warnings, ["POST /exchange failed: broken"]);
  strictEqual((await ask("/healthz")).status, 200);
});

Deno.test("venueApp: a client that goes before its body has come is no failure of the venue", async () => {
  const { ask, warnings } = app();
  for (const headers of [JSON_TYPE, { ...JSON_TYPE, "content-length": "9" }]) {
    const body = new ReadableStream({ start: (stream) => stream.error(new Deno.errors.BadResource("gone")) });
    strictEqual((await ask("/info", { method: "POST", headers, body })).status, 400);
  }
  deepStrictEqual(warnings, []);
});

Deno.test("venueApp: Binance's doors, sockets, health, clock, steps and preflight", async () => {
  const { ask } = app();
  const binance = await ask("/fapi/v1/klines?symbol=BTCUSDT");
  deepStrictEqual([binance.status, binance.headers.get("retry-after")], [418, "7"]);
  strictEqual(await binance.json(), "/fapi/v1/klines");
  const headers = { upgrade: "WebSocket" };
  strictEqual(await (await ask("/ws", { headers })).text(), "hyperliquid");
  strictEqual(await (await ask("/ws/btcusdt@kline_1m", { headers })).text(), "binance");
  strictEqual(await (await ask("/stream?streams=a/b", { headers })).text(), "binance");
  strictEqual(await (await ask("/market/ws/btcusdt@kline_1m", { headers })).text(), "binance");
  deepStrictEqual(await (await ask("/healthz")).json(), { status: "ok" });
  const step = await ask("/sim/advance", { method: "POST", headers: JSON_TYPE, body: '{"ms":5}' });
  strictEqual((await step.json()).time, 5);
  strictEqual((await (await ask("/sim/clock")).json()).time, 5);
  const preflight = await ask("/exchange", { method: "OPTIONS" });
  match(preflight.headers.get("access-control-allow-headers") ?? "", /content-type/);
});
