import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import golden from "../../../fixtures/golden/prompt.json" with { type: "json" };
import type { DiaryEntry } from "../../model/diary_entry.ts";
import { goldenPrompt, goldenWorld, liveGolden } from "../../testing/golden_prompt.ts";
import type { LlmWorld } from "../../testing/llm_world.ts";
import { foldOf } from "../../testing/state_digest.ts";
import { sha256 } from "../../model/hash.ts";
import { PROMPT_TEMPLATE, PROMPT_VERSION } from "./prompt_template.ts";

const RENEW = "if the prompt is meant to change: PROMPT_VERSION goes up, then deno task golden";

Deno.test("the prompt is the golden one, line by line", async () => {
  deepStrictEqual(await goldenPrompt(), golden.lines, RENEW);
});

Deno.test("a template that changed has another version", () => {
  deepStrictEqual([PROMPT_VERSION, sha256(PROMPT_TEMPLATE)], [golden.version, golden.sha256], RENEW);
});

Deno.test("three compositions tell the same market in the same bytes", async () => {
  const plain = (await goldenPrompt()).join("\n");
  // Another run: other order ids; its venue lists and answers in another order, and its clock is late.
  const other = goldenWorld({ key: "another key", detail: "full" });
  const account = other.exchange.account.bind(other.exchange);
  other.exchange.account = () => {
    const seen = account();
    return { ...seen, openOrders: seen.openOrders.toReversed(), positions: seen.positions.toReversed() };
  };
  const ask = other.model.ask;
  other.model.ask = (request, signal) => {
    other.clock.set(other.clock.now() + 1234);
    return ask(request, signal);
  };
  await liveGolden(other);
  strictEqual(promptOf(other), plain);

  // A run that was lost before the last cycle and goes on from the lines of its diary.
  const lost = goldenWorld();
  await liveGolden(lost, { until: -1 });
  const lines: DiaryEntry[] = JSON.parse(JSON.stringify(lost.diary.entries));
  Object.assign(lost.engine, { state: foldOf(lines, lost.engine.instruments) });
  await liveGolden(lost, { from: -1 });
  strictEqual(promptOf(lost), plain);
});

Deno.test("no wall time, no id of a run or an order, no figure with an exponent", async () => {
  const world = goldenWorld();
  await liveGolden(world);
  const shown = JSON.stringify(world.model.requests);
  for (const id of JSON.stringify(world.diary.entries).match(/0x[0-9a-f]{32}/g)!) ok(!shown.includes(id));
  ok(!shown.includes(world.engine.run.key));
  ok(!/\d[eE][+-]?\d/.test(shown.replace(/call-\d/g, "")));
  ok(!shown.includes(new Date().toISOString().slice(0, 10)));
});

function promptOf(world: LlmWorld): string {
  return world.model.requests.at(-1)!.messages.map(({ role, text }) => `# ${role}\n${text}`).join("\n");
}
