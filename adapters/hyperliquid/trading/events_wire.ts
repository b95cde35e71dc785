import { z } from "zod";
import {
  type AccountEvent,
  type Fill,
  fromMicro,
  type FundingPayment,
  toMicro,
  type Transfer,
} from "../../../engine/mod.ts";
import { addressWire, decimalWire, usdWire } from "./decimal_wire.ts";

/** An event with what tells it from every other of the account. */
export interface KnownEvent<Event extends AccountEvent = AccountEvent> {
  readonly key: string;
  readonly event: Event;
}

const time = z.int().nonnegative();

const fillSchema = z.object({
  coin: z.string(),
  px: decimalWire,
  sz: decimalWire,
  side: z.enum(["A", "B"]),
  time,
  closedPnl: usdWire,
  fee: usdWire,
  tid: z.int().nonnegative(),
  cloid: z.string().optional(),
  liquidation: z.object({ liquidatedUser: addressWire }).nullish(),
});

/** Fills. Source: exchange-rules 5.2, `userFillsByTime`. */
export const fillsWire: z.ZodType<readonly z.infer<typeof fillSchema>[]> = z.array(fillSchema);

/** A fill of the account of `user`; the other side of somebody's liquidation has its mark, too. */
export function fillOf(row: z.infer<typeof fillSchema>, user: string): KnownEvent<Fill> {
  const event: Fill = {
    kind: "fill",
    time: row.time,
    asset: row.coin,
    side: row.side === "B" ? "buy" : "sell",
    size: row.sz,
    price: row.px,
    feeUsd: row.fee,
    realizedPnlUsd: row.closedPnl,
    clientOrderId: row.cloid ?? null,
    liquidation: row.liquidation?.liquidatedUser === user,
  };
  return { key: `fill ${row.tid} ${row.side}`, event };
}

const fundingSchema = z.object({
  time,
  delta: z.object({ coin: z.string(), usdc: usdWire, szi: decimalWire, fundingRate: decimalWire }),
});

/** Funding payments. Source: exchange-rules 5.2, `userFunding`. */
export const fundingsWire: z.ZodType<readonly z.infer<typeof fundingSchema>[]> = z.array(fundingSchema);

/** A funding payment; the venue does not tell the oracle price that it was paid on. */
export function fundingOf({ time, delta }: z.infer<typeof fundingSchema>): KnownEvent<FundingPayment> {
  const { coin: asset, usdc: amountUsd, szi: size, fundingRate: rate } = delta;
  const event: FundingPayment = { kind: "funding", time, asset, rate, size, amountUsd };
  return { key: `funding ${time} ${asset}`, event };
}

const usdc = usdWire;
const fee = usdWire;
const party = { user: addressWire, destination: addressWire };

/** What moves money in or out of the perpetuals' balance. Source: @nktkas/hyperliquid 0.33.3. */
const movementSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("deposit"), usdc }),
  z.object({ type: z.literal("withdraw"), usdc, fee }),
  z.object({ type: z.literal("accountClassTransfer"), usdc, toPerp: z.boolean() }),
  z.object({ type: z.literal("internalTransfer"), usdc, fee, ...party }),
  z.object({ type: z.literal("subAccountTransfer"), usdc, ...party }),
  z.object({ type: z.literal("vaultCreate"), usdc, fee }),
  z.object({ type: z.literal("vaultDeposit"), usdc }),
  z.object({ type: z.literal("vaultDistribution"), usdc }),
  z.object({ type: z.literal("vaultLeaderCommission"), usdc }),
  z.object({ type: z.literal("vaultWithdraw"), netWithdrawnUsd: usdc }),
]);
const MOVEMENTS: ReadonlySet<string> = new Set(
  movementSchema.options.map(({ shape }) => shape.type.value),
);
/** All else moves spot tokens or tells of what fills tell, too: a liquidation, staking, a spot transfer. */
const otherSchema = z.object({ type: z.string().refine((type) => !MOVEMENTS.has(type)) }).transform(() =>
  null
);
const movementRowSchema = z.object({ time, delta: z.union([movementSchema, otherSchema]) });

type Movement = z.infer<typeof movementSchema>;
type MovementRow = z.infer<typeof movementRowSchema>;

/** Money that came and went. Source: exchange-rules 5.2, `userNonFundingLedgerUpdates`. */
export const movementsWire: z.ZodType<readonly MovementRow[]> = z.array(movementRowSchema);

/**
 * A transfer of the account of `user`; null for what does not touch the balance of its perpetuals. Whether a fee of the
 * venue is in the amount or beside it is not on record; it is taken as beside it where the account itself paid.
 */
export function transferOf({ time, delta }: MovementRow, user: string): KnownEvent<Transfer> | null {
  if (delta === null) return null;
  const amountUsd = movedUsd(delta, user);
  const key = `transfer ${time} ${JSON.stringify(delta)}`;
  return amountUsd === 0 ? null : { key, event: { kind: "transfer", time, amountUsd } };
}

function movedUsd(delta: Movement, user: string): number {
  switch (delta.type) {
    case "deposit":
    case "vaultDistribution":
    case "vaultLeaderCommission":
      return delta.usdc;
    case "vaultWithdraw":
      return delta.netWithdrawnUsd;
    case "accountClassTransfer":
      return delta.toPerp ? delta.usdc : -delta.usdc;
    case "vaultDeposit":
      return -delta.usdc;
    case "withdraw":
    case "vaultCreate":
      return -withFee(delta.usdc, delta.fee);
    case "subAccountTransfer":
      return between(delta, user, delta.usdc);
    case "internalTransfer":
      return between(delta, user, withFee(delta.usdc, delta.fee));
  }
}

/** What came in where the account is the one that gets it; else what went out. */
function between(
  { user: from, destination, usdc }: {
    readonly user: string;
    readonly destination: string;
    readonly usdc: number;
  },
  user: string,
  paidUsd: number,
): number {
  if (from === destination) return 0;
  return destination === user ? usdc : -paidUsd;
}

function withFee(amountUsd: number, feeUsd: number): number {
  return fromMicro(toMicro(amountUsd) + toMicro(feeUsd));
}
