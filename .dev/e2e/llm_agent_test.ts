/** The LLM agent in a whole backtest on the shipped market, with a model that draws lots. */
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import {
  type ChatAnswer,
  type ChatModel,
  type CycleEntry,
  type DiaryEntry,
  readLine,
} from "../../engine/mod.ts";
import { DrawingModel, RememberingModel, ShippedMarket } from "./llm_run.ts";

const FROM = Date.UTC(2024, 0, 1);
const HOURS_4 = 14_400_000;
const QUARTER_MS = 900_000;
const DECISIONS = 500;
const RANGE = { from: FROM, until: FROM + DECISIONS * HOURS_4 };
const shipped = new ShippedMarket("4h");

function entriesOf(lines: readonly string[]): DiaryEntry[] {
  let end = { seq: 0, hash: "0".repeat(64) };
  return lines.map((text) => {
    const line = readLine(text, end);
    end = { seq: line.seq + 1, hash: line.hash };
    return line.entry;
  });
}

Deno.test("500 decisions played again from what was recorded: the same bytes; one answer less ends the run", async () => {
  const answers = new Map<string, ChatAnswer>();
  const recorded = await shipped.run(
    shipped.llmAgent(),
    new RememberingModel(answers, new DrawingModel()),
    RANGE,
  );
  const copy = new Map<string, ChatAnswer>(JSON.parse(JSON.stringify([...answers])));
  const replayed = await shipped.run(shipped.llmAgent(), new RememberingModel(copy, null), RANGE);
  strictEqual(replayed.join("\n"), recorded.join("\n"));

  const cycles = entriesOf(recorded).filter((entry): entry is CycleEntry => entry.kind === "cycle");
  strictEqual(cycles.length, DECISIONS);
  const keys = cycles.flatMap(({ cassetteKeys }) => cassetteKeys ?? []);
  deepStrictEqual(new Set(keys), new Set(answers.keys()), "the diary names every answer");
  const counts = {
    tools: cycles.filter(({ toolCalls }) => toolCalls !== undefined).length,
    repaired:
      cycles.filter(({ repaired, unanswered }) => repaired !== undefined && unanswered === undefined).length,
    trades: cycles.flatMap(({ trades }) => trades ?? []).length,
    refused: cycles.flatMap(({ decisions }) => decisions ?? []).filter(({ refusal }) => refusal !== undefined)
      .length,
    offs: cycles.flatMap(({ decisions }) => decisions ?? [])
      .filter(({ rationale }) => rationale.startsWith("the exit plan is off")).length,
  };
  for (const [what, count] of Object.entries(counts)) ok(count > 5, `${what}: ${count}`);
  ok(
    cycles.every(({ latencyMs, costUsd, tokens, rationales }) =>
      latencyMs && costUsd && tokens && rationales
    ),
  );

  copy.delete(keys[Math.floor(keys.length / 2)]);
  await rejects(
    shipped.run(shipped.llmAgent(), new RememberingModel(copy, null), RANGE),
    { name: "UnrecordedAnswer", message: "it was never asked" },
  );
});

Deno.test("no look-ahead: a run that ends earlier is the longer one up to there, tools and latency included", async () => {
  const whole = await shipped.run(shipped.llmAgent(), new DrawingModel(), {
    from: FROM,
    until: FROM + 120 * HOURS_4,
  });
  for (const cycles of [1, 40, 77]) {
    const part = await shipped.run(shipped.llmAgent(), new DrawingModel(), {
      from: FROM,
      until: FROM + cycles * HOURS_4,
    });
    deepStrictEqual(part, whole.slice(0, part.length));
  }
});

Deno.test("blind: the run is another one, repeatable, and its orders are legal", async () => {
  const range = { from: FROM, until: FROM + 120 * HOURS_4 };
  const blind = () => shipped.run(shipped.llmAgent({ blind: { seed: 4 } }), new DrawingModel(), range);
  const lines = await blind();
  deepStrictEqual(await blind(), lines);
  const decisions = entriesOf(lines).flatMap((entry) => entry.kind === "cycle" ? entry.decisions ?? [] : []);
  ok(decisions.filter(({ outcome }) => outcome === "filled").length > 20);
  ok(decisions.every(({ refusal, outcome }) => refusal?.code !== "off-grid" && outcome !== "rejected"));
});

Deno.test("a slow model: late answers hold, orders arrive after it, what happened meanwhile is settled, the books agree", async () => {
  const quarters = new ShippedMarket("15m", "high");
  const drawing = new DrawingModel();
  const slow: ChatModel = {
    ask: async (request) => {
      const answer = await drawing.ask(request);
      return answer.status === "answered" ? { ...answer, latencyMs: answer.latencyMs * 6 } : answer;
    },
  };
  // January has candles of a minute, so that much can happen while a model thinks.
  const from = Date.UTC(2024, 0, 2);
  const lines = await quarters.run(quarters.llmAgent(), slow, { from, until: from + 700 * QUARTER_MS });
  const entries = entriesOf(lines);
  let meanwhile = 0;
  const arrivals = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== "cycle") continue;
    const { close, latencyMs = 0, unanswered, decisions = [], fills = [], faults } = entry;
    strictEqual(faults, undefined);
    strictEqual(unanswered?.why === "late", latencyMs > QUARTER_MS / 2, `${latencyMs} ms`);
    if (unanswered !== undefined) {
      ok(decisions.every(({ rationale }) => rationale.startsWith("the exit plan is off")));
    }
    const arrival = close + Math.min(latencyMs, QUARTER_MS / 2) + 1;
    const ids = decisions.flatMap(({ orders }) => [orders?.entry, orders?.close]);
    for (const id of ids) if (id !== undefined) arrivals.set(id, arrival);
    for (const { clientOrderId, time } of fills) {
      const own = arrivals.get(clientOrderId ?? "");
      if (own !== undefined) strictEqual(time, own);
      else if (time > close && time < arrival) meanwhile++;
    }
  }
  const lates = entries.filter((entry) => entry.kind === "cycle" && entry.unanswered?.why === "late").length;
  ok(lates > 20 && meanwhile > 3, `${lates} late, ${meanwhile} stops or targets while the model thought`);
});
