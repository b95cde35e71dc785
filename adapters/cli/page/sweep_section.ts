import { formatNumber, formatReturn, formatSigned } from "../format.ts";
import { axesOf, frameOf, scalesOf, ticksOf } from "./axes.ts";
import { svgOf } from "./line_chart.ts";
import { type Markup, markup, type Piece, printed } from "./markup.ts";
import {
  chosenAmong,
  equityFan,
  type FanPoint,
  type HeatMap,
  heatMap,
  histogram,
  type SweptRun,
  type TrainTest,
  trainTests,
} from "./sweep_figures.ts";

const CELL = 44;

/** What a page shows of a sweep beside the ranking: map, distribution, fan, train against test; nothing of another family. */
export function sweepSection(runs: readonly SweptRun[]): Markup {
  const among = chosenAmong(runs);
  const sharpes = among.flatMap(({ manifest }) => manifest.metrics?.sharpe ?? []);
  if (sharpes.length < 2) return markup``;
  const [map, fan, walked] = [heatMap(among), equityFan(among), trainTests(runs)];
  return markup`${map === null ? null : mapPiece(map)}${distribution(sharpes)}${
    fan === null ? null : fanPiece(fan)
  }${walked.length === 0 ? null : walkPiece(walked)}`;
}

function mapPiece({ across, down, columns, rows, cells }: HeatMap): Markup {
  const left = 110;
  const top = 24;
  const frame = { ...frameOf(top + rows.length * CELL + 8), left, top };
  const width = Math.min(90, (frame.width - left) / columns.length);
  const strongest = Math.max(...cells.flat().map((one) => Math.abs(one?.mean ?? 0))) || 1;
  const titles = columns.map((value, at): Piece =>
    markup`<text x="${left + (at + 0.5) * width}" y="16" text-anchor="middle">${value}</text>`
  );
  const lines = rows.map((value, row): Piece => {
    const y = top + row * CELL;
    const boxes = cells[row].map((one, column): Piece =>
      one === null ? null : box(one, { x: left + column * width, y, width, strongest })
    );
    return markup`<text x="${left - 8}" y="${y + CELL / 2 + 4}" text-anchor="end">${value}</text>${boxes}`;
  });
  const beside = down === "" ? "" : ` and, down, ${down}`;
  return markup`<h2>Mean Sharpe ratio over the settings</h2>
<p class="faint">Across ${across}${beside}; the mean of all runs with these two, in each cell. A lone peak among weak neighbours is luck more often than not.</p>
${svgOf(frame, `Mean Sharpe ratio by ${across}${beside}`, [titles, lines])}
`;
}

function box(
  { mean, runs }: { readonly mean: number; readonly runs: number },
  { x, y, width, strongest }: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly strongest: number;
  },
): Markup {
  const strength = (0.08 + 0.62 * Math.abs(mean) / strongest).toFixed(2);
  const tone = mean < 0 ? "var(--loss)" : "var(--gain)";
  return markup`<g><title>${formatSigned(mean)}, ${runs} runs</title><rect x="${x + 1}" y="${y + 1}" width="${
    width - 2
  }" height="${CELL - 2}" style="fill:${tone};opacity:${strength}"/><text class="label" x="${
    x + width / 2
  }" y="${y + CELL / 2 + 4}" text-anchor="middle">${printed(formatSigned(mean))}</text></g>`;
}

function distribution(sharpes: readonly number[]): Markup {
  const bins = histogram(sharpes);
  const frame = frameOf(200);
  const { left, right, width, height, bottom, top } = frame;
  const each = (width - left - right) / bins.length;
  const most = Math.max(...bins.map(({ count }) => count));
  const [low, high] = [bins[0].from, bins.at(-1)!.until];
  const x = (value: number): number => left + (value - low) / (high - low) * (width - left - right);
  const bars = bins.map(({ from, count }, at): Piece => {
    const tall = count / most * (height - bottom - top);
    const tone = at === bins.length - 1 ? "var(--accent)" : from < 0 ? "var(--loss)" : "var(--gain)";
    return markup`<rect x="${(left + at * each + 0.5).toFixed(1)}" y="${
      (height - bottom - tall).toFixed(1)
    }" width="${(each - 1).toFixed(1)}" height="${
      tall.toFixed(1)
    }" style="fill:${tone};opacity:.7"><title>${count}</title></rect>`;
  });
  const ticks = ticksOf(low, high).map((value): Piece =>
    markup`<text x="${x(value).toFixed(1)}" y="${height - bottom + 16}" text-anchor="middle">${
      printed(formatNumber(value))
    }</text>`
  );
  return markup`<h2>Sharpe ratios of all runs</h2>
<p class="faint">${sharpes.length} runs; the best stands at the right end, where the best of so many tries always stands.</p>
${svgOf(frame, "Distribution of Sharpe ratios", [bars, ticks])}
`;
}

function fanPiece(fan: readonly FanPoint[]): Markup {
  const frame = frameOf(300);
  const all = fan.flatMap(({ quantiles, best }) => [...quantiles, best]);
  const room = (Math.max(...all) - Math.min(...all)) * 0.04 || 0.01;
  const extent = {
    ...{ from: fan[0].time, until: fan.at(-1)!.time },
    ...{ low: Math.min(...all) - room, high: Math.max(...all) + room },
  };
  const { x, y } = scalesOf(frame, extent);
  const way = (values: readonly (readonly [number, number])[]): string =>
    values.map(([time, value], at) => `${at === 0 ? "M" : "L"}${x(time)} ${y(value)}`).join("");
  const band = (low: number, high: number): string =>
    `${
      way([
        ...fan.map(({ time, quantiles }) => [time, quantiles[low]] as const),
        ...fan.toReversed().map(({ time, quantiles }) => [time, quantiles[high]] as const),
      ])
    }Z`;
  const bands = [[0, 4], [1, 3]].map(([low, high]): Piece =>
    markup`<path d="${band(low, high)}" style="fill:var(--faint);opacity:.2"/>`
  );
  const lines = markup`<path class="line line1" d="${
    way(fan.map(({ time, quantiles }) => [time, quantiles[2]]))
  }"/><path class="line" d="${way(fan.map(({ time, best }) => [time, best]))}"/>`;
  return markup`<h2>Equity of all runs</h2>
<p class="faint">Return since the first cycle: half of the runs are in the inner band, nine of ten in the outer, the line in grey is the middle one, the other the best by Sharpe ratio.</p>
${svgOf(frame, "Equity of all runs as a fan", [axesOf(frame, extent, formatReturn), bands, lines])}
`;
}

function walkPiece(walked: readonly TrainTest[]): Markup {
  const frame = frameOf(320);
  const { left, right, width, height, bottom, top } = frame;
  const reach = Math.max(1, ...walked.flatMap(({ train, test }) => [Math.abs(train), Math.abs(test)])) * 1.1;
  const x = (value: number): number => left + (value + reach) / (2 * reach) * (width - left - right);
  const y = (value: number): number =>
    height - bottom - (value + reach) / (2 * reach) * (height - bottom - top);
  const axes = ticksOf(-reach, reach).map((value): Piece =>
    markup`<line class="axis" x1="${left}" x2="${width - right}" y1="${y(value).toFixed(1)}" y2="${
      y(value).toFixed(1)
    }"/><text x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${
      printed(formatNumber(value, 1))
    }</text><text x="${x(value).toFixed(1)}" y="${height - bottom + 16}" text-anchor="middle">${
      printed(formatNumber(value, 1))
    }</text>`
  );
  const dots = walked.map(({ window, train, test }): Piece =>
    markup`<circle cx="${x(train).toFixed(1)}" cy="${y(test).toFixed(1)}" r="5" style="fill:${
      test < 0 ? "var(--loss)" : "var(--gain)"
    }"><title>window ${window + 1}: ${formatNumber(train)} on train, ${
      formatNumber(test)
    } on test</title></circle>`
  );
  const kept = walked.filter(({ test }) => test > 0).length;
  return markup`<h2>Train against test</h2>
<p>Of what was chosen in ${walked.length} windows, ${kept} had a Sharpe ratio above zero on the test.</p>
<p class="faint">Each point a window: across, the Sharpe ratio of the chosen on its train; up, on its test. Skill would lie on a line that rises.</p>
${svgOf(frame, "Sharpe ratio on train against test", [axes, dots])}
`;
}
