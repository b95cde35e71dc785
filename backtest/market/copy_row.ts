import type { CandleColumns } from "../../engine/mod.ts";

/** Copies one candle into a row of other columns. */
export function copyRow(
  from: CandleColumns,
  row: number,
  { to, index }: { readonly to: CandleColumns; readonly index: number },
): void {
  to.time[index] = from.time[row];
  to.open[index] = from.open[row];
  to.high[index] = from.high[row];
  to.low[index] = from.low[row];
  to.close[index] = from.close[row];
  to.volume[index] = from.volume[row];
}
