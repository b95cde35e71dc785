import { z } from "zod";
import { type AccountState, fromMicro, type Position, toMicro } from "../../../engine/mod.ts";
import type { ListedAsset } from "./assets_wire.ts";
import { decimalWire, usdWire } from "./decimal_wire.ts";

const positionSchema = z.object({
  coin: z.string(),
  szi: decimalWire,
  leverage: z.object({ value: z.number() }),
  entryPx: decimalWire,
  positionValue: usdWire,
  unrealizedPnl: usdWire,
  liquidationPx: decimalWire.nullable(),
  marginUsed: usdWire,
});

/** `clearinghouseState`. Source: exchange-rules 5.2. */
export const accountWire = z.object({
  marginSummary: z.object({ accountValue: usdWire, totalMarginUsed: usdWire }),
  assetPositions: z.array(z.object({ position: positionSchema })),
  time: z.int().nonnegative(),
});

/** An account as it was answered. */
export type AccountRow = z.infer<typeof accountWire>;

/** Whom an account's rows are read by. */
export type Assets = ReadonlyMap<string, ListedAsset>;

/**
 * The account without its orders. The venue tells what it is worth with everything in it: cash is that less what is
 * unrealised. Positions stand in the venue's order of assets; what the list does not have is not shown.
 */
export function accountOf(row: AccountRow, assets: Assets): Omit<AccountState, "openOrders"> {
  const { accountValue, totalMarginUsed } = row.marginSummary;
  const equity = toMicro(accountValue);
  const used = toMicro(totalMarginUsed);
  let balance = equity;
  const positions: { readonly id: number; readonly position: Position }[] = [];
  for (const { position } of row.assetPositions) {
    balance -= toMicro(position.unrealizedPnl);
    const asset = assets.get(position.coin);
    if (asset === undefined || position.szi === 0) continue;
    positions.push({ id: asset.id, position: positionOf(position, asset) });
  }
  return {
    time: row.time,
    balanceUsd: fromMicro(balance),
    equityUsd: fromMicro(equity),
    marginUsedUsd: fromMicro(used),
    freeUsd: fromMicro(Math.max(0, equity - used)),
    positions: positions.sort((a, b) => a.id - b.id).map(({ position }) => position),
  };
}

function positionOf(row: z.infer<typeof positionSchema>, { szDecimals }: ListedAsset): Position {
  const size = Math.abs(row.szi);
  return {
    asset: row.coin,
    side: row.szi > 0 ? "long" : "short",
    size,
    entryPrice: row.entryPx,
    mark: markOf(row.positionValue, size, szDecimals),
    notionalUsd: row.positionValue,
    unrealizedPnlUsd: row.unrealizedPnl,
    marginUsedUsd: row.marginUsed,
    leverage: row.leverage.value,
    liquidationPrice: row.liquidationPx,
  };
}

/** The venue tells size × mark to the last unit and not the mark: in whole units it comes out exactly. */
function markOf(notionalUsd: number, size: number, szDecimals: number): number {
  const sizeUnits = Math.round(size * 10 ** szDecimals);
  return Math.round(toMicro(notionalUsd) / sizeUnits) / 10 ** (6 - szDecimals);
}
