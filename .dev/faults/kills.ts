/** `deno task kills`: a live run that is killed at each request of every kind of cycle, before and after its answer. */
import { parseArgs } from "node:util";
import { flagsOrUsage } from "../flags_or_usage.ts";
import { killEverywhere } from "./testing/kill_everywhere.ts";
import { everyPoint } from "./testing/kill_plan.ts";

flagsOrUsage("Usage: deno task kills", () => parseArgs({ options: {} }));
const began = performance.now();
const killed = await killEverywhere(everyPoint, console.error);
for (const [kind, points] of Map.groupBy(killed, ({ kind }) => kind)) {
  console.log(`${String(points.length).padStart(5)}  ${kind}`);
}
const minutes = Math.round((performance.now() - began) / 60_000);
console.log(
  `${killed.length} points, ${minutes} min: each run left what it leaves where nobody kills it, no law is broken`,
);
