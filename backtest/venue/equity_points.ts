import {
  type AccountEvent,
  fromMicro,
  type Instrument,
  notionalMicro,
  priceToUnits,
  sizeToUnits,
  toMicro,
} from "../../engine/mod.ts";

/** Equity at a moment. */
export interface EquityAt {
  /** ms. */
  readonly time: number;
  readonly equityUsd: number;
}

/** What equity is told from. */
export interface Valuation {
  readonly instrument: (asset: string) => Instrument;
  /** The mark of an asset at a moment (ms), USD, on the grid; null where there is none. */
  readonly markAt: (asset: string, time: number) => number | null;
}

/**
 * Equity after each moment at which something changed the balance, oldest first: cash and what is held at the marks of
 * that moment. Cash moves by each fill's notional and fee, by funding and by money moved. Exact in micro-USDC.
 */
export function equityPoints(events: readonly AccountEvent[], { instrument, markAt }: Valuation): EquityAt[] {
  const points: EquityAt[] = [];
  const held = new Map<string, number>();
  let cashMicro = 0;
  for (const [index, event] of events.entries()) {
    if (event.kind === "fill") {
      const sign = event.side === "buy" ? 1 : -1;
      const coin = instrument(event.asset);
      cashMicro -= sign * notionalMicro(event.size, event.price, coin) + toMicro(event.feeUsd);
      held.set(event.asset, (held.get(event.asset) ?? 0) + sign * sizeToUnits(event.size, coin));
    } else cashMicro += toMicro(event.amountUsd);
    if (events[index + 1]?.time === event.time) continue;
    let equityMicro = cashMicro;
    for (const [asset, units] of held) {
      if (units === 0) continue;
      equityMicro += units * priceToUnits(markAt(asset, event.time)!, instrument(asset));
    }
    points.push({ time: event.time, equityUsd: fromMicro(equityMicro) });
  }
  return points;
}
