import { strictEqual, throws } from "node:assert/strict";
import { listen } from "./listen.ts";
import { VenueError } from "./venue_error.ts";

const ok = () => Promise.resolve(new Response("ok"));

Deno.test("listen: answers where it says that it listens, until it is stopped", async () => {
  const { address, stop } = listen({ host: "127.0.0.1", port: 0 }, ok);
  strictEqual(await (await fetch(`http://${address}`)).text(), "ok");
  await stop();
});

Deno.test("listen: an address that it cannot listen on is a VenueError that says why", async () => {
  const { address, stop } = listen({ host: "127.0.0.1", port: 0 }, ok);
  const port = Number(address.split(":")[1]);
  const rows: [host: string, port: number, why: RegExp][] = [
    ["127.0.0.1", port, /cannot listen on 127\.0\.0\.1:\d+: the port is in use; wanted a free one/],
    ["192.0.2.1", 0, /cannot listen on 192\.0\.2\.1: this machine has no such address; wanted one it has/],
    ["a..b", 0, /cannot listen on a\.\.b:0: .*; wanted an address of this machine, like 127\.0\.0\.1$/],
  ];
  for (const [host, port, why] of rows) {
    throws(
      () => listen({ host, port }, ok),
      (error) => error instanceof VenueError && why.test(error.message),
    );
  }
  await stop();
});
