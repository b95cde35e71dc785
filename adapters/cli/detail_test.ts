import assert from "node:assert/strict";
import { type DetailRow, renderDetail } from "./detail.ts";

function row(name: string, netPnlUsd: number): DetailRow {
  return { name, trades: 16, winRate: 0.5625, netPnlUsd, feesUsd: 1029.5, fundingUsd: -74.02 };
}

Deno.test("trades stand by asset, side and month, decimal points under one another", () => {
  const detail = {
    byAsset: [row("BTC", 1324.8), row("SOL", -64.6)],
    bySide: [row("long", 0)],
    byMonth: [row("2024-01", 12)],
  };
  const text = renderDetail(detail, { columns: 100, colour: false });
  assert.equal(
    text,
    [
      "  asset  trades  win rate  net PnL USD   fees USD  funding USD",
      "  BTC        16   56.25 %    +1,324.80  -1,029.50       -74.02",
      "  SOL        16   56.25 %       -64.60  -1,029.50       -74.02",
      "",
      "  side  trades  win rate  net PnL USD   fees USD  funding USD",
      "  long      16   56.25 %         0.00  -1,029.50       -74.02",
      "",
      "  month    trades  win rate  net PnL USD   fees USD  funding USD",
      "  2024-01      16   56.25 %       +12.00  -1,029.50       -74.02",
    ].join("\n"),
  );
});

Deno.test("without a closed trade there is nothing to divide, and that is said", () => {
  const text = renderDetail({ byAsset: [], bySide: [], byMonth: [] }, { columns: null, colour: true });
  assert.equal(text, "  No trade was closed, so there is nothing to divide.");
});
