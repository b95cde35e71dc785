import { deepStrictEqual } from "node:assert/strict";
import { assetAlias } from "./asset_alias.ts";

Deno.test("aliases go by the alphabet, and on with two letters", () => {
  const told = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(assetAlias);
  deepStrictEqual(told, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"].map((name) => `ASSET-${name}`));
});
