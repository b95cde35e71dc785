import { type ListedSeries, renderSeries } from "./data_listing.ts";
import type { BacktestOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** Tells a person in one table what was understood of their folder; run.json tells it to programs. */
export function showSeries(
  series: readonly ListedSeries[],
  options: BacktestOptions,
  terminal: Terminal,
): void {
  if (options.data === null || options.json || !terminal.redraws) return;
  const view = { folder: options.data, columns: terminal.columns(), colour: terminal.colour };
  terminal.note(`${renderSeries(options.data, series, view)}\n`);
}
