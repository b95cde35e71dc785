import { createChart, type IChartApi, TickMarkType, type Time } from "lightweight-charts";
import { chartColours } from "./chart_colours.ts";
import { time, type Zone } from "./format.ts";

/** The ground of the page shows through. */
const CLEAR = "rgba(0,0,0,0)";

/** Opens a chart over time in the colours of the page, as wide and tall as its element. */
export function openChart(element: HTMLElement, zone: Zone): IChartApi {
  const colours = chartColours();
  const shown = (at: Time): string => time(Number(at) * 1000, zone);
  return createChart(element, {
    ...{ autoSize: true, localization: { timeFormatter: shown } },
    layout: {
      ...{ background: { color: CLEAR }, textColor: colours.text, fontSize: 12, attributionLogo: false },
      panes: { separatorColor: colours.line, enableResize: false },
      fontFamily: "system-ui, sans-serif",
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colours.line } },
    rightPriceScale: { borderVisible: false },
    crosshair: { vertLine: { color: colours.quiet }, horzLine: { color: colours.quiet } },
    timeScale: {
      ...{ borderColor: colours.line, timeVisible: true, secondsVisible: false },
      tickMarkFormatter: (at: Time, type: TickMarkType) => tickOf(shown(at), type),
    },
  });
}

/** The clock within a day, else the day: a point that begins a day need not stand at midnight. */
function tickOf(text: string, type: TickMarkType): string {
  return type >= TickMarkType.Time ? text.slice(11, 16) : text.slice(5, 10);
}
