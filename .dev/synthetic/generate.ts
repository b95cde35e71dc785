/** Makes the whole synthetic market in memory: the content of every data file and the manifest that describes them. */
import { createHash } from "node:crypto";
import { coarser, minuteCandles, type TickCandles } from "./candles.ts";
import { candlesCsv, seriesCsv } from "./csv.ts";
import { fundingRates, RATE_DECIMALS } from "./funding.ts";
import { openInterest } from "./open_interest.ts";
import * as P from "./parameters.ts";
import { makePaths, type Path } from "./paths.ts";

const HOUR_MS = 60 * P.MINUTE_MS;

export type Kind = "candles" | "funding" | "open-interest";

/** A data file before compression. */
export interface DataFile {
  name: string;
  symbol: P.TradedSymbol;
  kind: Kind;
  interval: string;
  content: string;
}

/** What the manifest says about a file. Times are ms UTC; `last` is the time of the last row; gaps end before `to`. */
export interface ManifestFile {
  name: string;
  source: string;
  symbol: string;
  kind: Kind;
  interval: string;
  rows: number;
  first: number;
  last: number;
  gaps: { from: number; to: number; why: string }[];
  sha256: string;
  made: { by: string; version: number; seed: number };
}

export interface Manifest {
  schema: number;
  synthetic: boolean;
  about: string;
  sha256Of: string;
  files: ManifestFile[];
}

/** Every data file of the synthetic market. */
export function generate(): DataFile[] {
  const paths = makePaths();
  const funding = fundingRates(paths);
  return P.SYMBOLS.flatMap((symbol) => [
    ...candleFiles(symbol, minuteCandles(symbol, paths[symbol])),
    fundingFile(symbol, funding[symbol]),
    openInterestFile(symbol, paths[symbol]),
  ]);
}

function candleFiles(symbol: P.TradedSymbol, minutes: TickCandles): DataFile[] {
  const { priceDecimals, volumeDecimals } = P.ASSETS[symbol];
  const csv = (candles: TickCandles, includes: (timeMs: number) => boolean) =>
    candlesCsv(candles, { priceDecimals, volumeDecimals, includes });
  const traded = (time: number) => time < P.OUTAGE.fromMs || time >= P.OUTAGE.toMs;
  const isFine = (time: number) => time >= P.FINE.fromMs && time < P.FINE.toMs;
  return [
    { ...describe(symbol, "candles", "5m"), content: csv(coarser(minutes, 5), traded) },
    { ...describe(symbol, "candles", "1m"), content: csv(minutes, isFine) },
  ];
}

function fundingFile(symbol: P.TradedSymbol, rates: Int32Array): DataFile {
  const format = { name: "rate", decimals: RATE_DECIMALS, startMs: P.START_MS, stepMs: HOUR_MS };
  return { ...describe(symbol, "funding", "1h"), content: seriesCsv(rates, format) };
}

function openInterestFile(symbol: P.TradedSymbol, path: Path): DataFile {
  const decimals = P.ASSETS[symbol].volumeDecimals;
  const format = { name: "openInterest", decimals, startMs: P.START_MS, stepMs: HOUR_MS };
  return {
    ...describe(symbol, "open-interest", "1h"),
    content: seriesCsv(openInterest(symbol, path), format),
  };
}

function describe(symbol: P.TradedSymbol, kind: Kind, interval: string): Omit<DataFile, "content"> {
  const suffix = kind === "candles" ? interval : kind;
  return { name: `${P.SOURCE}-${symbol}-${suffix}.csv.gz`, symbol, kind, interval };
}

/** The manifest of the given files. */
export function manifestOf(files: DataFile[]): Manifest {
  return {
    schema: 1,
    synthetic: true,
    about:
      "A synthetic market, made by the seeded generator in .dev/synthetic (deno task fixtures): no recorded " +
      "price is in it. It meets the public monthly closes of 2024 and resembles that year in its statistics. Good " +
      "for trying and testing; it says nothing about real prices.",
    sha256Of: "the uncompressed content",
    files: files.map(manifestEntry),
  };
}

function manifestEntry({ content, ...file }: DataFile): ManifestFile {
  const rows = content.trimEnd().split("\n").slice(1);
  const first = Number(rows[0].split(",")[0]);
  const last = Number(rows[rows.length - 1].split(",")[0]);
  const isHit = file.kind === "candles" && first < P.OUTAGE.fromMs && last >= P.OUTAGE.toMs;
  return {
    name: file.name,
    source: P.SOURCE,
    symbol: file.symbol,
    kind: file.kind,
    interval: file.interval,
    rows: rows.length,
    first,
    last,
    gaps: isHit ? [{ from: P.OUTAGE.fromMs, to: P.OUTAGE.toMs, why: "an outage, made on purpose" }] : [],
    sha256: sha256(content),
    made: { by: ".dev/synthetic/main.ts", version: P.VERSION, seed: P.SEED },
  };
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
