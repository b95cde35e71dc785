/** `deno task faults`: live runs in a world that fails by lot, as many as one likes; tells each seed that breaks a law. */
import { parseArgs } from "node:util";
import { flagsOrUsage } from "../flags_or_usage.ts";
import { brokenIn } from "./testing/live_invariants.ts";
import { liveStorm } from "./testing/live_storm.ts";

const USAGE = "Usage: deno task faults [--from 1] [--seeds 1000] [--closes 16]";
const { values } = flagsOrUsage(USAGE, () =>
  parseArgs({
    options: {
      from: { type: "string", default: "1" },
      seeds: { type: "string", default: "1000" },
      closes: { type: "string", default: "16" },
    },
  }));
const [from, seeds, closes] = [values.from, values.seeds, values.closes].map(Number);
if (![from, seeds, closes].every((one) => Number.isSafeInteger(one) && one > 0)) {
  console.error("faults: --from, --seeds and --closes are whole numbers from 1 up");
  Deno.exit(2);
}

/** Plays one seed; what is broken, or what it failed with. */
async function play(seed: number): Promise<readonly string[]> {
  try {
    return brokenIn(await liveStorm(seed, closes), closes);
  } catch (error) {
    return [String(error instanceof Error ? error.stack : error)];
  }
}

let broken = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const found = await play(seed);
  if (found.length > 0) {
    broken++;
    console.log(`seed ${seed}\n  ${found.join("\n  ")}`);
  }
  if ((seed - from + 1) % 500 === 0) console.error(`${seed - from + 1} of ${seeds}, ${broken} broken`);
}
console.log(
  `${seeds} seeds of ${closes} closes: ${broken === 0 ? "no law is broken" : `${broken} break one`}`,
);
Deno.exit(broken === 0 ? 0 : 1);
