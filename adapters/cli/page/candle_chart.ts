import type { Trade } from "../../../engine/mod.ts";
import { formatPrice, formatSigned, formatTime } from "../format.ts";
import { axesOf, frameOf, scalesOf } from "./axes.ts";
import { svgOf } from "./line_chart.ts";
import { type Markup, markup, type Piece } from "./markup.ts";

/** Candles of an asset, thinned for drawing. */
export interface DrawnCandles {
  readonly each: number;
  readonly lengthMs: number;
  readonly rows: readonly (readonly [time: number, open: number, high: number, low: number, close: number])[];
}

/** A trade to be drawn on them, and where on the page it is told of. */
export interface DrawnTrade {
  readonly trade: Trade;
  readonly anchor: string;
}

const HEIGHT = 340;

/** Candles with every trade on them: entries as triangles in their direction, exits as crosses, a line between them. */
export function candleChart(
  asset: string,
  { rows, each, lengthMs }: DrawnCandles,
  trades: readonly DrawnTrade[],
): Markup {
  if (rows.length === 0) return markup``;
  const frame = frameOf(HEIGHT);
  const width = each * lengthMs;
  const extent = {
    from: rows[0][0],
    until: rows.at(-1)![0] + width,
    low: Math.min(...rows.map(([, , , low]) => low)),
    high: Math.max(...rows.map(([, , high]) => high)),
  };
  const { x, y } = scalesOf(frame, extent);
  const half = Math.max(0.4, (x(extent.from + width) - x(extent.from)) * 0.35);
  const wicks = rows.map(([time, , high, low]) => `M${x(time + width / 2)} ${y(high)}V${y(low)}`).join("");
  const bodies = (isUp: boolean): string =>
    rows.filter(([, open, , , close]) => (close >= open) === isUp).map(([time, open, , , close]) => {
      const [top, bottom] = [y(Math.max(open, close)), y(Math.min(open, close))];
      const left = Math.round((x(time + width / 2) - half) * 10) / 10;
      return `M${left} ${top}h${(2 * half).toFixed(1)}v${Math.max(0.5, bottom - top).toFixed(1)}h-${
        (2 * half).toFixed(1)
      }z`;
    }).join("");
  const marks = trades.map((drawn): Piece => markOf(drawn, { x, y }));
  const candles = markup`<path class="wick" d="${wicks}"/><path class="up" d="${
    bodies(true)
  }"/><path class="down" d="${bodies(false)}"/>`;
  return svgOf(frame, `${asset}: candles and trades`, [axesOf(frame, extent, formatPrice), candles, marks]);
}

/** A trade as a link to where it is told of. */
function markOf({ trade, anchor }: DrawnTrade, { x, y }: ReturnType<typeof scalesOf>): Markup {
  const { side, openedAt, closedAt, entryPrice, exitPrice, netPnlUsd } = trade;
  const [left, top, right, end] = [x(openedAt), y(entryPrice), x(closedAt), y(exitPrice)];
  const tone = netPnlUsd < 0 ? "lost" : "won";
  const point = side === "long" ? `M${left} ${top - 2}l4 8h-8z` : `M${left} ${top + 2}l4 -8h-8z`;
  const cross = `M${right - 3} ${end - 3}l6 6m0 -6l-6 6`;
  const told = `${side} ${formatTime(openedAt)} at ${formatPrice(entryPrice)}, ${formatTime(closedAt)} at ${
    formatPrice(exitPrice)
  }, ${formatSigned(netPnlUsd)} USD`;
  return markup`<a href="#${anchor}"><title>${told}</title><path class="held ${tone}" d="M${left} ${top}L${right} ${end}"/><path class="entry ${tone}" d="${point}"/><path class="exit ${tone}" d="${cross}"/></a>`;
}
