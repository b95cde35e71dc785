import { axesOf, type Extent, type Frame, frameOf, scalesOf } from "./axes.ts";
import { type Markup, markup, type Piece, printed } from "./markup.ts";

/** A curve: times (ms) and values, oldest first. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** How values are written, and how tall the chart is, px. */
export interface LineChartOptions {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly height: number;
}

/** More names than this at the ends of their curves would leave the chart; a legend tells them. */
const MOST_LABELS = 4;

/** Curves over one time axis; each has its name and last value at its end, or where they are many in a legend below. */
export function lineChart(curves: readonly Curve[], options: LineChartOptions): Markup {
  const shown = curves.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return markup``;
  const frame = frameOf(options.height);
  const extent = extentOf(shown);
  const { x, y } = scalesOf(frame, extent);
  const ends = apart(shown.map(({ points }) => y(points.at(-1)![1])));
  const isLabelled = shown.length <= MOST_LABELS;
  const lines = shown.map(({ name, points }, index): Piece => {
    const [time, value] = points.at(-1)!;
    const way = points.map(([at, of], place) => `${place === 0 ? "M" : "L"}${x(at)} ${y(of)}`).join("");
    const label = markup`<text class="label" x="${x(time) + 6}" y="${
      ends[index] - 2
    }">${name}</text><text x="${x(time) + 6}" y="${ends[index] + 11}">${options.format(value)}</text>`;
    return markup`<path class="${styleOf(index)}" d="${way}"/>${isLabelled ? label : null}`;
  });
  const chart = svgOf(frame, options.title, [axesOf(frame, extent, options.format), lines]);
  return isLabelled ? chart : markup`${chart}${legendOf(shown, options)}`;
}

/** Four colours, and of each four patterns: told apart in both themes, and in print without colour by the pattern. */
function styleOf(index: number): string {
  return `line line${index % 4} dash${Math.floor(index / 4)}`;
}

function legendOf(curves: readonly Curve[], { format }: LineChartOptions): Markup {
  const items = curves.map(({ name, points }, index): Piece =>
    markup`<li><svg viewBox="0 0 36 10" aria-hidden="true"><path class="${
      styleOf(index)
    }" d="M0 5H36"/></svg>${name} <small>${printed(format(points.at(-1)![1]))}</small></li>`
  );
  return markup`<ul class="legend">${items}</ul>`;
}

/** How far a curve is below its highest value so far, as an area under zero. */
export function fallChart({ points }: Curve, options: LineChartOptions): Markup {
  if (points.length === 0) return markup``;
  let high = -Infinity;
  const falls = points.map(([time, value]): [number, number] => {
    high = Math.max(high, value);
    return [time, high > 0 ? value / high - 1 : 0];
  });
  const frame = frameOf(options.height);
  const low = Math.min(-0.001, ...falls.map(([, fall]) => fall));
  const extent = { from: points[0][0], until: points.at(-1)![0], low, high: 0 };
  const { x, y } = scalesOf(frame, extent);
  const way = falls.map(([time, fall]) => `L${x(time)} ${y(fall)}`).join("");
  const area = markup`<path class="fall" d="M${x(extent.from)} ${y(0)}${way}L${x(extent.until)} ${y(0)}Z"/>`;
  return svgOf(frame, options.title, [axesOf(frame, extent, options.format), area]);
}

/** A picture with its title for those who cannot see it. */
export function svgOf({ width, height }: Frame, title: string, inside: readonly Piece[]): Markup {
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><title>${title}</title>${inside}</svg>`;
}

function extentOf(curves: readonly Curve[]): Extent {
  const times = curves.flatMap(({ points }) => [points[0][0], points.at(-1)![0]]);
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of curves) {
    for (const [, value] of points) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const room = (high - low) * 0.04 || 1;
  return { from: Math.min(...times), until: Math.max(...times), low: low - room, high: high + room };
}

/** Labels moved so far apart that none hides another, in the order of their places. */
function apart(places: readonly number[]): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((one, other) =>
    one.place - other.place
  );
  const moved = [...places];
  let last = -Infinity;
  for (const { place, index } of order) {
    moved[index] = Math.max(place, last + 28);
    last = moved[index];
  }
  return moved;
}
