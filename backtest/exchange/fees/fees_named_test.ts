import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { feesNamed } from "./fees_named.ts";

Deno.test("fees by name: tiers and fixed rates", () => {
  const rows: [name: string, takerPpb: number, makerPpb: number][] = [
    ["tier:0", 450_000, 150_000],
    ["tier:6", 240_000, 0],
    ["maker:0.0002,taker:0.0005", 500_000, 200_000],
    ["maker:-0.00003,taker:0.00024", 240_000, -30_000],
    ["maker:0,taker:0", 0, 0],
    ["maker:0.01,taker:0.01", 10_000_000, 10_000_000],
  ];
  for (const [name, taker, maker] of rows) {
    const model = feesNamed(name)!;
    const fees = model.open();
    fees.took(0, 1e15);
    deepStrictEqual([fees.ratePpb(0, true), fees.ratePpb(0, false)], [taker, maker], name);
    strictEqual(model.takerFee, taker / 1e9);
    strictEqual(model.name, name);
  }
});

Deno.test("fees by name: what is no model is null", () => {
  const names = ["", "tier", "tier:", "tier:7", "tier:-1", "tier:00", "maker:0.0002", "taker:0.1,maker:0.1"];
  const rates = [
    "maker:0.0101,taker:0",
    "maker:0,taker:0.011",
    "maker:-0.02,taker:0",
    "maker:0,taker:-0.001",
  ];
  for (const name of [...names, ...rates, "maker:1e-4,taker:0", "maker:0.015,taker:0.045"]) {
    strictEqual(feesNamed(name), null, name);
  }
});
