import { join } from "node:path";

const MOST_BYTES = 64 * 1024;

/** What the process that runs a run knew between two cycles, as it wrote it down; null: nothing, or nothing whole. */
export function readPulse(folder: string): unknown {
  const path = join(folder, "pulse.json");
  try {
    if (Deno.statSync(path).size > MOST_BYTES) return null;
    return JSON.parse(Deno.readTextFileSync(path));
  } catch {
    // It is there to be shown and for nothing else: without it the last cycle's figures stand.
    return null;
  }
}
