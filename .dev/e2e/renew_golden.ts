/**
 * Writes the golden diaries again, after a change that is meant to change what runs do:
 * `deno run -A .dev/e2e/renew_golden.ts`. Look at what git says has changed before you commit it.
 */
import { dirname } from "node:path";
import { GOLDEN_AGENTS, goldenPath, goldenRun } from "./golden.ts";
import { atWork } from "./workplace.ts";

await atWork(async (place) => {
  for (const agent of GOLDEN_AGENTS) {
    const { lines, manifest } = await goldenRun(place, agent);
    Deno.mkdirSync(dirname(goldenPath(agent)), { recursive: true });
    Deno.writeTextFileSync(goldenPath(agent), `${lines.join("\n")}\n`);
    console.log(`${agent}: ${lines.length} lines, ${manifest.metrics?.fills} fills`);
  }
});
