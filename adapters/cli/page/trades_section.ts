import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPrice,
  formatSigned,
  formatTime,
} from "../format.ts";
import { fitWords } from "./fit_words.ts";
import { type Markup, markup, type Piece, printed } from "./markup.ts";
import type { ShownTrade, ShownWords } from "./reported.ts";

const TITLES = ["", "asset", "side", "opened", "for", "size", "entry", "exit", "by", "net USD", "why"];

/** The name that a trade has on its page. */
export function anchorOf(place: number): string {
  return `trade-${place + 1}`;
}

/** Every closed trade, with the words that made it. */
export function tradesSection(trades: readonly ShownTrade[]): Markup {
  if (trades.length === 0) return markup`<p>No trade was closed.</p>\n`;
  const fitted = fitWords(trades);
  const cut = fitted.cutAt === null
    ? null
    : markup`<p class="faint">Words longer than ${
      formatNumber(fitted.cutAt, 0)
    } letters are cut, so that the page stays small; the diary has all of them.</p>\n`;
  const rows = fitted.trades.map((trade, place): Piece => tradeRow(trade, place));
  const titles = TITLES.map((title): Piece => markup`<th>${title}</th>`);
  return markup`<p>${
    formatCount(trades.length, "closed trade")
  }, in the order in which they were closed. Times are UTC.</p>
${cut}<div class="wide"><table><tr>${titles}</tr>
${rows}</table></div>
`;
}

function tradeRow({ trade, line, opened, closed }: ShownTrade, place: number): Markup {
  const { asset, side, openedAt, closedAt, size, entryPrice, exitPrice, exit, netPnlUsd } = trade;
  const tone = netPnlUsd < 0 ? "loss" : "gain";
  return markup`<tr id="${anchorOf(place)}"><td>${place + 1}</td><td>${asset}</td><td>${side}</td><td>${
    formatTime(openedAt)
  }</td><td>${formatDuration(closedAt - openedAt)}</td><td>${formatPrice(size)}</td><td>${
    formatPrice(entryPrice)
  }</td><td>${formatPrice(exitPrice)}</td><td>${exit}</td><td class="${tone}">${
    printed(formatSigned(netPnlUsd))
  }</td><td class="words">${whyOf(opened, closed, line)}</td></tr>
`;
}

/** The rationale of the decision that opened it in sight, all else behind it. */
function whyOf(opened: readonly ShownWords[], closed: ShownWords | null, line: number): Piece {
  const [first] = opened;
  const inSight = first === undefined ? "no decision of this run opened it" : first.rationale ?? "no words";
  const more = [...opened, ...(closed === null ? [] : [closed])].map(wordsOf);
  return markup`<details><summary>${inSight}</summary>${more}<p class="faint">Closed in line ${line} of the diary.</p></details>`;
}

function wordsOf({ close, line, action, rationale, reasoning, exitPlan, stop, target }: ShownWords): Piece {
  const levels = [
    ...(stop === null ? [] : [`stop ${formatPrice(stop)}`]),
    ...(target === null ? [] : [`target ${formatPrice(target)}`]),
  ].join(", ");
  const head = [`${formatTime(close)} ${action}`, levels, `line ${line} of the diary`].filter((text) =>
    text !== ""
  );
  const texts = [rationale, reasoning, exitPlan === null ? null : `Plan: ${exitPlan}`];
  return markup`<p class="faint">${head.join(" · ")}</p>${
    texts.map((text): Piece => text === null ? null : markup`<pre>${text}</pre>`)
  }`;
}
