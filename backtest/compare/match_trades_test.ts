import assert from "node:assert/strict";
import { matchTrades, netOf } from "./match_trades.ts";
import { tradeAt } from "./testing/runs.ts";

const WITHIN = 900_000;

Deno.test("trades are matched by asset, side and the candle they were opened in, each once", () => {
  const ours = [tradeAt(0), tradeAt(10), tradeAt(20, { side: "short" }), tradeAt(30)];
  const theirs = [
    tradeAt(30, { openedAt: ours[3].openedAt + WITHIN - 1 }),
    tradeAt(0, { netPnlUsd: 5 }),
    tradeAt(0),
    tradeAt(10, { asset: "ETH" }),
    tradeAt(20),
  ];
  const { matched, onlyFirst, onlySecond } = matchTrades(ours, theirs, WITHIN);
  assert.deepEqual(matched, [[ours[0], theirs[1]], [ours[3], theirs[0]]]);
  assert.deepEqual(onlyFirst, [ours[1], ours[2]]);
  assert.deepEqual(onlySecond, [theirs[2], theirs[3], theirs[4]]);
  assert.equal(netOf(theirs), 9);
});

Deno.test("a whole candle apart is another moment; what was there first does not stand in the way", () => {
  const ours = [tradeAt(10)];
  const far = [
    tradeAt(9, { openedAt: ours[0].openedAt - WITHIN }),
    tradeAt(11, { openedAt: ours[0].openedAt + WITHIN }),
  ];
  assert.deepEqual(matchTrades(ours, far, WITHIN), { matched: [], onlyFirst: ours, onlySecond: far });
  const near = tradeAt(10, { netPnlUsd: 3 });
  assert.deepEqual(matchTrades(ours, [far[0], near], WITHIN).matched, [[ours[0], near]]);
});
