import { HistogramSeries, LineSeries, type UTCTimestamp } from "lightweight-charts";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, query } from "./ask.ts";
import { chartColours } from "./chart_colours.ts";
import { percent, type Zone } from "./format.ts";
import { html } from "./html.ts";
import { openChart } from "./open_chart.ts";
import { useShared } from "./shared.ts";
import type { CurvePoint } from "./wire.ts";

/** A run whose curve is drawn up to a line. */
interface DrawnRun {
  readonly id: string;
  readonly seq: number;
  /** What it began with, USD; null: it is not known. */
  readonly startUsd: number | null;
}

const POINTS = 1500;

/** Growth of one or more runs over the whole of their time, and under it how far the first had fallen. */
export function CurveChart({ runs }: { runs: readonly DrawnRun[] }): VNode {
  const { preferences } = useShared();
  const element = useRef<HTMLDivElement>(null);
  const [curves, set] = useState<readonly (readonly CurvePoint[])[]>([]);
  const asked = JSON.stringify(runs);
  useEffect(() => {
    let isWanted = true;
    Promise.all(
      runs.map(({ id, seq }) =>
        ask<CurvePoint[]>(
          `/api/runs/${encodeURIComponent(id)}/curve${query({ seq: Math.max(0, seq), points: POINTS })}`,
        )
      ),
    ).then((found) => isWanted && set(found), () => undefined);
    return () => {
      isWanted = false;
    };
  }, [asked]);
  useEffect(() => {
    if (element.current === null || curves.every((curve) => curve.length < 2)) return;
    return draw(element.current, { runs, curves, zone: preferences.zone });
  }, [curves, preferences]);
  const last = curves[0]?.at(-1);
  const start = runs[0]?.startUsd ?? curves[0]?.[0]?.equityUsd;
  const said = last === undefined || start === undefined
    ? "no equity yet"
    : `equity, ${percent(last.equityUsd / start - 1)} since the first cycle`;
  return html`<div ref=${element} class="canvas" role="img" aria-label=${said}></div>`;
}

function draw(
  element: HTMLElement,
  { runs, curves, zone }: {
    runs: readonly DrawnRun[];
    curves: readonly (readonly CurvePoint[])[];
    zone: Zone;
  },
): () => void {
  const colours = chartColours();
  const chart = openChart(element, zone);
  const palette = [colours.accent, colours.warning, colours.gain, colours.loss];
  for (const [index, curve] of curves.entries()) {
    const first = runs[index].startUsd ?? curve[0]?.equityUsd ?? 1;
    const isOnly = curves.length === 1;
    const format = { type: "price" as const, precision: 2, minMove: 0.01 };
    const series = chart.addSeries(LineSeries, {
      ...{
        color: palette[index % palette.length],
        lineWidth: 2,
        priceLineVisible: false,
        priceFormat: format,
      },
      title: isOnly ? "equity USD" : `${runs[index].id} %`,
    });
    series.setData(curve.map(({ close, equityUsd }) => ({
      time: close / 1000 as UTCTimestamp,
      value: isOnly ? equityUsd : (equityUsd / first - 1) * 100,
    })));
  }
  const fall = chart.addSeries(HistogramSeries, {
    color: colours.loss,
    title: "drawdown %",
    priceLineVisible: false,
  }, 1);
  fall.setData(
    (curves[0] ?? []).map(({ close, drawdown }) => ({
      time: close / 1000 as UTCTimestamp,
      value: drawdown * 100,
    })),
  );
  chart.panes()[1]?.setStretchFactor(0.3);
  chart.timeScale().fitContent();
  return () => chart.remove();
}
