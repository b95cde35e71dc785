/** The screen of a run on live prices: what there is to see of it now, at most 24 lines. */

import type { ActiveTrade, CycleEntry } from "../../engine/mod.ts";
import { formatDuration, formatPrice, formatReturn, formatTimeZ, formatUsd, oneLine } from "./format.ts";
import { type Paint, signTone } from "./paint.ts";

/** What is shown; times in ms of the run's clock. */
export interface PaperScreen {
  /** Mode and network, `paper · mainnet`. */
  readonly mode: string;
  readonly title: string;
  readonly folder: string;
  readonly now: number;
  /** The next close; null: not known yet. */
  readonly nextClose: number | null;
  /** The last cycle; null: there was none yet. */
  readonly last: CycleEntry | null;
  readonly capitalUsd: number;
  readonly positions: readonly ActiveTrade[];
  readonly isPaused: boolean;
  /** What happened, oldest first. */
  readonly events: readonly string[];
}

const MOST_LINES = 24;
/** Below this only the essential is shown. */
const NARROW = 80;
const MOST_POSITIONS = 8;
const EVENTS = 5;

/** The lines of a screen of this width; none is longer. */
export function screenLines(screen: PaperScreen, columns: number, paint: Paint): string[] {
  const lines = columns < NARROW ? essential(screen, paint) : [
    ...essential(screen, paint),
    "",
    ...positionLines(screen.positions),
    "",
    ...decisionLines(screen.last),
    "",
    ...screen.events.slice(-EVENTS).map((event) => `  ${event}`),
    "",
    paint(
      "faint",
      `Ctrl-C leaves it: it goes on with the same command.  deno task do ${screen.folder} pause`,
    ),
  ];
  return lines.slice(0, MOST_LINES).map((line) => cutTo(line, columns));
}

function essential(
  { mode, title, now, nextClose, last, capitalUsd, isPaused }: PaperScreen,
  paint: Paint,
): string[] {
  const due = nextClose === null ? "" : `   next cycle in ${formatDuration(Math.max(0, nextClose - now))}`;
  const head = `${paint("strong", mode)}   ${title}`;
  const time = `${formatTimeZ(now)}${due}${isPaused ? `   ${paint("warning", "paused")}` : ""}`;
  if (last === null) return [head, time, `equity ${formatUsd(capitalUsd)}   no cycle yet`];
  const { close, equityUsd, balanceUsd, faults = [] } = last;
  const gain = equityUsd / capitalUsd - 1;
  const account = `equity ${formatUsd(equityUsd)} (${paint(signTone(gain), formatReturn(gain))})   cash ${
    formatUsd(balanceUsd)
  }`;
  const age = `last cycle ${formatTimeZ(close)}, ${formatDuration(Math.max(0, now - close))} ago`;
  return [
    head,
    time,
    account,
    faults.length === 0 ? age : `${age}   ${paint("danger", `${faults.length} faults`)}`,
  ];
}

function positionLines(positions: readonly ActiveTrade[]): string[] {
  if (positions.length === 0) return ["  no position"];
  const price = (value: number | null): string => (value === null ? "none" : formatPrice(value)).padStart(12);
  return [
    `  position     side            size        stop      target   open since`,
    ...positions.slice(0, MOST_POSITIONS).map(({ asset, side, size, plan, openedAt }) =>
      `  ${asset.padEnd(12)} ${side.padEnd(6)} ${formatPrice(size).padStart(13)}${price(plan.stop)}${
        price(plan.target)
      }   ${formatTimeZ(openedAt)}`
    ),
  ];
}

function decisionLines(last: CycleEntry | null): string[] {
  if (last === null) return ["  no decision yet"];
  const { decisions = [], held = [], notAsked, summary } = last;
  const did = decisions.filter(({ action }) => action !== "hold").map(({ action, asset, outcome }) =>
    `${action} ${asset}: ${outcome}`
  );
  const lines = [
    notAsked === undefined
      ? `  decided: ${did.length === 0 ? "hold" : did.join(", ")}`
      : `  not asked: ${notAsked}`,
  ];
  if (summary !== undefined) lines.push(`  ${oneLine(summary)}`);
  if (held.length > 0) {
    lines.push(`  held: ${held.map(({ asset, reason }) => `${asset} (${reason})`).join(", ")}`);
  }
  return lines;
}

// deno-lint-ignore no-control-regex -- colours take no room
const COLOURS = /\x1b\[[\d;]*m/g;

function cutTo(line: string, columns: number): string {
  const plain = line.replace(COLOURS, "");
  return plain.length <= columns ? line : `${plain.slice(0, Math.max(0, columns - 1))}…`;
}
