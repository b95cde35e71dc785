import { initialMargin } from "../../engine/mod.ts";
import type { Account, Marks } from "./account.ts";
import type { MarginSetting } from "./margin_settings.ts";

/** What a request about margin is judged by. */
export interface MarginLook {
  readonly marks: Marks;
  /** What resting orders hold back, micro-USDC. */
  readonly reservedMicro: number;
}

/**
 * Sets leverage and margin mode of an asset for what it opens from now on; what an isolated position has stays with it.
 * Gives the venue's words where that cannot be: then nothing has changed. Source: exchange-rules 2.6.
 */
export function changeLeverage(
  account: Account,
  { asset, leverage, isCross }: MarginSetting & { readonly asset: string },
  look: MarginLook,
): string | null {
  const { maxLeverage, marginMode } = account.instrument(asset);
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > maxLeverage) return "Invalid leverage value";
  if (isCross && marginMode !== undefined) return "Cross margin is not allowed for this asset.";
  const position = account.ledger.position(asset);
  if (position !== undefined && (position.isolatedMicro === null) !== isCross) {
    return "Cannot switch leverage type with open position.";
  }
  const before = account.setting(asset);
  account.setLeverage(asset, leverage, isCross);
  if (position === undefined || leverage >= before.leverage || isCovered(account, asset, look)) return null;
  account.setLeverage(asset, before.leverage, before.isCross);
  const [mode, remedy] = isCross
    ? ["Cross", "deposit more collateral"]
    : ["Isolated", "add margin to the position"];
  return `${mode} position does not have sufficient margin available to decrease leverage. ` +
    `To decrease leverage, ${remedy}.`;
}

/**
 * Moves margin into an isolated position (`micro` above zero) or out of it, micro-USDC. Gives the venue's words where
 * that cannot be: then nothing has changed. Source: exchange-rules 2.6.
 */
export function changeIsolatedMargin(
  account: Account,
  { asset, micro }: { readonly asset: string; readonly micro: number },
  { marks, reservedMicro }: MarginLook,
): string | null {
  if (micro === 0) return "Update to isolated margin cannot be zero.";
  const { ledger, margin } = account;
  const position = ledger.position(asset);
  if (position === undefined) return "Cannot update margin for empty position.";
  if (position.isolatedMicro === null) return "Position does not use isolated margin.";
  if (micro > 0 && margin.withdrawableMicro(marks, reservedMicro) < micro) {
    return "Account does not have sufficient margin available for increase.";
  }
  if (micro < 0 && account.instrument(asset).marginMode === "strictIsolated") {
    return "Cannot remove isolated margin for this asset. To remove margin, reduce the position.";
  }
  if (micro < 0 && margin.isolatedMicro(asset, marks) + micro < margin.keptMicro(asset, marks)) {
    return "Position does not have sufficient margin for reduction.";
  }
  ledger.moveMargin(asset, micro);
  return null;
}

/** Whether the leverage in force is covered: cross by the whole account, isolated by what the position has. */
function isCovered(account: Account, asset: string, { marks, reservedMicro }: MarginLook): boolean {
  const { margin } = account;
  const { isCross, leverage } = account.setting(asset);
  if (isCross) return margin.equityMicro(marks) - margin.usedMicro(marks) >= reservedMicro;
  return margin.isolatedMicro(asset, marks) >= initialMargin(margin.notionalMicro(asset, marks), leverage);
}
