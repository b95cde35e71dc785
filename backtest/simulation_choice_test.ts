import { deepStrictEqual, throws } from "node:assert/strict";
import { DEFAULT_EXCHANGE } from "./exchange/options.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "./simulation_choice.ts";

Deno.test("exchangeOptions: the usual choice is the usual exchange", () => {
  const { fees, slippage, ...rest } = exchangeOptions(DEFAULT_SIMULATION, 5);
  const { fees: usualFees, slippage: usualSlippage, ...usual } = DEFAULT_EXCHANGE;
  deepStrictEqual(rest, { ...usual, depositUsd: 5 });
  deepStrictEqual([fees.name, slippage.name], [usualFees.name, usualSlippage.name]);
});

Deno.test("exchangeOptions: a choice is handed on", () => {
  const choice = {
    ...DEFAULT_SIMULATION,
    slippage: "impact",
    fees: "tier:3",
    path: "ohlc",
    partialFills: 0.1,
  } as const;
  const { fees, slippage, path, partialFills } = exchangeOptions(choice, 5);
  deepStrictEqual([fees.name, slippage.name, path, partialFills], ["tier:3", "impact", "ohlc", 0.1]);
});

Deno.test("exchangeOptions: a name that no model has is a broken invariant", () => {
  throws(() => exchangeOptions({ ...DEFAULT_SIMULATION, slippage: "much" }, 5), /no slippage model "much"/);
  throws(() => exchangeOptions({ ...DEFAULT_SIMULATION, fees: "much" }, 5), /no fee model "much"/);
});
