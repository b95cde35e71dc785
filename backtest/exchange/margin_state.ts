import { fromMicro, type MarginState, type PositionMargin, toMicro } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { MarginLook } from "./margin_requests.ts";
import { returnOnEquity } from "./printed.ts";

/** The margin of an account at given marks, as its venue tells it. */
export function marginStateOf(
  account: Account,
  time: number,
  { marks, reservedMicro }: MarginLook,
): MarginState {
  const { ledger, margin } = account;
  const shown = account.shown(time, marks).positions;
  let notional = 0;
  let used = 0;
  for (const { asset } of shown) {
    if (ledger.position(asset)!.isolatedMicro !== null) continue;
    notional += margin.notionalMicro(asset, marks);
    used += margin.usedByMicro(asset, marks);
  }
  const positions = shown.map(({ asset, unrealizedPnlUsd, leverage }): PositionMargin => {
    const { costMicro, isolatedMicro } = ledger.position(asset)!;
    return {
      asset,
      isolatedCashUsd: isolatedMicro === null ? null : fromMicro(isolatedMicro),
      returnOnEquity: returnOnEquity(toMicro(unrealizedPnlUsd), costMicro, leverage),
      fundingPaid: account.funding.of(asset),
    };
  });
  return {
    time,
    crossCashUsd: fromMicro(ledger.cashMicro),
    crossValueUsd: fromMicro(margin.crossMicro(marks)),
    crossNotionalUsd: fromMicro(notional),
    crossMarginUsedUsd: fromMicro(used),
    crossMaintenanceUsd: fromMicro(margin.maintenanceMicro(marks)),
    withdrawableUsd: fromMicro(margin.withdrawableMicro(marks, reservedMicro)),
    positions,
  };
}
