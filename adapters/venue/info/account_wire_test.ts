import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { AccountState, Instrument, MarginState } from "../../../engine/mod.ts";
import { clearinghouseRow, emptyClearinghouseRow, tradableRow } from "./account_wire.ts";

const ETH: Instrument = {
  symbol: "ETH",
  szDecimals: 4,
  maxLeverage: 50,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 50 }],
};
/** The account of the venue's own example: an isolated long. Source: exchange-rules 5.2. */
const ACCOUNT: AccountState = {
  time: 1708622398623,
  balanceUsd: 13109.495728,
  equityUsd: 13109.482328,
  marginUsedUsd: 4.967826,
  freeUsd: 13104.514502,
  positions: [{
    asset: "ETH",
    side: "long",
    size: 0.0335,
    entryPrice: 2986.3,
    mark: 2985.9,
    notionalUsd: 100.02765,
    unrealizedPnlUsd: -0.0134,
    marginUsedUsd: 4.967826,
    leverage: 20,
    liquidationPrice: 2866.26936529,
  }],
  openOrders: [],
};
const MARGIN: MarginState = {
  time: 1708622398623,
  crossCashUsd: 13104.514502,
  crossValueUsd: 13104.514502,
  crossNotionalUsd: 0,
  crossMarginUsedUsd: 0,
  crossMaintenanceUsd: 0,
  withdrawableUsd: 13104.514502,
  positions: [{
    asset: "ETH",
    isolatedCashUsd: -95.059824,
    returnOnEquity: -0.0026789,
    fundingPaid: { allTimeUsd: 514.085417, sinceOpenUsd: 0, sinceChangeUsd: 0 },
  }],
};

Deno.test("clearinghouseRow: the venue's own example, letter by letter", () => {
  strictEqual(
    JSON.stringify(clearinghouseRow({ account: ACCOUNT, margin: MARGIN, instruments: [ETH] })),
    '{"marginSummary":{"accountValue":"13109.482328","totalNtlPos":"100.02765","totalRawUsd":"13009.454678",' +
      '"totalMarginUsed":"4.967826"},"crossMarginSummary":{"accountValue":"13104.514502","totalNtlPos":"0.0",' +
      '"totalRawUsd":"13104.514502","totalMarginUsed":"0.0"},"crossMaintenanceMarginUsed":"0.0",' +
      '"withdrawable":"13104.514502","assetPositions":[{"type":"oneWay","position":{"coin":"ETH","szi":"0.0335",' +
      '"leverage":{"type":"isolated","value":20,"rawUsd":"-95.059824"},"entryPx":"2986.3",' +
      '"positionValue":"100.02765","unrealizedPnl":"-0.0134","returnOnEquity":"-0.0026789",' +
      '"liquidationPx":"2866.26936529","marginUsed":"4.967826","maxLeverage":50,"cumFunding":{"allTime":"514.085417",' +
      '"sinceOpen":"0.0","sinceChange":"0.0"}}}],"time":1708622398623}',
  );
});

Deno.test("clearinghouseRow: a short is below zero, a cross position has no money of its own, and sums show no noise", () => {
  const [position] = ACCOUNT.positions;
  const positions = [0.1, 0.2].map((notionalUsd) => ({ ...position, side: "short" as const, notionalUsd }));
  const margin = {
    ...MARGIN,
    positions: positions.map(() => ({ ...MARGIN.positions[0], isolatedCashUsd: null })),
  };
  const row = clearinghouseRow({ account: { ...ACCOUNT, positions }, margin, instruments: [ETH] });
  strictEqual(row.marginSummary.totalNtlPos, "0.3");
  strictEqual(row.assetPositions[0].position.szi, "-0.0335");
  deepStrictEqual(row.assetPositions[0].position.leverage, { type: "cross", value: 20 });
});

Deno.test("emptyClearinghouseRow: as a full one, of zeros", () => {
  const full = clearinghouseRow({ account: ACCOUNT, margin: MARGIN, instruments: [ETH] });
  deepStrictEqual(Object.keys(emptyClearinghouseRow(1)), Object.keys(full));
  strictEqual(emptyClearinghouseRow(1).marginSummary.totalRawUsd, "0.0");
});

Deno.test("tradableRow: what is free buys; against a position it is closed and as much again opened", () => {
  const account = { ...ACCOUNT, freeUsd: 100, positions: [{ ...ACCOUNT.positions[0], marginUsedUsd: 10 }] };
  const leverage = { leverage: 20, isCross: false };
  const parts = {
    user: "0x1",
    coin: "ETH",
    leverage,
    mark: 3000,
    szDecimals: 4,
    account,
    isolatedCashUsd: -95.5,
  };
  deepStrictEqual(tradableRow(parts), {
    user: "0x1",
    coin: "ETH",
    leverage: { type: "isolated", value: 20, rawUsd: "-95.5" },
    maxTradeSzs: ["0.6666", "0.8"],
    availableToTrade: ["100.0", "120.0"],
    markPx: "3000.0",
  });
  deepStrictEqual(tradableRow({ ...parts, account: null }).maxTradeSzs, ["0.0", "0.0"]);
});
