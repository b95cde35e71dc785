import assert from "node:assert/strict";
import { canonicalJson, type ChatRequest, type JsonValue } from "../../engine/mod.ts";
import { missReason } from "./miss_reason.ts";
import { requestOf } from "./testing/memory_store.ts";

const { parameters: PARAMETERS } = requestOf();

function reason(request: ChatRequest, ...recorded: readonly Partial<ChatRequest>[]): string {
  const texts = recorded.map((given) => canonicalJson(requestOf(given) as unknown as JsonValue));
  return missReason(request, texts).replace("no answer is recorded for this request: ", "");
}

function told(user: string): Partial<ChatRequest> {
  return { messages: [{ role: "system", text: "You trade." }, { role: "user", text: user }] };
}

Deno.test("nothing recorded is said so", () => {
  assert.equal(reason(requestOf()), "nothing is recorded at all");
});

Deno.test("of several that are as near the first that is recorded is named", () => {
  assert.match(reason(requestOf(), { model: "one" }, { model: "two" }), /recorded "one"$/);
});

Deno.test("the first field that differs is named, with what was asked and what is recorded", () => {
  const rows: readonly (readonly [Partial<ChatRequest>, string])[] = [
    [{ provider: "openai" }, 'provider: asked "scripted", recorded "openai"'],
    [{ model: "other" }, 'model: asked "scripted-1", recorded "other"'],
    [{ sample: 3 }, 'sample: asked "0", recorded "3"'],
    [{ parameters: { ...PARAMETERS, maxTokens: 900 } }, 'parameters.maxTokens: asked "100", recorded "900"'],
    [
      { parameters: { ...PARAMETERS, options: { a: 1 } } },
      'parameters.options.a: asked "null", recorded "1"',
    ],
    [
      { tools: [{ name: "a", description: "", parameters: 1 }] },
      'tools.0: asked "null", recorded "{\\"description\\":\\"\\",\\"name\\"…"',
    ],
    [told("What then?"), 'message 2 (user): asked "What now?", recorded "What then?"'],
    [
      { messages: [] },
      "the number of messages: asked 2, recorded 0",
    ],
  ];
  for (const [recorded, said] of rows) {
    assert.equal(reason(requestOf(), recorded), `it differs from the one that is recorded first in ${said}`);
  }
});

Deno.test("of several the nearest counts: the same model before the same words, then the longest beginning", () => {
  const asked = requestOf(told("equity 10,000.00 at 08:00"));
  const said = reason(
    asked,
    { model: "x", ...told("equity 10,000.00 at 08:00") },
    told("equity 9"),
    told("equity 10,000.00 at 12:00"),
  );
  assert.match(said, /^it differs from the nearest of 3 recorded ones first in model: /);
  const second = reason(asked, told("equity 9"), told("equity 10,000.00 at 12:00"));
  assert.match(
    second,
    /nearest of 2 .* message 2 \(user\): asked "equity 10,000.00 at 08:00", recorded "equity 10,000.00 at 12:00"$/,
  );
});

Deno.test("a long text is cut around the first character that differs", () => {
  const asked = requestOf(told(`${"a".repeat(100)}X${"b".repeat(100)}`));
  assert.match(
    reason(asked, told(`${"a".repeat(100)}Y${"b".repeat(100)}`)),
    /asked "…a{24}Xb{23}…", recorded "…a{24}Yb{23}…"$/,
  );
});
