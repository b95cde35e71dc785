import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ModelsTable } from "./models_table.ts";

const SHIPPED = fileURLToPath(new URL("../../fixtures/models.json", import.meta.url));
const PRICE = {
  provider: "a",
  model: "m",
  from: "2024-01-01",
  fresh: 1,
  cacheRead: 0.1,
  cacheWrite: 1,
  output: 4,
  source: "here",
};
const CUTOFF = { model: "m", cutoff: "2023-10-01", claimedBy: "vendor", source: "there", read: "2024-05-05" };

function withTable(value: unknown, use: (path: string) => void): void {
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  try {
    Deno.writeTextFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
    use(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("a price counts from its date on until a later one, for that provider and model only", () => {
  const prices = [PRICE, { ...PRICE, from: "2025-01-01", fresh: 2 }];
  withTable({ prices, cutoffs: [] }, (path) => {
    const table = new ModelsTable(path);
    const fresh = (day: string, given = {}) =>
      table.priceOf({ provider: "a", model: "m", ...given }, Date.parse(day))?.fresh;
    assert.deepEqual(["2023-12-31", "2024-12-31", "2025-01-01"].map((day) => fresh(day)), [undefined, 1, 2]);
    assert.deepEqual([fresh("2025-01-01", { provider: "b" }), fresh("2025-01-01", { model: "n" })], [
      undefined,
      undefined,
    ]);
  });
});

Deno.test("a cutoff is found under a router's name too; nobody's word is none", () => {
  withTable({ prices: [], cutoffs: [CUTOFF] }, (path) => {
    const table = new ModelsTable(path);
    const found = { ...CUTOFF, knownUntil: Date.UTC(2023, 9, 2) };
    assert.deepEqual(["m", "a/m", "mm"].map((model) => table.cutoffOf(model)), [found, found, null]);
  });
});

Deno.test("the shipped table is right, and claims nothing of the scripted model's memory", () => {
  const table = new ModelsTable(SHIPPED);
  assert.ok(table.priceOf({ provider: "scripted", model: "scripted-1" }, Date.now()) !== null);
  assert.equal(table.cutoffOf("scripted-1"), null);
  assert.equal(table.cutoffOf("openai/gpt-5-mini")?.cutoff, "2024-05-31");
});

Deno.test("everything in the shipped table says where it is from and when it was read, and stands there once", () => {
  const { prices, cutoffs } = JSON.parse(Deno.readTextFileSync(SHIPPED)) as {
    readonly prices: readonly { provider: string; model: string; from: string; source: string }[];
    readonly cutoffs: readonly { model: string; source: string; cutoff: string; read: string }[];
  };
  for (const { provider, model, source } of prices) {
    if (provider === "scripted") continue;
    assert.match(source, /^https:\/\/\S+( \(.*\))?, read \d{4}-\d\d-\d\d$/, `the price of ${model}`);
  }
  for (const { model, source, cutoff, read } of cutoffs) {
    assert.ok(source.startsWith("https://") && cutoff < read, `the cutoff of ${model}`);
  }
  const names = [
    ...prices.map((one) => `${one.provider} ${one.model} ${one.from}`),
    ...cutoffs.map((one) => one.model),
  ];
  assert.equal(new Set(names).size, names.length);
});

const WRONG: readonly (readonly [value: unknown, said: RegExp])[] = [
  ["{", /^cannot read the table of models FILE: .*; wanted a JSON file$/],
  [{ prices: [{ ...PRICE, fresh: -1 }], cutoffs: [] }, /^table of models FILE, prices\.0\.fresh: /],
  [{ prices: [], cutoffs: [{ ...CUTOFF, read: "yesterday" }] }, /^table of models FILE, cutoffs\.0\.read: /],
  [{ prices: [], cutoffs: [], price: [] }, /^table of models FILE, top level: .*price/],
];

for (const [value, said] of WRONG) {
  Deno.test(`refused: ${said.source}`, () => {
    withTable(value, (path) => {
      assert.throws(() => new ModelsTable(path), (error: Error) => {
        assert.match(error.message.replace(path, "FILE"), said);
        return error.name === "SettingsError";
      });
    });
  });
}
