import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  LineSeries,
  LineStyle,
  LineType,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { type ChartColours, chartColours } from "./chart_colours.ts";
import type { Zone } from "./format.ts";
import { openChart } from "./open_chart.ts";
import type { ChartCandles, CurvePoint } from "./wire.ts";

/** A fill on the chart. */
export interface ChartFill {
  readonly time: number;
  readonly side: "buy" | "sell";
  readonly isEntry: boolean;
}

/** A level that stood for a while, ms. */
export interface ChartLevel {
  readonly kind: "stop" | "target";
  readonly from: number;
  readonly until: number;
  readonly value: number;
  /** Whether it stands at the moment that is shown. */
  readonly isNow: boolean;
}

/** All that is drawn. */
export interface ChartContent {
  readonly candles: ChartCandles;
  /** The length of a candle, ms. */
  readonly length: number;
  readonly fills: readonly ChartFill[];
  readonly levels: readonly ChartLevel[];
  readonly entry: number | null;
  readonly curve: readonly CurvePoint[];
  readonly zone: Zone;
}

const CLEAR = "rgba(0,0,0,0)";
const MOST_GAPS = 2000;
const OWN_PANE = /^(rsi|macd|atr)/;

/** Candles with what was traded on them, indicators, and under them equity and drawdown on the same axis of time. */
export function drawChart(element: HTMLElement, content: ChartContent): () => void {
  const colours = chartColours();
  const chart = openChart(element, content.zone);
  const rows = withGaps(content.candles.candles, content.length);
  const candles = chart.addSeries(CandlestickSeries, {
    ...{
      upColor: colours.gain,
      downColor: colours.loss,
      borderUpColor: colours.gain,
      borderDownColor: colours.loss,
    },
    ...{ wickUpColor: colours.gain, wickDownColor: colours.loss, priceLineVisible: false },
    priceFormat: priceFormat(content.candles),
  });
  candles.setData(
    rows.map(({ at, row }) =>
      row === null ? { time: at } : { time: at, open: row[1], high: row[2], low: row[3], close: row[4] }
    ),
  );
  const times = rows.map(({ at }) => at);
  createSeriesMarkers(candles, markersOf(content, colours));
  for (const kind of ["stop", "target"] as const) drawLevels(chart, kind, { content, times, colours });
  if (content.entry !== null) {
    const own = { price: content.entry, color: colours.quiet, lineWidth: 1, title: "entry" } as const;
    candles.createPriceLine({ ...own, lineStyle: LineStyle.Dotted, axisLabelVisible: false });
  }
  const panes = drawIndicators(chart, content, colours);
  drawCurve(chart, { content, pane: panes + 1, colours });
  chart.timeScale().fitContent();
  return () => chart.remove();
}

/** Candles with an empty place for each that is not there: a gap in the data is a gap in the chart. */
function withGaps(candles: ChartCandles["candles"], length: number) {
  const rows: { at: UTCTimestamp; row: ChartCandles["candles"][number] | null }[] = [];
  let gaps = 0;
  for (const row of candles) {
    const before = rows.at(-1);
    for (
      let at = before === undefined ? row[0] : before.at * 1000 + length;
      at < row[0] && gaps++ < MOST_GAPS;
      at += length
    ) {
      rows.push({ at: at / 1000 as UTCTimestamp, row: null });
    }
    rows.push({ at: row[0] / 1000 as UTCTimestamp, row });
  }
  return rows;
}

/** As many digits as the finest price of the candles has. */
function priceFormat({ candles }: ChartCandles) {
  const digits = (value: number): number => String(value).split(".")[1]?.length ?? 0;
  const precision = Math.min(6, candles.slice(-50).reduce((most, row) => Math.max(most, digits(row[4])), 0));
  return { type: "price" as const, precision, minMove: 1 / 10 ** precision };
}

/** Entries as triangles, exits as crosses, in the candle they fell into. */
function markersOf(
  { fills, candles: { candles }, length }: ChartContent,
  colours: ChartColours,
): SeriesMarker<Time>[] {
  const [first, last] = [candles[0]?.[0] ?? 0, candles.at(-1)?.[0] ?? 0];
  return fills.flatMap(({ time: at, side, isEntry }) => {
    const open = Math.floor(at / length) * length;
    if (open < first || open > last) return [];
    const isBuy = side === "buy";
    const color = isBuy ? colours.gain : colours.loss;
    const position = isBuy ? "belowBar" as const : "aboveBar" as const;
    return [
      isEntry
        ? {
          time: open / 1000 as Time,
          position,
          color,
          shape: isBuy ? "arrowUp" as const : "arrowDown" as const,
        }
        : { time: open / 1000 as Time, position, color, shape: "circle" as const, size: 0, text: "×" },
    ];
  }).sort((a, b) => Number(a.time) - Number(b.time));
}

interface Drawing {
  readonly content: ChartContent;
  readonly times: readonly UTCTimestamp[];
  readonly colours: ChartColours;
}

/**
 * A dashed line as long as each level stood. A line cannot be broken, so it is clear in between, at the height of the next
 * level: the steps between two are then clear too. Only the level of now makes room for itself.
 */
function drawLevels(chart: IChartApi, kind: ChartLevel["kind"], { content, times, colours }: Drawing): void {
  const levels = content.levels.filter((level) => level.kind === kind);
  if (levels.length === 0) return;
  const now = levels.find(({ isNow }) => isNow);
  const room = now === undefined ? null : { priceRange: { minValue: now.value, maxValue: now.value } };
  const series = chart.addSeries(LineSeries, {
    ...{ color: kind === "stop" ? colours.loss : colours.gain, lineWidth: 1, lineStyle: LineStyle.Dashed },
    ...{ lineType: LineType.WithSteps, priceLineVisible: false, crosshairMarkerVisible: false },
    title: now === undefined ? "" : kind,
    lastValueVisible: now !== undefined,
    autoscaleInfoProvider: () => room,
  });
  const data: LineData[] = [];
  let value: number | null = null;
  for (const at of times.toReversed()) {
    const [from, until] = [at * 1000, at * 1000 + content.length];
    const level = levels.find((one) => one.from < until && one.until >= from);
    value = level?.value ?? value;
    if (value !== null) {
      data.push(level === undefined ? { time: at, value, color: CLEAR } : { time: at, value });
    }
  }
  series.setData(data.reverse());
}

/** Indicators of prices over the candles, others below them; gives how many panes there are below. */
function drawIndicators(chart: IChartApi, { candles }: ChartContent, colours: ChartColours): number {
  const panes: string[] = [];
  const palette = [colours.accent, colours.warning, colours.quiet];
  for (const [index, [name, values]] of Object.entries(candles.indicators).entries()) {
    const id = name.split(".")[0];
    if (OWN_PANE.test(id) && !panes.includes(id)) panes.push(id);
    const pane = OWN_PANE.test(id) ? panes.indexOf(id) + 1 : 0;
    const isBars = name.endsWith(".histogram");
    const common = { priceLineVisible: false, lastValueVisible: pane > 0, title: name };
    const series: ISeriesApi<"Line" | "Histogram"> = isBars
      ? chart.addSeries(HistogramSeries, { ...common, color: colours.quiet }, pane)
      : chart.addSeries(
        LineSeries,
        { ...common, lineWidth: 1, color: palette[index % palette.length] },
        pane,
      );
    series.setData(
      candles.candles.flatMap(([at], place) =>
        values[place] === null ? [] : [{ time: at / 1000 as UTCTimestamp, value: values[place] }]
      ),
    );
  }
  for (let pane = 1; pane <= panes.length; pane++) chart.panes()[pane]?.setStretchFactor(0.25);
  return panes.length;
}

/** The equity at the end of the cycles in each candle's time, and how far it had fallen. */
function drawCurve(
  chart: IChartApi,
  { content: { curve, candles: { candles }, length }, pane, colours }: {
    readonly content: ChartContent;
    readonly pane: number;
    readonly colours: ChartColours;
  },
): void {
  const inCandle = new Map<number, CurvePoint>();
  for (const point of curve) {
    const open = Math.ceil(point.close / length) * length - length;
    const before = inCandle.get(open);
    inCandle.set(open, { ...point, drawdown: Math.min(point.drawdown, before?.drawdown ?? 0) });
  }
  const points = candles.flatMap(([open]) => {
    const point = inCandle.get(open);
    return point === undefined ? [] : [{ time: open / 1000 as UTCTimestamp, point }];
  });
  if (points.length < 2) return;
  const usd = { type: "price" as const, precision: 2, minMove: 0.01 };
  const equity = chart.addSeries(LineSeries, {
    ...{ color: colours.accent, lineWidth: 2, title: "equity", priceLineVisible: false, priceFormat: usd },
  }, pane);
  equity.setData(points.map(({ time: at, point }) => ({ time: at, value: point.equityUsd })));
  const fall = chart.addSeries(HistogramSeries, {
    ...{ color: colours.loss, title: "drawdown %", priceLineVisible: false, priceFormat: usd },
  }, pane + 1);
  fall.setData(points.map(({ time: at, point }) => ({ time: at, value: point.drawdown * 100 })));
  chart.panes()[pane]?.setStretchFactor(0.35);
  chart.panes()[pane + 1]?.setStretchFactor(0.2);
}
