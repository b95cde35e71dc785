import type { CycleEntry, DiaryEntry, Fault } from "../../engine/mod.ts";
import { formatTime, formatUsd, oneLine } from "./format.ts";
import type { PaperOptions } from "./paper_options.ts";

/** The run's mode and where it runs, as people read it: `paper · mainnet`. */
export function shownMode(
  mode: string,
  { network, hyperliquid }: Pick<PaperOptions, "network" | "hyperliquid">,
): string {
  return `${mode} · ${hyperliquid.includes("hyperliquid") ? network : new URL(hyperliquid).host}`;
}

/** What is worth a line among the events; null: nothing. */
export function eventOf(entry: DiaryEntry): string | null {
  if (entry.kind === "missed") {
    return `${formatTime(entry.close)}   missed: ${entry.cause}, ${oneLine(entry.detail)}`;
  }
  if (entry.kind === "command") {
    const { close, command, asset } = entry;
    return `${formatTime(close)}   command: ${command}${asset === undefined ? "" : ` ${oneLine(asset)}`}`;
  }
  if (entry.kind === "lapsed") {
    return `${formatTime(entry.close)}   lapsed: ${entry.purpose} ${entry.asset}, it was too late to send it`;
  }
  if (entry.kind === "guard") return [formatTime(entry.close), ...found(entry.faults)].join("   ");
  if (entry.kind !== "cycle") return null;
  const parts = happened(entry);
  return parts.length === 0 ? null : `${formatTime(entry.close)}   ${parts.join("   ")}`;
}

/**
 * What a cycle did, a piece each: decisions that were none to hold, trades that closed, halts, faults. A model may name any
 * asset, a venue give any reason: neither can steer the terminal.
 */
export function happened({ decisions = [], trades = [], faults = [], halt }: CycleEntry): string[] {
  return [
    ...decisions.filter(({ action }) => action !== "hold").map(({ action, asset, outcome }) =>
      `${action} ${oneLine(asset)} ${outcome}`
    ),
    ...trades.map(({ asset, exit, netPnlUsd }) => `closed ${asset} by ${exit}: ${formatUsd(netPnlUsd)}`),
    ...(halt === undefined ? [] : [`halt until ${halt.until}`]),
    ...found(faults),
  ];
}

function found(faults: readonly Fault[]): string[] {
  return faults.map(({ on, what }) => `fault: ${oneLine(`${on}: ${what}`)}`);
}
