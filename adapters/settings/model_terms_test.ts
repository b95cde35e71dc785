import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type AskedModel, modelTerms, readRecordedPrompt } from "./model_terms.ts";

const TABLE = fileURLToPath(new URL("../../fixtures/models.json", import.meta.url));
const ASKED: AskedModel = {
  name: null,
  answers: "replay",
  prompt: null,
  table: null,
  cap: null,
  blind: false,
};

/** Runs in a folder with this `.env`, without any of the variables in the environment. */
function inFolder(env: string, use: (folder: string) => void): void {
  const before = Deno.cwd();
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/.env`, env);
    Deno.chdir(folder);
    use(folder);
  } finally {
    Deno.chdir(before);
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("nothing set: the shipped recording's model, with its made-up price, and nobody to reach", () => {
  inFolder("", () => {
    const { choice, access, price, card, cap, prompt } = modelTerms(ASKED, TABLE);
    assert.deepEqual([choice.provider, choice.model, access, cap, prompt], [
      "scripted",
      "scripted-1",
      null,
      null,
      null,
    ]);
    assert.equal(price?.output, 2);
    assert.deepEqual([card.host, card.cutoff, card.answers], [null, null, "replay"]);
  });
});

Deno.test("a model that is asked: its key, its host, its cutoff and its price", () => {
  inFolder("LLM_MODEL=gpt-5-mini\nOPENAI_API_KEY=sk-1", () => {
    const { access, card } = modelTerms({ ...ASKED, answers: "record", blind: true }, TABLE);
    assert.deepEqual([access?.apiKey, access?.host], ["sk-1", "api.openai.com:443"]);
    assert.deepEqual([card.cutoff?.cutoff, card.host, card.blind], [
      "2024-05-31",
      "api.openai.com:443",
      true,
    ]);
    assert.ok(!JSON.stringify(card).includes("sk-1"));
  });
});

Deno.test("what is wanted where a model cannot be asked is said in the variables of its provider", () => {
  inFolder("LLM_PROVIDER=openrouter\nLLM_MODEL=a/b\nOPENROUTER_API_KEY=sk-1", () => {
    const { remedies } = modelTerms({ ...ASKED, answers: "live" }, TABLE);
    for (const remedy of Object.values(remedies)) {
      assert.match(remedy, /openrouter\.ai:443/);
      assert.match(remedy, /OPENROUTER_(API_KEY|BASE_URL)/);
      assert.ok(!remedy.includes("sk-1"));
    }
  });
});

Deno.test("a replay does not read the key, and needs none", () => {
  inFolder("LLM_MODEL=gpt-5-mini", () => assert.equal(modelTerms(ASKED, TABLE).access, null));
});

Deno.test("a cap in USD has its price with it, one in tokens needs none", () => {
  inFolder("", () => {
    const { cap } = modelTerms({ ...ASKED, cap: { unit: "USD", limit: 2, perDay: null } }, TABLE);
    assert.ok(cap?.unit === "USD" && cap.limit === 2 && cap.price.fresh === 0.5 && !("perDay" in cap));
    const daily = modelTerms({ ...ASKED, cap: { unit: "USD", limit: null, perDay: 0.5 } }, TABLE).cap;
    assert.ok(daily?.unit === "USD" && daily.limit === null && daily.perDay === 0.5);
  });
  inFolder("LLM_MODEL=unknown-model", () => {
    const { cap } = modelTerms({ ...ASKED, cap: { unit: "tokens", limit: 5, perDay: null } }, TABLE);
    assert.deepEqual(cap, { unit: "tokens", limit: 5 });
  });
});

Deno.test("a prompt of one's own is read", () => {
  inFolder("", () => {
    Deno.writeTextFileSync("my.md", "You trade.");
    const { prompt, card } = modelTerms({ ...ASKED, prompt: "my.md" }, TABLE);
    assert.equal(prompt, "You trade.");
    assert.equal(readRecordedPrompt(card.prompt!), "You trade.");
    Deno.writeTextFileSync("my.md", "You do not trade.");
    assert.throws(
      () => readRecordedPrompt(card.prompt!),
      /^SettingsError: the prompt my\.md was changed: its sha256 is [0-9a-f]{64}; wanted [0-9a-f]{64}, as the run had it$/,
    );
  });
});

const WRONG: readonly (readonly [env: string, asked: Partial<AskedModel>, said: RegExp])[] = [
  ["LLM_PROVIDER=openai", {}, /^no model is named; wanted LLM_MODEL in \.env, or --model$/],
  [
    "LLM_MODEL=gpt-5-mini",
    { answers: "auto" },
    /^no OPENAI_API_KEY is set; wanted it in \.env or the environment to ask openai$/,
  ],
  ["", { name: "gpt-5-mini", answers: "record" }, /^no OPENAI_API_KEY is set; .* to ask openai$/],
  [
    "OPENAI_API_KEY=x",
    { answers: "record" },
    /^scripted-1 is a recording and cannot be asked; wanted LLM_MODEL in \.env, or --model$/,
  ],
  [
    "LLM_PROVIDER=openrouter\nLLM_MODEL=a/b\nOPENAI_API_KEY=x",
    { answers: "live" },
    /^no OPENROUTER_API_KEY is set; /,
  ],
  [
    "LLM_MODEL=unknown-model",
    { cap: { unit: "USD", limit: null, perDay: 1 } },
    /^--max-llm-usd-per-day cannot hold: .* has no price of openai\/unknown-model; wanted one there, or --max-llm-tokens$/,
  ],
  [
    "LLM_MODEL=unknown-model",
    { cap: { unit: "USD", limit: 1, perDay: null } },
    /^--max-llm-usd cannot hold: .*models\.json has no price of openai\/unknown-model; wanted one there, or --max-llm-tokens$/,
  ],
  ["", { prompt: "nowhere.md" }, /^cannot read the prompt nowhere\.md: it is not there; wanted a text file$/],
];

for (const [env, asked, said] of WRONG) {
  Deno.test(`refused: ${said.source.slice(0, 60)}`, () => {
    inFolder(
      env,
      () =>
        assert.throws(() => modelTerms({ ...ASKED, ...asked }, TABLE), {
          name: "SettingsError",
          message: said,
        }),
    );
  });
}
