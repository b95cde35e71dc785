import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Instrument } from "../../../engine/mod.ts";
import { marginTable, metaRow } from "./meta_wire.ts";

function instrument(symbol: string, ...tiers: readonly (readonly [number, number])[]): Instrument {
  const marginTiers = tiers.map(([lowerBoundUsd, maxLeverage]) => ({ lowerBoundUsd, maxLeverage }));
  return { symbol, szDecimals: 2, maxLeverage: tiers[0][1], marginTiers };
}

const COINS = [
  instrument("BTC", [0, 40], [150_000_000, 20]),
  instrument("ETH", [0, 25], [100_000_000, 15]),
  instrument("OWN", [0, 30], [1_000, 2]),
  { ...instrument("FLAT", [0, 20]), marginMode: "strictIsolated" as const },
];

Deno.test("metaRow: assets in their order, known tables by the venue's numbers, flat ones by their leverage", () => {
  strictEqual(
    JSON.stringify(metaRow(COINS)),
    '{"universe":[{"szDecimals":2,"name":"BTC","maxLeverage":40,"marginTableId":56},' +
      '{"szDecimals":2,"name":"ETH","maxLeverage":25,"marginTableId":55},' +
      '{"szDecimals":2,"name":"OWN","maxLeverage":30,"marginTableId":57},' +
      '{"szDecimals":2,"name":"FLAT","maxLeverage":20,"marginTableId":20,"onlyIsolated":true,"marginMode":"strictIsolated"}],' +
      '"marginTables":[[55,{"description":"tiered 25x","marginTiers":[{"lowerBound":"0.0","maxLeverage":25},' +
      '{"lowerBound":"100000000.0","maxLeverage":15}]}],' +
      '[56,{"description":"tiered 40x","marginTiers":[{"lowerBound":"0.0","maxLeverage":40},{"lowerBound":"150000000.0","maxLeverage":20}]}],' +
      '[57,{"description":"tiered 30x","marginTiers":[{"lowerBound":"0.0","maxLeverage":30},{"lowerBound":"1000.0","maxLeverage":2}]}]],' +
      '"collateralToken":0}',
  );
});

Deno.test("marginTable: by its number, also that of a flat one", () => {
  strictEqual(marginTable(COINS, 56)?.description, "tiered 40x");
  deepStrictEqual(marginTable(COINS, 20)?.marginTiers, [{ lowerBound: "0.0", maxLeverage: 20 }]);
  strictEqual(marginTable(COINS, 3), null);
});
