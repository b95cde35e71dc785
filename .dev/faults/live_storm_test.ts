/** A thousand live runs whose world fails and whose process dies by lot: what must hold of each holds. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { brokenIn } from "./testing/live_invariants.ts";
import { liveStorm } from "./testing/live_storm.ts";

const SEEDS = Number(Deno.env.get("FAULT_SEEDS") ?? 1000);
const CLOSES = 16;

Deno.test(`live storm: ${SEEDS} seeds break no law, and each kind of fault happened`, async () => {
  const counts = new Map<string, number>();
  const count = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (let seed = 1; seed <= SEEDS; seed++) {
    const storm = await liveStorm(seed, CLOSES);
    deepStrictEqual(brokenIn(storm, CLOSES), [], `seed ${seed}: deno task faults --from ${seed} --seeds 1`);
    count("lives", storm.lives);
    for (const [name, times] of storm.lots.counts) count(name, times);
    for (const { kind } of storm.entries) count(kind);
  }
  const wanted = [
    ...[
      "sync lost",
      "sync torn",
      "submit lost",
      "submit torn",
      "submit refused",
      "stop refused",
      "stop gone",
    ],
    ...[
      "exchange away",
      "candles late",
      "contexts torn",
      "model lost",
      "clock ahead",
      "clock behind",
      "stops lost",
      "sync 429",
      "sync 500",
      "submit 429",
      "submit 500",
      "disk full",
      "long dead",
    ],
    ...["intent", "outcome", "guard", "missed", "lapsed"],
  ];
  deepStrictEqual(wanted.filter((name) => !counts.has(name)), []);
  ok(counts.get("lives")! > 3 * SEEDS);
});
