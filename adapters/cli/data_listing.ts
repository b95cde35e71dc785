/** The market data there is, as a table or as JSON. */

import { type Column, droppedRemark, fitTable, wrapTo } from "./fitted_table.ts";
import { formatCount, formatDay, formatNumber, formatTime, oneLine } from "./format.ts";
import { nextLines } from "./next_commands.ts";
import { nextForData } from "./next_for_data.ts";
import { type Paint, painter } from "./paint.ts";

/** Files that make up one series: one kind of one asset from one source. */
export interface ListedSeries {
  readonly source: string;
  readonly asset: string;
  readonly kind: "candles" | "mark" | "oracle" | "funding" | "open-interest";
  readonly interval: string | null;
  readonly format: "csv" | "binance" | "freqtrade";
  readonly files: number;
  readonly rows: number;
  /** Times of the first and the last row, ms. */
  readonly first: number;
  readonly last: number;
  /** Times without rows between them. */
  readonly gaps: number;
}

/** What a folder holds. */
export interface FolderListing {
  readonly folder: string;
  readonly series: readonly ListedSeries[];
  readonly ignored: readonly { readonly name: string; readonly why: string }[];
}

/** How market data is shown. */
export interface DataView {
  /** The folder that was asked for; null: none was. */
  readonly folder: string | null;
  /** Width of the terminal; null where there is none: nothing is left out. */
  readonly columns: number | null;
  readonly colour: boolean;
}

/** More files than these that are no market data are counted. */
const MAX_IGNORED = 20;
const INDENT = "  ";

const COLUMNS = {
  asset: column("asset", ({ asset }) => oneLine(asset)),
  kind: column("kind", ({ kind }) => kind.replace("-", " ")),
  interval: column("every", ({ interval }) => interval ?? ""),
  range: {
    ...column("range (UTC)", ({ first, last }) => `${formatTime(first)} to ${formatTime(last)}`),
    short: column("range (UTC)", ({ first, last }) => `${formatDay(first)} to ${formatDay(last)}`),
  },
  rows: figure("rows", ({ rows }) => formatNumber(rows, 0)),
  gaps: figure("gaps", ({ gaps }, paint) => paint(gaps > 0 ? "warning" : "plain", formatNumber(gaps, 0))),
  source: column("source", ({ source }) => oneLine(source)),
  format: column("format", ({ format }) => format),
  files: figure("files", ({ files }) => formatNumber(files, 0)),
};
const { range, files, format, source, gaps } = COLUMNS;

const EMPTY = "Files that are read, by their names: binance-perp-BTCUSDT-5m.csv.gz " +
  "(time,open,high,low,close,volume), Binance's archive as downloaded (BTCUSDT-5m-2024-01.zip), freqtrade's " +
  "export (BTC_USDT_USDT-5m-futures.json); see Your own data in the README.";

/** What lies in the folders, as text that ends with a line break; what to type last. */
export function renderListing(listings: readonly FolderListing[], view: DataView): string {
  const paint = painter(view.colour);
  const isEmpty = listings.every(({ series }) => series.length === 0);
  const parts = isEmpty ? emptyParts(listings, view) : listedParts(listings, view, paint);
  const next = nextLines(nextForData(listings, view.folder), view.columns, paint);
  return [...parts, next].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** What a run read of a folder, in one table, as text that ends with a line break. */
export function renderSeries(folder: string, series: readonly ListedSeries[], view: DataView): string {
  const paint = painter(view.colour);
  const parts = listedParts([{ folder, series, ignored: [] }], view, paint);
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** The same as JSON: an array with an entry for each folder, times in ms. */
export function listingJson(listings: readonly FolderListing[]): string {
  const list = listings.map(({ folder, series, ignored }) => ({ folder, series, ignored }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** The files of a listing that are not market data, and why, a line each: `README.md: no market data`. */
export function ignoredLines(title: string, ignored: FolderListing["ignored"], view: DataView): string[] {
  if (ignored.length === 0) return [];
  const paint = painter(view.colour);
  const texts = ignored.slice(0, MAX_IGNORED).map(({ name, why }) => oneLine(`${name}: ${why}`));
  const left = ignored.length - texts.length;
  if (left > 0) texts.push(`and ${formatCount(left, "more file")}; --json has all`);
  const room = view.columns === null ? null : view.columns - INDENT.length;
  const lines = texts.flatMap((text) => wrapTo(text, room)).map((line) => INDENT + line);
  return [title, ...lines].map((line) => paint("faint", line));
}

/** One table whose lines stand under the folders they belong to. */
function listedParts(listings: readonly FolderListing[], view: DataView, paint: Paint): string[][] {
  const columns = Object.values(COLUMNS);
  const leastNeeded = [range, files, format, source, gaps];
  const all = listings.flatMap(({ series }) => series);
  const table = fitTable(all, { columns, leastNeeded, width: view.columns, paint });
  const [titles, ...rows] = table.lines;
  const parts = listings.flatMap(({ folder, series, ignored }) => {
    const own = rows.splice(0, series.length);
    const lines = own.length === 0 ? ["no market data"] : [titles, ...own];
    return [
      [paint("strong", oneLine(folder)), ...lines],
      ignoredLines("ignored:", ignored, view),
    ];
  });
  const remarks = droppedRemark(table).flatMap((text) => wrapTo(text, view.columns));
  return [...parts, remarks.map((line) => paint("faint", line))].filter((part) => part.length > 0);
}

function emptyParts(listings: readonly FolderListing[], view: DataView): string[][] {
  const folders = listings.map(({ folder }) => oneLine(folder)).join(" or ");
  const ignored = listings.flatMap((listing) => listing.ignored);
  return [
    wrapTo(`No market data in ${folders}.`, view.columns),
    ignoredLines("ignored:", ignored, view),
    wrapTo(EMPTY, Math.min(view.columns ?? 100, 100)),
  ].filter((part) => part.length > 0);
}

function column(title: string, read: (series: ListedSeries) => string): Column<ListedSeries> {
  return { title, isRight: false, read };
}

function figure(title: string, read: Column<ListedSeries>["read"]): Column<ListedSeries> {
  return { title, isRight: true, read };
}
