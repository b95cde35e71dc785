import assert from "node:assert/strict";
import { knownInstruments, loadInstruments } from "./load_instruments.ts";
import { withFolder } from "./testing/market_folder.ts";

Deno.test("instruments are read from the fixtures", () => {
  const path = new URL("../../fixtures/instruments.json", import.meta.url).pathname;
  assert.deepEqual(loadInstruments(path).map(({ symbol }) => symbol), ["BTC", "ETH", "SOL"]);
});

const BAD_INSTRUMENTS: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no JSON", "{", /^cannot read FILE: .*JSON/],
  ["a list", "[]", /^FILE, top level: .*expected object/],
  ["no list of instruments", '{"schema": 1}', /^FILE, instruments: .*expected array/],
  ["another schema", '{"schema": 2, "instruments": []}', /^FILE, schema: .*expected 1/],
  ["an instrument without a name", '{"schema": 1, "instruments": [{}]}', /^FILE, instruments\.0\.symbol: /],
];

for (const [what, text, said] of BAD_INSTRUMENTS) {
  Deno.test(`an instruments.json with ${what} is refused with file and field`, () => {
    withFolder({ "i.json": text }, (folder) => {
      const path = `${folder}/i.json`;
      assert.throws(
        () => loadInstruments(path),
        (error) => said.test((error as Error).message.replace(path, "FILE")),
      );
    });
  });
}

Deno.test("an instruments.json that is not there is refused", () => {
  assert.throws(() => loadInstruments("/nowhere.json"), /cannot read \/nowhere\.json: .*No such file/);
});

Deno.test("what was recorded is known beside what is shipped, which goes first", () => {
  const file = (...instruments: readonly [symbol: string, maxLeverage: number][]): string =>
    JSON.stringify({
      schema: 1,
      instruments: instruments.map(([symbol, maxLeverage]) => ({
        ...{ symbol, szDecimals: 2, maxLeverage },
        marginTiers: [{ lowerBoundUsd: 0, maxLeverage }],
      })),
    });
  const files = { "shipped.json": file(["BTC", 40]), "recorded.json": file(["BTC", 20], ["DOGE", 10]) };
  withFolder(files, (folder) => {
    const known = (recorded: string) =>
      knownInstruments([`${folder}/shipped.json`, `${folder}/${recorded}`]).map((
        one,
      ) => [one.symbol, one.maxLeverage]);
    assert.deepEqual(known("recorded.json"), [["BTC", 40], ["DOGE", 10]]);
    assert.deepEqual(known("nothing.json"), [["BTC", 40]]);
  });
});
