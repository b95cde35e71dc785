import {
  fromMicro,
  type Instrument,
  liquidationPrice,
  maintenanceMargin,
  type Moment,
  type MomentPosition,
  toMicro,
} from "../../engine/mod.ts";

/** What values the positions of a moment. */
export interface MomentPrices {
  /** By asset, at the moment; one that lacks is not known. */
  readonly marks: ReadonlyMap<string, number>;
  readonly instruments: ReadonlyMap<string, Instrument>;
}

/**
 * A moment with its positions valued at these marks: unrealised PnL, margin at the leverage each was opened with, and
 * liquidation prices. What hangs on a mark that is not known stays null. Of an only position the mark follows from the
 * diary itself, as notional ÷ size, and goes before the given one.
 */
export function valuedMoment(moment: Moment, { marks, instruments }: MomentPrices): Moment {
  const { account, cycles } = moment;
  const { notionalUsd, equityUsd } = account;
  const markOf = ({ asset, size }: MomentPosition): number | null => {
    const isOnly = moment.positions.length === 1 && notionalUsd !== null && notionalUsd.value > 0;
    if (isOnly && size.seq <= notionalUsd.seq) return notionalUsd.value / size.value;
    return marks.get(asset) ?? null;
  };
  const marked = moment.positions.map((position) => valuedPosition(position, markOf(position), cycles.seq));
  const isAll = marked.every(({ marginUsedUsd }) => marginUsedUsd !== null);
  const maintenanceUsd = isAll ? maintenanceOf(marked, instruments) : null;
  const positions = marked.map((position) => {
    const instrument = instruments.get(position.asset);
    if (maintenanceUsd === null || equityUsd === null || instrument === undefined) return position;
    const sign = position.side.value === "long" ? 1 : -1;
    const holding = { instrument, signedSize: sign * position.size.value, mark: position.mark!.value };
    const price = liquidationPrice(holding, { valueUsd: equityUsd.value, maintenanceUsd });
    return { ...position, liquidationPrice: price === null ? null : { value: price, seq: cycles.seq } };
  });
  const margin = marked.reduce((sum, { marginUsedUsd }) => sum + (marginUsedUsd?.value ?? 0), 0);
  const marginUsedUsd = isAll ? { value: margin, seq: cycles.seq } : null;
  return { ...moment, positions, account: { ...account, marginUsedUsd } };
}

function valuedPosition(position: MomentPosition, mark: number | null, seq: number): MomentPosition {
  if (mark === null) return position;
  const { side, size, entryPrice, leverage } = position;
  const sign = side.value === "long" ? 1 : -1;
  const pnl = fromMicro(Math.round(sign * size.value * (mark - entryPrice.value) * 1e6));
  const margin = size.value * mark / (leverage?.value ?? 1);
  return {
    ...position,
    mark: { value: mark, seq },
    unrealizedPnlUsd: { value: pnl, seq },
    marginUsedUsd: { value: margin, seq },
  };
}

function maintenanceOf(
  positions: readonly MomentPosition[],
  instruments: ReadonlyMap<string, Instrument>,
): number | null {
  let sum = 0;
  for (const { asset, size, mark } of positions) {
    const instrument = instruments.get(asset);
    if (instrument === undefined || mark === null) return null;
    sum += maintenanceMargin(toMicro(size.value * mark.value), instrument);
  }
  return fromMicro(sum);
}
