import { formatPrice, formatReturn, formatTime, formatUsd } from "./format.ts";

/** An observation as the diary keeps it. */
export interface SeenJson {
  readonly account: {
    readonly balanceUsd: number;
    readonly equityUsd: number;
    readonly freeUsd: number;
    readonly totalReturn: number;
    readonly positions: readonly SeenPosition[];
    readonly activeTrades: readonly { readonly asset: string; readonly openedAt: number }[];
    readonly openOrders: readonly {
      readonly asset: string;
      readonly kind: string;
      readonly triggerPrice: number | null;
    }[];
  };
  readonly assets: readonly {
    readonly asset: string;
    readonly mark: number;
    readonly mid: number;
    readonly oracle: number | null;
    readonly fundingHourly: number | null;
    readonly intervals: readonly {
      readonly interval: string;
      readonly closes: readonly (number | null)[];
      readonly indicators: { readonly [name: string]: readonly (number | null)[] };
    }[];
  }[];
}

interface SeenPosition {
  readonly asset: string;
  /** Signed, coins. */
  readonly size: number;
  readonly entryPrice: number;
}

/** Digits of an indicator's value. */
const DIGITS = 6;
/** So many of the last values are shown. */
const VALUES = 3;

/** What an agent saw: the account, and the last values of each asset; the newest stands last. */
export function seenLines({ account, assets }: SeenJson, wanted: readonly string[]): string[] {
  const { equityUsd, freeUsd, totalReturn } = account;
  const lines = [
    `account: equity ${formatUsd(equityUsd)} (${formatReturn(totalReturn)}), free ${formatUsd(freeUsd)}`,
  ];
  for (const view of assets.filter(({ asset }) => wanted.includes(asset))) {
    const { asset, mark, mid, oracle, fundingHourly, intervals } = view;
    const parts = [
      `mark ${formatPrice(mark)}`,
      `mid ${formatPrice(mid)}`,
      oracle === null ? "" : `oracle ${formatPrice(oracle)}`,
      fundingHourly === null
        ? ""
        : `funding ${formatPrice(Number((fundingHourly * 10_000).toFixed(3)))} bps an hour`,
    ];
    lines.push(
      `${asset}: ${parts.filter((part) => part !== "").join(", ")}; ${positionText(asset, account)}`,
    );
    for (const { interval, closes, indicators } of intervals) {
      const series = { close: closes, ...indicators };
      const names = Object.entries(series);
      const width = Math.max(...names.map(([name]) => name.length));
      for (const [index, [name, values]] of names.entries()) {
        const label = index === 0 ? interval : "";
        lines.push(
          `  ${label.padEnd(5)}${name.padEnd(width)}  ${values.slice(-VALUES).map(valueText).join("  ")}`,
        );
      }
    }
  }
  return lines;
}

function positionText(asset: string, { positions, openOrders, activeTrades }: SeenJson["account"]): string {
  const position = positions.find((one) => one.asset === asset);
  if (position === undefined) return "flat";
  const { size, entryPrice } = position;
  const exits = openOrders.filter((one) => one.asset === asset && one.triggerPrice !== null)
    .map(({ kind, triggerPrice }) => `${kind} ${formatPrice(triggerPrice!)}`);
  const since = activeTrades.find((one) => one.asset === asset)?.openedAt;
  const side = `${size < 0 ? "short" : "long"} ${formatPrice(Math.abs(size))} from ${
    formatPrice(entryPrice)
  }`;
  return [side, ...(since === undefined ? [] : [`since ${formatTime(since)}`]), ...exits].join(", ");
}

function valueText(value: number | null): string {
  return value === null ? "n/a" : formatPrice(Number(value.toPrecision(DIGITS)));
}

/** The same in short: the last value of each series, a line for each interval; or without them. */
export function shortSeenLines({ account, assets }: SeenJson, withSeries: boolean): string[] {
  const { equityUsd, freeUsd, totalReturn } = account;
  return [
    `account: equity ${formatUsd(equityUsd)} (${formatReturn(totalReturn)}), free ${formatUsd(freeUsd)}`,
    ...assets.flatMap(({ asset, mark, mid, intervals }) => [
      `${asset}: mark ${formatPrice(mark)}, mid ${formatPrice(mid)}; ${positionText(asset, account)}`,
      ...(withSeries ? intervals : []).flatMap(({ interval, indicators }) => {
        const values = Object.entries(indicators).map(([name, all]) =>
          `${name} ${valueText(all.at(-1) ?? null)}`
        );
        return values.length === 0 ? [] : [`${interval}: ${values.join(", ")}`];
      }),
    ]),
  ];
}
