import { strictEqual } from "node:assert/strict";
import { listen } from "./listen.ts";

/** What `Deno.serve` gives while `use` runs. */
async function withServers(use: (servers: Deno.HttpServer[]) => Promise<void>): Promise<void> {
  const servers: Deno.HttpServer[] = [];
  const { serve } = Deno;
  const watched = (...given: Parameters<typeof serve>) => {
    const server = serve(...given);
    servers.push(server as Deno.HttpServer);
    return server;
  };
  Object.assign(Deno, { serve: watched });
  try {
    await use(servers);
  } finally {
    Object.assign(Deno, { serve });
  }
}

Deno.test("a server that has ended by itself is stopped without a fault, and twice is once", () =>
  withServers(async (servers) => {
    const ended = listen({ host: "127.0.0.1", port: 0 }, () => new Response("x"));
    await Promise.all([servers[0].shutdown(), servers[0].finished]);
    await ended.stop();
    const standing = listen({ host: "127.0.0.1", port: 0 }, () => new Response("x"));
    strictEqual(await (await fetch(`http://${standing.address}`)).text(), "x");
    await standing.stop();
    await standing.stop();
  }));
