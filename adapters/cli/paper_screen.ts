/** The screen of a run on live prices: what there is to see of it now, at most 24 lines. */

import type { AccountState, ActiveTrade, CycleEntry, Position } from "../../engine/mod.ts";
import {
  formatDuration,
  formatPrice,
  formatReturn,
  formatSigned,
  formatTimeZ,
  formatUsd,
  oneLine,
} from "./format.ts";
import { type Paint, signTone } from "./paint.ts";

/** What is shown; times in ms of the run's clock. */
export interface PaperScreen {
  /** Mode and network, `paper · mainnet`. */
  readonly mode: string;
  readonly title: string;
  readonly now: number;
  /** The next close. */
  readonly nextClose: number;
  /** When each kind of data was last told; null: not yet. */
  readonly told: Readonly<Record<string, number | null>>;
  /** The account at the last look; null: there was none yet. */
  readonly account: AccountState | null;
  /** The last cycle; null: there was none yet. */
  readonly last: CycleEntry | null;
  readonly capitalUsd: number;
  /** What is held, with its plan. */
  readonly trades: readonly ActiveTrade[];
  readonly isPaused: boolean;
  /** What happened, oldest first. */
  readonly events: readonly string[];
  /** What keys there are, or a question that waits for one. */
  readonly hint: string;
  readonly isAsking: boolean;
}

/** How much room there is. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

const MOST_LINES = 24;
/** Below this only the essential and what happened last is shown. */
const NARROW = 80;
const MOST_POSITIONS = 6;
const EVENTS = 5;
const EVENTS_NARROW = 2;
/** Prices that are older than this are worth a colour, ms. */
const OLD_MS = 60_000;
/** The network where money is real is never to be overlooked. */
const MAINNET = "mainnet";

/** The lines of a screen of this size; none is longer, and the last one tells the keys. */
export function screenLines(screen: PaperScreen, { columns, rows }: ScreenSize, paint: Paint): string[] {
  const room = Math.max(1, Math.min(MOST_LINES, rows) - 1);
  const isNarrow = columns < NARROW;
  const body = [
    ...essential(screen, paint),
    "",
    ...(isNarrow ? [] : [...positionLines(screen, paint), "", ...decisionLines(screen.last), ""]),
    ...screen.events.slice(isNarrow ? -EVENTS_NARROW : -EVENTS).map((event) => `  ${event}`),
    "",
  ];
  const hint = paint(screen.isAsking ? "warning" : "faint", screen.hint);
  return [...body.slice(0, room), hint].map((line) => cutTo(line, columns));
}

function essential(screen: PaperScreen, paint: Paint): string[] {
  const { mode, title, now, nextClose, last, isPaused } = screen;
  const [word, network = ""] = mode.split(" · ");
  const shown = network === MAINNET ? paint("reverse", network) : paint("strong", network);
  const head = `${paint("strong", word)} · ${shown}   ${title}`;
  const due = `next cycle in ${formatDuration(Math.max(0, nextClose - now))}`;
  const time = `${formatTimeZ(now)}   ${isPaused ? paint("warning", "paused") : due}${
    ageText(screen, paint)
  }`;
  return [
    head,
    time,
    accountLine(screen, paint),
    last === null ? "no cycle yet" : lastLine(last, now, paint),
  ];
}

function ageText({ told, now }: PaperScreen, paint: Paint): string {
  const ages = Object.entries(told).map(([of, at]) => {
    if (at === null) return `${of} none yet`;
    const age = Math.max(0, now - at);
    return paint(of === "prices" && age > OLD_MS ? "warning" : "plain", `${of} ${formatDuration(age)}`);
  });
  return ages.length === 0 ? "" : `   age of data: ${ages.join(", ")}`;
}

function accountLine({ account, last, capitalUsd }: PaperScreen, paint: Paint): string {
  const { equityUsd, balanceUsd } = account ?? last ?? { equityUsd: capitalUsd, balanceUsd: capitalUsd };
  const gain = equityUsd / capitalUsd - 1;
  const free = account === null ? "" : `   free ${formatUsd(account.freeUsd)}`;
  const change = paint(signTone(gain), formatReturn(gain));
  return `equity ${formatUsd(equityUsd)} (${change})   cash ${formatUsd(balanceUsd)}${free}`;
}

function lastLine({ close, faults = [] }: CycleEntry, now: number, paint: Paint): string {
  const age = `last cycle ${formatTimeZ(close)}, ${formatDuration(Math.max(0, now - close))} ago`;
  return faults.length === 0 ? age : `${age}   ${paint("danger", `${faults.length} faults`)}`;
}

const HEADS = ["size", "entry", "mark", "PnL USD", "stop", "target", "liq."];
const WIDTHS = [10, 9, 9, 10, 9, 9, 9];

function positionLines({ trades, account }: PaperScreen, paint: Paint): string[] {
  if (trades.length === 0) return ["  no position"];
  const heads = HEADS.map((head, at) => head.padStart(WIDTHS[at])).join("");
  return [
    paint("faint", `  asset   side ${heads}`),
    ...trades.slice(0, MOST_POSITIONS).map((trade) => {
      const position = account?.positions.find(({ asset }) => asset === trade.asset) ?? null;
      return positionLine(trade, position, paint);
    }),
    ...(trades.length > MOST_POSITIONS ? [`  and ${trades.length - MOST_POSITIONS} more`] : []),
  ];
}

function positionLine(
  { asset, side, size, plan }: ActiveTrade,
  position: Position | null,
  paint: Paint,
): string {
  const price = (value: number | null | undefined, none: string): string =>
    value === null || value === undefined ? none : formatPrice(value);
  const gain = position?.unrealizedPnlUsd;
  const cells = [
    formatPrice(size),
    price(position?.entryPrice, "n/a"),
    price(position?.mark, "n/a"),
    gain === undefined ? "n/a" : formatSigned(gain),
    price(plan.stop, "none"),
    price(plan.target, "none"),
    price(shortened(position?.liquidationPrice), position === null ? "n/a" : "none"),
  ].map((cell, at) => cell.padStart(WIDTHS[at]));
  cells[3] = paint(signTone(gain ?? 0), cells[3]);
  return `  ${asset.padEnd(7)} ${side.padEnd(5)}${cells.join("")}`;
}

/** A liquidation price is reckoned to ten decimals; as many figures as a price has are enough to look at. */
function shortened(price: number | null | undefined): number | null | undefined {
  return typeof price === "number" ? Number(price.toPrecision(6)) : price;
}

function decisionLines(last: CycleEntry | null): string[] {
  if (last === null) return ["  no decision yet"];
  const { decisions = [], held = [], notAsked, summary } = last;
  const did = decisions.filter(({ action }) => action !== "hold").map(({ action, asset, outcome }) =>
    `${action} ${oneLine(asset)}: ${outcome}`
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
