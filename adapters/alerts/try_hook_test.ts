import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { tryHook } from "./try_hook.ts";

Deno.test("a hook is sent one test alert; one that refuses it is told with the answer, and not asked again", async () => {
  const bodies: unknown[] = [];
  let status = 200;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => undefined },
    async (request) => {
      bodies.push(await request.json());
      return new Response(null, { status });
    },
  );
  const address = { url: `http://127.0.0.1:${server.addr.port}/secret`, shape: "generic" } as const;
  strictEqual(await tryHook(address, 5), null);
  status = 404;
  match((await tryHook(address, 5))!, /404/);
  await server.shutdown();
  strictEqual(bodies.length, 2);
  const [{ alerts }] = bodies as { alerts: { kind: string; time: number }[] }[];
  deepStrictEqual(alerts.map(({ kind, time }) => [kind, time]), [["command", 5]]);
});
