import type { FundingPayment, Transfer, VenueFill } from "../../../engine/mod.ts";
import { decimalText } from "../number_text.ts";
import { directionWords, entryHash, rounded, sideLetter } from "./words_wire.ts";

/** Decimals of averages over several fills. */
const DECIMALS = 10;

/** What becomes one row of fills. */
interface Execution {
  readonly fill: VenueFill;
  readonly size: number;
  readonly notional: number;
  readonly feeUsd: number;
  readonly pnlUsd: number;
}

/** A fill; the mark of a liquidation is the price it was done at, which is all that is known of it later. */
export function fillRow(user: string, fill: VenueFill): FillRow {
  return executionRow(user, alone(fill));
}

/** Fills in their order; `together` adds up those of one order at one moment. Source: nktkas, userFills. */
export function fillRows(user: string, fills: readonly VenueFill[], together: boolean): FillRow[] {
  const executions: Execution[] = [];
  for (const fill of fills) {
    const last = executions.at(-1);
    if (!together || last === undefined || !belongTogether(last.fill, fill)) executions.push(alone(fill));
    else executions[executions.length - 1] = added(last, alone(fill));
  }
  return executions.map((execution) => executionRow(user, execution));
}

/** A fill's row. */
export interface FillRow {
  coin: string;
  px: string;
  sz: string;
  side: "A" | "B";
  time: number;
  startPosition: string;
  dir: string;
  closedPnl: string;
  hash: string;
  oid: number;
  crossed: boolean;
  fee: string;
  tid: number;
  cloid?: string;
  liquidation?: { liquidatedUser: string; markPx: string; method: "market" | "backstop" };
  feeToken: string;
  twapId: null;
}

function alone(fill: VenueFill): Execution {
  const { size, price, feeUsd, realizedPnlUsd } = fill;
  return { fill, size, notional: size * price, feeUsd, pnlUsd: realizedPnlUsd };
}

function belongTogether(a: VenueFill, b: VenueFill): boolean {
  return a.orderId !== null && a.orderId === b.orderId && a.time === b.time && a.crossed === b.crossed &&
    a.direction === b.direction;
}

/** The earlier one gives the row its position and its number. */
function added(a: Execution, b: Execution): Execution {
  return {
    fill: a.fill.tradeId < b.fill.tradeId ? a.fill : b.fill,
    size: a.size + b.size,
    notional: a.notional + b.notional,
    feeUsd: a.feeUsd + b.feeUsd,
    pnlUsd: a.pnlUsd + b.pnlUsd,
  };
}

/** The keys come in the venue's order; putting in by and by those that are not always there is the quick way to it. */
function executionRow(user: string, { fill, size, notional, feeUsd, pnlUsd }: Execution): FillRow {
  // What was added up has the noise of doubles; rounding what has none would bring some in.
  const shown = (value: number): string => decimalText(size === fill.size ? value : rounded(value, DECIMALS));
  const oid = fill.orderId ?? 0;
  const row: Partial<FillRow> = {
    coin: fill.asset,
    px: shown(size === fill.size ? fill.price : notional / size),
    sz: shown(size),
    side: sideLetter(fill.side),
    time: fill.time,
    startPosition: decimalText(fill.startPosition),
    dir: directionWords(fill.direction),
    closedPnl: shown(pnlUsd),
    hash: entryHash(fill.time, oid, fill.tradeId),
    oid,
    crossed: fill.crossed,
    fee: shown(feeUsd),
    tid: fill.tradeId,
  };
  if (fill.clientOrderId !== null) row.cloid = fill.clientOrderId;
  if (fill.liquidationMethod !== null) {
    row.liquidation = {
      liquidatedUser: user,
      markPx: decimalText(fill.price),
      method: fill.liquidationMethod,
    };
  }
  row.feeToken = "USDC";
  row.twapId = null;
  return row as FillRow;
}

/** An hour's funding of a position, as the streams tell it. */
export function fundingRow({ time, asset, amountUsd, size, rate }: FundingPayment) {
  return {
    time,
    coin: asset,
    usdc: decimalText(amountUsd),
    szi: decimalText(size),
    fundingRate: decimalText(rounded(rate, DECIMALS)),
    nSamples: null,
  };
}

/** An hour's funding of a position, as an entry of the ledger. */
export function fundingEntryRow(payment: FundingPayment, place: number) {
  const { time, ...delta } = fundingRow(payment);
  return { time, hash: entryHash(time, place), delta: { type: "funding", ...delta } };
}

/** Money that came or went, as an entry of the ledger. */
export function transferRow({ time, amountUsd }: Transfer, place: number) {
  const usdc = decimalText(Math.abs(amountUsd));
  const delta = amountUsd >= 0
    ? { type: "deposit", usdc }
    : { type: "withdraw", usdc, nonce: time, fee: "0.0" };
  return { time, hash: entryHash(time, place), delta };
}
