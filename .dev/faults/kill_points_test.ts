/**
 * A live run over a served venue that is killed while it asks, before the venue hears it and once it has answered, and is
 * started again each time. Here at one request of each kind; `deno task kills` does it at each of every kind of cycle.
 */
import { deepStrictEqual, ok } from "node:assert/strict";
import { killEverywhere } from "./testing/kill_everywhere.ts";
import { eachRequest } from "./testing/kill_plan.ts";

Deno.test("kill points: killed at each kind of request a run leaves what it leaves where nobody kills it", async () => {
  const killed = await killEverywhere((arrivals) => [eachRequest(arrivals)]);
  const points = new Set(killed.map(({ name, phase }) => `${phase} ${name}`));
  const acts = ["/exchange order", "/exchange updateLeverage", "/exchange cancelByCloid", "/sim/advance"];
  const wanted = acts.flatMap((name) => [`before ${name}`, `after ${name}`]);
  deepStrictEqual(wanted.filter((point) => !points.has(point)), []);
  const names = new Set(killed.map(({ name }) => name));
  for (const name of ["/info clearinghouseState", "/info userFillsByTime", "/info userRole"]) {
    ok(names.has(name), name);
  }
});
