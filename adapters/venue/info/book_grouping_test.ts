import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type BookGrouping, groupLevels } from "./book_grouping.ts";

const LEVELS = [83_767, 83_766, 83_764.5, 83_700].map((price) => ({ price, size: 1 }));

Deno.test("groupLevels: bids go down to the coarser grid and asks up, and sizes add up", () => {
  const rows: [grouping: BookGrouping | null, bids: [number, number][], asks: [number, number][]][] = [
    [null, [[83_767, 1], [83_766, 1], [83_764.5, 1], [83_700, 1]], [[83_700, 1], [83_764.5, 1], [83_766, 1], [
      83_767,
      1,
    ]]],
    [{ figures: 5, step: 1 }, [[83_767, 1], [83_766, 1], [83_764, 1], [83_700, 1]], [
      [83_700, 1],
      [83_765, 1],
      [83_766, 1],
      [83_767, 1],
    ]],
    [{ figures: 5, step: 5 }, [[83_765, 2], [83_760, 1], [83_700, 1]], [[83_700, 1], [83_765, 1], [
      83_770,
      2,
    ]]],
    [{ figures: 4, step: 1 }, [[83_760, 3], [83_700, 1]], [[83_700, 1], [83_770, 3]]],
    [{ figures: 2, step: 1 }, [[83_000, 4]], [[84_000, 4]]],
  ];
  for (const [grouping, bids, asks] of rows) {
    const pairs = (side: "bids" | "asks") =>
      groupLevels(side === "bids" ? LEVELS : LEVELS.toReversed(), side, grouping)
        .map(({ price, size }) => [price, size]);
    deepStrictEqual([pairs("bids"), pairs("asks")], [bids, asks], JSON.stringify(grouping));
  }
});

Deno.test("groupLevels: small prices stay the decimals they are", () => {
  const [level] = groupLevels([{ price: 0.0012345, size: 3 }], "asks", { figures: 3, step: 1 });
  deepStrictEqual(level, { price: 0.00124, size: 3, levels: 1 });
});

Deno.test("groupLevels: no size is lost, no bid is raised and no ask lowered", () => {
  const level = fc.record({
    price: fc.integer({ min: 1, max: 1e8 }).map((n) => n / 1000),
    size: fc.nat(1000),
  });
  const grouping = fc.record({ figures: fc.integer({ min: 2, max: 5 }), step: fc.constant(1) });
  fc.assert(fc.property(fc.array(level), grouping, (levels, grouping) => {
    const falling = levels.toSorted((a, b) => b.price - a.price);
    const total = (of: readonly { size: number }[]): number => of.reduce((sum, { size }) => sum + size, 0);
    const bids = groupLevels(falling, "bids", grouping);
    const asks = groupLevels(falling.toReversed(), "asks", grouping);
    strictEqual(total(bids), total(levels));
    strictEqual(total(asks), total(levels));
    if (levels.length === 0) return;
    ok(bids[0].price <= falling[0].price && asks[0].price >= falling.at(-1)!.price);
  }));
});
