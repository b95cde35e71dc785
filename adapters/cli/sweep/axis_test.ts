import { deepStrictEqual, throws } from "node:assert/strict";
import { axisOf, parameterAxes } from "./axis.ts";

const valuesOf = (typed: string): readonly string[] => parameterAxes([`fast=${typed}`])[0].values;

Deno.test("a range is its values with both ends, decimals as exact as they were typed; a list is a list", () => {
  deepStrictEqual(valuesOf("10..40:15"), ["10", "25", "40"]);
  deepStrictEqual(valuesOf("1..3"), ["1", "2", "3"]);
  deepStrictEqual(valuesOf("0.1..0.4:0.1"), ["0.1", "0.2", "0.3", "0.4"]);
  deepStrictEqual(valuesOf("-1..0.5:0.5"), ["-1", "-0.5", "0", "0.5"]);
  deepStrictEqual(valuesOf("5,7..9:2,x"), ["5", "7", "9", "x"]);
});

Deno.test("a set of assets keeps its commas, names are split at theirs", () => {
  deepStrictEqual(axisOf("assets", ["BTC,ETH", "SOL"], "whole").values, ["BTC,ETH", "SOL"]);
  deepStrictEqual(axisOf("risk", ["moderate,high"], "words").values, ["moderate", "high"]);
});

Deno.test("what is empty, twice or no pair is told in a line", () => {
  const wrong: readonly (readonly [typed: string[], message: RegExp])[] = [
    [["fast=40..10:5"], /: --param fast "40\.\.10:5" is empty; wanted FROM\.\.TO:STEP/],
    [["fast=1..9:0"], /is empty/],
    [["fast="], /: --param fast "" cannot be right; wanted a value$/],
    [["fast=1,,2"], /wanted a value between two commas/],
    [["fast=1,1"], /: --param fast has "1" twice/],
    [["fast"], /: --param "fast" cannot be right; wanted name=values/],
    [["fast=1", "fast=2"], /: --param fast stands there twice/],
    [["fast=0..1:0.000001"], /has 1000001 values; wanted at most 100000/],
  ];
  for (const [typed, message] of wrong) throws(() => parameterAxes(typed), message, typed.join());
});
