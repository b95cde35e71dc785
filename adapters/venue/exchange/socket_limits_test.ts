import { strictEqual } from "node:assert/strict";
import { SocketLimits } from "./socket_limits.ts";

const IP = "127.0.0.1";

function socketsAt(isEnforced = true) {
  const market = { now: 0 };
  return { market, sockets: new SocketLimits(isEnforced, () => market.now) };
}

Deno.test("an IP has ten sockets, and opens thirty in a minute", () => {
  const { market, sockets } = socketsAt();
  for (let open = 0; open < 10; open++) strictEqual(sockets.open(IP), true);
  strictEqual(sockets.open(IP), false);
  strictEqual(sockets.open("10.0.0.1"), true);
  for (let again = 0; again < 20; again++) {
    sockets.close(IP);
    strictEqual(sockets.open(IP), true, String(again));
  }
  sockets.close(IP);
  strictEqual(sockets.open(IP), false, "the thirty-first");
  market.now += 2_000;
  strictEqual(sockets.open(IP), true);
});

Deno.test("an IP follows a thousand channels and ten users", () => {
  const { sockets } = socketsAt();
  for (let user = 0; user < 10; user++) strictEqual(sockets.subscribe(IP, `0x${user}`), null);
  strictEqual(sockets.subscribe(IP, "0x0"), null);
  strictEqual(sockets.subscribe(IP, "0xa"), "Cannot track more than 10 total users.");
  sockets.unsubscribe(IP, "0x0");
  strictEqual(sockets.subscribe(IP, "0xa"), "Cannot track more than 10 total users.");
  sockets.unsubscribe(IP, "0x0");
  strictEqual(sockets.subscribe(IP, "0xa"), null);
  for (let more = 0; more < 990; more++) strictEqual(sockets.subscribe(IP, null), null);
  strictEqual(sockets.subscribe(IP, null), "Cannot subscribe to more than 1000 channels.");
  sockets.unsubscribe(IP, null);
  strictEqual(sockets.subscribe(IP, null), null);
});

Deno.test("an IP sends two thousand messages in a minute, and has a hundred requests answered at once", () => {
  const { market, sockets } = socketsAt();
  for (let sent = 0; sent < 2_000; sent++) strictEqual(sockets.takeMessage(IP), true);
  strictEqual(sockets.takeMessage(IP), false);
  market.now += 60_000;
  strictEqual(sockets.takeMessage(IP), true);
  for (let post = 0; post < 100; post++) strictEqual(sockets.startPost(IP), true);
  strictEqual(sockets.startPost(IP), false);
  sockets.endPost(IP);
  strictEqual(sockets.startPost(IP), true);
});

Deno.test("where limits are not enforced nothing is refused", () => {
  const { sockets } = socketsAt(false);
  for (let count = 0; count < 3_000; count++) {
    strictEqual(sockets.open(IP), true);
    strictEqual(sockets.takeMessage(IP), true);
    strictEqual(sockets.subscribe(IP, `0x${count}`), null);
    strictEqual(sockets.startPost(IP), true);
  }
});
