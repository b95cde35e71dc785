import { deepStrictEqual } from "node:assert/strict";
import { basisTerms } from "./basis_terms.ts";

Deno.test("prices a percent away from the candles are refused where they are worth something, told elsewhere", () => {
  deepStrictEqual(basisTerms("mainnet"), { maxBps: 100, isRefused: true });
  for (const network of ["testnet", "simulation"]) {
    deepStrictEqual(basisTerms(network), { maxBps: 100, isRefused: false });
  }
});
