import { LineSeries, type LineWidth, type UTCTimestamp } from "lightweight-charts";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { chartColours } from "./chart_colours.ts";
import { percent, type Zone } from "./format.ts";
import { html } from "./html.ts";
import { openChart } from "./open_chart.ts";
import { useShared } from "./shared.ts";
import type { ToldFamily } from "./wire.ts";

type Fan = NonNullable<ToldFamily["fan"]>;

/** What is drawn of a fan, the outermost first: shares of the runs, and the best of them. */
const LINES: readonly {
  readonly title: string;
  readonly of: (point: Fan[number]) => number;
  readonly colour: "line" | "quiet" | "text" | "accent";
  readonly width: LineWidth;
}[] = [
  { title: "95 %", of: ({ quantiles }) => quantiles[4], colour: "quiet", width: 1 },
  { title: "75 %", of: ({ quantiles }) => quantiles[3], colour: "quiet", width: 2 },
  { title: "middle", of: ({ quantiles }) => quantiles[2], colour: "text", width: 2 },
  { title: "25 %", of: ({ quantiles }) => quantiles[1], colour: "quiet", width: 2 },
  { title: "5 %", of: ({ quantiles }) => quantiles[0], colour: "quiet", width: 1 },
  { title: "best by Sharpe", of: ({ best }) => best, colour: "accent", width: 3 },
];

/** Returns of the runs of a family over their time, as a fan. */
export function FanChart({ fan }: { fan: Fan }): VNode {
  const { preferences } = useShared();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current === null ? undefined : draw(element.current, fan, preferences.zone), [
    fan,
    preferences,
  ]);
  const last = fan.at(-1)!;
  const said = `returns of all runs at the end: ${percent(last.quantiles[0])} at 5 %, ${
    percent(last.quantiles[2])
  } in the middle, ${percent(last.quantiles[4])} at 95 %, ${percent(last.best)} the best by Sharpe ratio`;
  return html`<div ref=${element} class="canvas" role="img" aria-label=${said}></div>`;
}

function draw(element: HTMLElement, fan: Fan, zone: Zone): () => void {
  const colours = chartColours();
  const chart = openChart(element, zone);
  for (const { title, of, colour, width } of LINES) {
    const series = chart.addSeries(LineSeries, {
      ...{ title: `${title} %`.replace("% %", "%"), color: colours[colour], lineWidth: width },
      ...{ priceLineVisible: false, priceFormat: { type: "price", precision: 2, minMove: 0.01 } },
    });
    series.setData(fan.map((point) => ({
      time: Math.round(point.time / 1000) as UTCTimestamp,
      value: of(point) * 100,
    })));
  }
  chart.timeScale().fitContent();
  return () => chart.remove();
}
