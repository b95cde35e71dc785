/**
 * Writes the golden diaries and the golden prompt again, after a change that is meant to change what runs do:
 * `deno run -A .dev/e2e/renew_golden.ts`. Look at what git says has changed before you commit it.
 */
import { dirname } from "node:path";
import { GOLDEN_AGENTS, goldenPath, goldenRun } from "./golden.ts";
import { PROMPT_TEMPLATE, PROMPT_VERSION, sha256 } from "../../engine/mod.ts";
import { goldenPrompt } from "../../engine/testing/golden_prompt.ts";
import { atWork } from "./workplace.ts";

const promptPath = goldenPath("prompt").replace(/jsonl$/, "json");

const prompt = { version: PROMPT_VERSION, sha256: sha256(PROMPT_TEMPLATE), lines: await goldenPrompt() };
Deno.writeTextFileSync(promptPath, `${JSON.stringify(prompt, null, 1)}\n`);
console.log(`prompt: version ${PROMPT_VERSION}, ${prompt.lines.length} lines`);

await atWork(async (place) => {
  for (const agent of GOLDEN_AGENTS) {
    const { lines, manifest } = await goldenRun(place, agent);
    Deno.mkdirSync(dirname(goldenPath(agent)), { recursive: true });
    Deno.writeTextFileSync(goldenPath(agent), `${lines.join("\n")}\n`);
    console.log(`${agent}: ${lines.length} lines, ${manifest.metrics?.fills} fills`);
  }
});
