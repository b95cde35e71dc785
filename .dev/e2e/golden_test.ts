/** Golden diaries: what each agent did in a week that never changes. */

import assert from "node:assert/strict";
import { readDiary } from "../../adapters/jsonl_diary/mod.ts";
import { GOLDEN_AGENTS, goldenPath, goldenRun } from "./golden.ts";
import { atWork, inPairs } from "./workplace.ts";

const RENEW = "if runs are meant to change: deno run -A .dev/e2e/renew_golden.ts, and look at the difference";

Deno.test("a run of each agent is its golden diary, byte for byte", () =>
  atWork((place) =>
    inPairs(GOLDEN_AGENTS, async (agent) => {
      const { lines } = await goldenRun(place, agent);
      const golden = Deno.readTextFileSync(goldenPath(agent)).split("\n").slice(0, -1);
      const differing = lines.findIndex((line, index) => line !== golden[index]);
      const at = `${agent} differs in line ${differing + 1} of ${golden.length}`;
      assert.equal(differing, -1, `${at}; ${RENEW}\nwas ${golden[differing]}\nis  ${lines[differing]}`);
      assert.equal(lines.length, golden.length, `${agent}; ${RENEW}`);
    })
  ));

for (const agent of GOLDEN_AGENTS) {
  Deno.test(`the golden diary of ${agent} is whole, and something happens in it`, () => {
    const { lines, tornTail } = readDiary(goldenPath(agent));
    assert.equal(tornTail, null);
    const kinds = new Set(lines.map(({ entry }) => entry.kind));
    assert.deepEqual(kinds, new Set(["run", "intent", "outcome", "cycle"]));
    assert.equal(lines.filter(({ entry }) => entry.kind === "cycle").length, 7 * 24);
  });
}
