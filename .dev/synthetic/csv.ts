/** Prints columns of whole ticks and lots as CSV, the way venues do: decimal numbers without trailing zeros. */
import type { TickCandles } from "./candles.ts";

/** `units` of 10^-decimals as a decimal number without trailing zeros: (37670, 1) → "3767", (1250, 4) → "0.125". */
export function decimal(units: number, decimals: number): string {
  if (decimals === 0) return String(units);
  const digits = String(Math.abs(units)).padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  const whole = (units < 0 ? "-" : "") + digits.slice(0, -decimals);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

export interface CandleFormat {
  priceDecimals: number;
  volumeDecimals: number;
  /** Whether the candle that opens at this time (ms UTC) is printed. */
  includes(timeMs: number): boolean;
}

/** CSV of candles: `time,open,high,low,close,volume`, time = open time in ms UTC. */
export function candlesCsv(candles: TickCandles, format: CandleFormat): string {
  const lines = ["time,open,high,low,close,volume"];
  const price = (ticks: number) => decimal(ticks, format.priceDecimals);
  for (let i = 0; i < candles.open.length; i++) {
    const time = candles.startMs + i * candles.intervalMs;
    if (!format.includes(time)) continue;
    const volume = decimal(candles.volume[i], format.volumeDecimals);
    lines.push(
      `${time},${price(candles.open[i])},${price(candles.high[i])},${price(candles.low[i])},${
        price(candles.close[i])
      },${volume}`,
    );
  }
  return lines.join("\n") + "\n";
}

export interface SeriesFormat {
  /** Name of the value's column. */
  name: string;
  decimals: number;
  startMs: number;
  stepMs: number;
}

/** CSV of one value at each step: `time,<name>`. */
export function seriesCsv(values: ArrayLike<number>, format: SeriesFormat): string {
  const lines = [`time,${format.name}`];
  for (let i = 0; i < values.length; i++) {
    lines.push(`${format.startMs + i * format.stepMs},${decimal(values[i], format.decimals)}`);
  }
  return lines.join("\n") + "\n";
}
