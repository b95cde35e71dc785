import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { answerText } from "../../testing/llm_world.ts";
import { contractOf } from "./contract.ts";
import { readAnswer } from "./read_answer.ts";

const CONTRACT = contractOf(["ETH"], new Map([["15m", ["close", "ema20"]], ["4h", ["close", "atr14"]]]));
const GOOD = answerText([{ asset: "ETH", action: "buy", allocationUsd: 5 }]);

Deno.test("an answer that keeps to the contract is read as it is, whatever words stand around it", () => {
  const given = { answer: JSON.parse(GOOD) };
  for (const text of [GOOD, ` \n${GOOD}\n`, `Here:\n\`\`\`json\n${GOOD}\n\`\`\``, `Yes. ${GOOD} Done.`]) {
    deepStrictEqual(readAnswer(text, CONTRACT), given);
  }
});

Deno.test("nothing is filled in, and what is wrong is told in a line", () => {
  const parsed = JSON.parse(GOOD);
  const without = (field: string) => {
    const { [field]: _gone, ...rest } = parsed.decisions[0];
    return JSON.stringify({ ...parsed, decisions: [rest] });
  };
  const changed = (change: object) =>
    JSON.stringify({ ...parsed, decisions: [{ ...parsed.decisions[0], ...change }] });
  const off = { indicator: "atr14", interval: "15m", comparison: "above", level: 1 };
  const rows: [text: string, wrong: string][] = [
    ["", "the answer is empty"],
    ["I would buy.", "there is no JSON object in it"],
    ["} {", "it is not JSON: "],
    [GOOD.slice(0, -10), "it is not JSON: "],
    ["null", "the whole: expected object"],
    [`[${GOOD}]`, "the whole: expected object"],
    [without("stop"), "decisions.0.stop: expected number, received undefined"],
    [without("rationale"), "decisions.0.rationale: "],
    [changed({ action: "short" }), "decisions.0.action: "],
    [changed({ allocationUsd: "5" }), "decisions.0.allocationUsd: "],
    [changed({ allocationUsd: -5 }), "decisions.0.allocationUsd: "],
    [changed({ leverage: 0 }), "decisions.0.leverage: "],
    [changed({ stop: 0 }), "decisions.0.stop: "],
    [changed({ invalidation: off }), "decisions.0.invalidation.indicator: on 15m there are close, ema20"],
    [changed({ invalidation: { ...off, interval: "1d" } }), "decisions.0.invalidation.interval: "],
    [changed({ confidence: 0.9 }), "decisions.0: Unrecognized key"],
    ['{"reasoning": 1}', "reasoning: expected string, received number; summary: "],
  ];
  for (const [text, wrong] of rows) {
    const read = readAnswer(text, CONTRACT);
    ok("wrong" in read && read.wrong.startsWith(wrong) && !read.wrong.includes("\n"), JSON.stringify(read));
  }
});

Deno.test("no text makes it fail, and what it takes is valid", () => {
  const pieces = fc.oneof(
    fc.string(),
    fc.json(),
    fc.nat(GOOD.length).map((at) => GOOD.slice(0, at)),
    fc.constant(GOOD),
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 3 }), (parts) => {
    const read = readAnswer(parts.join(""), CONTRACT);
    if ("answer" in read) strictEqual(CONTRACT.schema.safeParse(read.answer).success, true);
    else ok(read.wrong.length > 0 && read.wrong.length < 600);
  }));
});
