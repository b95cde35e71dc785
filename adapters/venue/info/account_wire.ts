import {
  type AccountState,
  fromMicro,
  type Instrument,
  type MarginState,
  type Position,
  type PositionMargin,
  toMicro,
} from "../../../engine/mod.ts";
import { decimalText } from "../number_text.ts";

/** What an account is shown from. */
export interface AccountParts {
  readonly account: AccountState;
  readonly margin: MarginState;
  readonly instruments: readonly Instrument[];
}

interface Summary {
  readonly valueUsd: number;
  readonly notionalUsd: number;
  readonly cashUsd: number;
  readonly usedUsd: number;
}

/** An account's margin and positions. Source: exchange-rules 3.3, 5.2. */
export function clearinghouseRow({ account, margin, instruments }: AccountParts) {
  const positions = account.positions.map((position, index) => ({
    position,
    margin: margin.positions[index],
  }));
  const isolated = positions.filter(({ margin }) => margin.isolatedCashUsd !== null);
  const cash = isolated.map(({ margin }) => margin.isolatedCashUsd ?? 0);
  return {
    marginSummary: summaryRow({
      valueUsd: account.equityUsd,
      notionalUsd: sum(account.positions.map(({ notionalUsd }) => notionalUsd)),
      cashUsd: sum([margin.crossCashUsd, ...cash]),
      usedUsd: sum([margin.crossMarginUsedUsd, ...isolated.map(({ position }) => position.marginUsedUsd)]),
    }),
    crossMarginSummary: summaryRow({
      valueUsd: margin.crossValueUsd,
      notionalUsd: margin.crossNotionalUsd,
      cashUsd: margin.crossCashUsd,
      usedUsd: margin.crossMarginUsedUsd,
    }),
    crossMaintenanceMarginUsed: decimalText(margin.crossMaintenanceUsd),
    withdrawable: decimalText(margin.withdrawableUsd),
    assetPositions: positions.map(({ position, margin }) => ({
      type: "oneWay",
      position: positionRow(position, margin, maxLeverage(instruments, position.asset)),
    })),
    time: account.time,
  };
}

/** Of an address that has no account. */
export function emptyClearinghouseRow(time: number) {
  const nothing = summaryRow({ valueUsd: 0, notionalUsd: 0, cashUsd: 0, usedUsd: 0 });
  return {
    marginSummary: nothing,
    crossMarginSummary: nothing,
    crossMaintenanceMarginUsed: "0.0",
    withdrawable: "0.0",
    assetPositions: [],
    time,
  };
}

/** Leverage and margin mode, with the money of an isolated position. */
function leverageRow(value: number, isolatedCashUsd: number | null) {
  if (isolatedCashUsd === null) return { type: "cross", value };
  return { type: "isolated", value, rawUsd: decimalText(isolatedCashUsd) };
}

/** What an account may trade of an asset. */
export interface TradableParts {
  readonly user: string;
  readonly coin: string;
  readonly leverage: { readonly leverage: number; readonly isCross: boolean };
  readonly mark: number;
  readonly szDecimals: number;
  /** Null where the address has no account. */
  readonly account: AccountState | null;
  readonly isolatedCashUsd: number | null;
}

/**
 * What an account may buy and sell of an asset: as margin, and in coins at its leverage. Against a position twice its
 * margin is added: it is closed and as much again opened.
 */
export function tradableRow(parts: TradableParts) {
  const { user, coin, leverage: { leverage, isCross }, mark, szDecimals, account } = parts;
  const position = account?.positions.find(({ asset }) => asset === coin);
  const available = (["short", "long"] as const).map((against) => {
    const freed = position?.side === against ? 2 * position.marginUsedUsd : 0;
    return fromMicro(toMicro((account?.freeUsd ?? 0) + freed));
  });
  const scale = 10 ** szDecimals;
  return {
    user,
    coin,
    leverage: leverageRow(leverage, isCross ? null : parts.isolatedCashUsd ?? 0),
    maxTradeSzs: available.map((usd) =>
      decimalText(mark > 0 ? Math.floor(usd * leverage / mark * scale) / scale : 0)
    ),
    availableToTrade: available.map(decimalText),
    markPx: decimalText(mark),
  };
}

function positionRow(position: Position, margin: PositionMargin, maxLeverage: number) {
  const { fundingPaid } = margin;
  return {
    coin: position.asset,
    szi: decimalText(position.side === "long" ? position.size : -position.size),
    leverage: leverageRow(position.leverage, margin.isolatedCashUsd),
    entryPx: decimalText(position.entryPrice),
    positionValue: decimalText(position.notionalUsd),
    unrealizedPnl: decimalText(position.unrealizedPnlUsd),
    returnOnEquity: decimalText(margin.returnOnEquity),
    liquidationPx: position.liquidationPrice === null ? null : decimalText(position.liquidationPrice),
    marginUsed: decimalText(position.marginUsedUsd),
    maxLeverage,
    cumFunding: {
      allTime: decimalText(fundingPaid.allTimeUsd),
      sinceOpen: decimalText(fundingPaid.sinceOpenUsd),
      sinceChange: decimalText(fundingPaid.sinceChangeUsd),
    },
  };
}

function summaryRow({ valueUsd, notionalUsd, cashUsd, usedUsd }: Summary) {
  return {
    accountValue: decimalText(valueUsd),
    totalNtlPos: decimalText(notionalUsd),
    totalRawUsd: decimalText(cashUsd),
    totalMarginUsed: decimalText(usedUsd),
  };
}

/** Adds whole micro-USDC, so that nothing of the doubles shows. */
function sum(amounts: readonly number[]): number {
  return fromMicro(amounts.reduce((total, usd) => total + toMicro(usd), 0));
}

function maxLeverage(instruments: readonly Instrument[], asset: string): number {
  return instruments.find(({ symbol }) => symbol === asset)?.maxLeverage ?? 1;
}
