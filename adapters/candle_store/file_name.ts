import { type Interval, isInterval } from "../../engine/mod.ts";

/** How a file is written: our own CSV, Binance's archive, or freqtrade's JSON export. */
export type FileFormat = "csv" | "binance" | "freqtrade";

/** What a series holds: `mark` is candles of the mark price. */
export type SeriesKind = "candles" | "mark" | "oracle" | "funding" | "open-interest";

/** What a file holds, told by its name and folder alone. */
export interface NamedFile {
  readonly format: FileFormat;
  /** e.g. "binance-perp". */
  readonly source: string;
  /** The venue's symbol without its quote: BTC for BTCUSDT. */
  readonly asset: string;
  readonly kind: SeriesKind;
  /** Null unless it holds candles, of trades or of the mark. */
  readonly interval: Interval | null;
}

/** A file that is left alone, and why. */
export interface Unread {
  readonly why: string;
}

/** `<source>-<symbol>-<interval|interval-mark|oracle|funding|open-interest>[-<part>].csv[.gz]`: `binance-perp-BTCUSDT-5m.csv.gz`. */
const LAYOUT =
  /^(?<source>[a-z0-9]+-(?:perp|spot))-(?<symbol>[A-Za-z0-9]+)-(?<kind>[0-9]+(?:m|h|d|w|mo|M|s)|oracle|funding|open-interest)(?<mark>-mark)?(?:-[0-9]+)?\.csv(?:\.gz)?$/;
/** `BTCUSDT-5m-2024-01.zip`, `BTCUSDT-5m-2024-01-02.csv`, `BTCUSDT-fundingRate-2024-01.zip`. */
const BINANCE = /^(?<symbol>[A-Z0-9_]+)-(?<kind>[A-Za-z0-9]+)-[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\.(?:zip|csv)$/;
/** `BTC_USDT-5m.json` (spot), `BTC_USDT_USDT-5m-futures.json` (perpetual, with the coin it settles in). */
const FREQTRADE =
  /^(?<base>[A-Za-z0-9]+)_(?<quote>[A-Z0-9]+)(?:_(?<settle>[A-Z0-9]+))?-(?<kind>[0-9]+[A-Za-z]+)(?:-(?<candles>[A-Za-z_]+))?\.json(?:\.gz)?$/;
const QUOTE = /(?<=.)(?:USDT|USDC)$/;
/** Folders of Binance's archive whose files are named like those of candles and hold something else. */
const NOT_CANDLES: { readonly [segment: string]: string } = {
  indexPriceKlines: "index prices, not candles of trades",
  premiumIndexKlines: "premiums, not candles of trades",
  cm: "coin-margined: its volume is in contracts",
};

/** The folder of Binance's archive that holds candles of the mark price, named like those of trades. */
export const MARK_FOLDER = "markPriceKlines";

/** Tells a file by its name; `folder` as it was given, for Binance names spot and perpetual files alike. */
export function readFileName(folder: string, name: string): NamedFile | Unread {
  const layout = LAYOUT.exec(name)?.groups;
  if (layout !== undefined) return layoutFile(layout);
  const binance = BINANCE.exec(name)?.groups;
  if (binance !== undefined) return binanceFile(folder, binance);
  const freqtrade = FREQTRADE.exec(name)?.groups;
  if (freqtrade !== undefined) return freqtradeFile(freqtrade);
  return { why: "its name is none that candles, funding or open interest come under" };
}

/** Whether a name told what there is to read. */
export function isRead(named: NamedFile | Unread): named is NamedFile {
  return "source" in named;
}

type Groups = { readonly [name: string]: string | undefined };

function layoutFile({ source, symbol, kind, mark }: Groups): NamedFile | Unread {
  const base = { format: "csv", source: source!, asset: symbol!.replace(QUOTE, "") } as const;
  if (kind === "oracle" || kind === "funding" || kind === "open-interest") {
    return mark === undefined ? { ...base, kind, interval: null } : { why: `${kind} has no mark` };
  }
  return candles(base, kind!, mark === undefined ? "candles" : "mark");
}

function binanceFile(folder: string, { symbol, kind }: Groups): NamedFile | Unread {
  const segments = folder.split(/[\\/]/);
  const other = segments.find((segment) => Object.hasOwn(NOT_CANDLES, segment));
  if (other !== undefined) return { why: NOT_CANDLES[other] };
  if (symbol!.includes("_")) return { why: "a dated or coin-margined contract, no USD-margined perpetual" };
  if (!QUOTE.test(symbol!)) return { why: "quoted in neither USDT nor USDC" };
  const isSpot = segments.includes("spot");
  const base = {
    format: "binance",
    source: isSpot ? "binance-spot" : "binance-perp",
    asset: symbol!.replace(QUOTE, ""),
  } as const;
  if (kind === "fundingRate") {
    return isSpot ? { why: "spot pays no funding" } : { ...base, kind: "funding", interval: null };
  }
  return candles(base, kind!, segments.includes(MARK_FOLDER) ? "mark" : "candles");
}

function freqtradeFile({ base: asset, quote, settle, kind, candles: type }: Groups): NamedFile | Unread {
  const isPerp = settle !== undefined;
  if (!QUOTE.test(`_${quote}`)) return { why: "quoted in neither USDT nor USDC" };
  if (isPerp && type === undefined) return { why: "freqtrade names a perpetual's candles …-futures.json" };
  if (type !== (isPerp ? "futures" : undefined)) return { why: `"${type}" holds no candles of trades` };
  const source = isPerp ? "freqtrade-perp" : "freqtrade-spot";
  return candles({ format: "freqtrade", source, asset: asset! }, kind!, "candles");
}

function candles(
  base: Pick<NamedFile, "format" | "source" | "asset">,
  interval: string,
  kind: "candles" | "mark",
): NamedFile | Unread {
  if (isInterval(interval)) return { ...base, kind, interval };
  return { why: `"${interval}" is no interval that Reprise knows` };
}
