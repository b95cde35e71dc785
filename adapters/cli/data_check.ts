/** What is wrong with market data, as lines or as JSON. */

import { type DataView, type FolderListing, ignoredLines } from "./data_listing.ts";
import { EXIT_FAILURE } from "./errors.ts";
import { wrapTo } from "./fitted_table.ts";
import { formatCount, oneLine, wrap } from "./format.ts";
import { type Paint, painter, type Tone } from "./paint.ts";

/** Something in a file that is not as it should be. */
export interface Finding {
  readonly path: string;
  /** Counted from 1, the header included; null: the file as a whole. */
  readonly row: number | null;
  readonly severity: "error" | "warning";
  readonly found: string;
  readonly wanted: string;
}

/** A folder whose every row was read. */
export interface FolderCheck extends FolderListing {
  readonly findings: readonly Finding[];
}

/** More findings than these are counted. */
const MAX_FINDINGS = 30;
const LABELS: Readonly<Record<Finding["severity"], { readonly text: string; readonly tone: Tone }>> = {
  error: { text: "error    ", tone: "loss" },
  warning: { text: "warning  ", tone: "warning" },
};

/** Findings, errors first, then the verdict, as text that ends with a line break. */
export function renderCheck(check: FolderCheck, view: DataView): string {
  const paint = painter(view.colour);
  const { errors, warnings } = split(check);
  const shown = [...errors, ...warnings].slice(0, MAX_FINDINGS);
  const findings = shown.flatMap((finding) => findingLines(finding, check, { view, paint }));
  const left = leftOut(errors.length, warnings.length);
  const groups = [
    [...findings, ...left.map((text) => paint("faint", text))],
    ignoredLines("not checked:", check.ignored, view),
    wrapTo(verdict(check), view.columns),
  ];
  return groups.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** The same as JSON: the counts of the verdict, all findings (errors first), then what was read. */
export function checkJson(check: FolderCheck): string {
  const { errors, warnings } = split(check);
  const { folder, series, ignored } = check;
  const counts = { ...size(check), errors: errors.length, warnings: warnings.length };
  const findings = [...errors, ...warnings];
  return `${JSON.stringify({ folder, ...counts, findings, series, ignored }, null, 2)}\n`;
}

/** 1 where there are errors, or nothing that could be checked; warnings alone are 0. */
export function checkExitCode(check: FolderCheck): number {
  return split(check).errors.length > 0 || isNothing(check) ? EXIT_FAILURE : 0;
}

function split({ findings }: FolderCheck): { readonly errors: Finding[]; readonly warnings: Finding[] } {
  return {
    errors: findings.filter(({ severity }) => severity === "error"),
    warnings: findings.filter(({ severity }) => severity === "warning"),
  };
}

/** A file too damaged to belong to a series was checked all the same. */
function size({ series, findings }: FolderCheck): { readonly files: number; readonly rows: number } {
  const paths = new Set(findings.map(({ path }) => path));
  const files = series.reduce((sum, one) => sum + one.files, 0);
  return { files: Math.max(files, paths.size), rows: series.reduce((sum, one) => sum + one.rows, 0) };
}

function isNothing({ series, findings }: FolderCheck): boolean {
  return series.length === 0 && findings.length === 0;
}

function verdict(check: FolderCheck): string {
  if (isNothing(check)) return `nothing to check: no market data in ${oneLine(check.folder)}`;
  const { errors, warnings } = split(check);
  const { files, rows } = size(check);
  const read = `checked ${formatCount(files, "file")}, ${formatCount(rows, "row")}`;
  return `${read}: ${countOrNo(errors.length, "error")}, ${countOrNo(warnings.length, "warning")}`;
}

function findingLines(
  finding: Finding,
  { folder }: FolderCheck,
  { view, paint }: { readonly view: DataView; readonly paint: Paint },
): string[] {
  const { path, row, severity, found, wanted } = finding;
  const { text: label, tone } = LABELS[severity];
  const place = row === null ? inside(path, folder) : `${inside(path, folder)}, row ${row}`;
  const text = oneLine(`${place}: found ${found.replace(/^found /, "")}; wanted ${wanted}`);
  const [first, ...rest] = view.columns === null ? [text] : wrap(text, Math.max(40, view.columns) - 9);
  const labelled = paint(tone, label.trimEnd()) + label.slice(label.trimEnd().length);
  return [labelled + first, ...rest.map((line) => " ".repeat(label.length) + line)];
}

/** A path as seen from the folder it lies in. */
function inside(path: string, folder: string): string {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : path;
}

/** How many findings are not shown, and of which kind; errors are shown first. */
function leftOut(errors: number, warnings: number): string[] {
  const more = errors + warnings - MAX_FINDINGS;
  if (more <= 0) return [];
  const moreErrors = Math.max(0, errors - MAX_FINDINGS);
  const kinds = [...some(moreErrors, "error"), ...some(more - moreErrors, "warning")].join(" and ");
  return [`${kinds} more; --json has all`];
}

function some(count: number, noun: string): string[] {
  return count === 0 ? [] : [formatCount(count, noun)];
}

function countOrNo(count: number, noun: string): string {
  return count === 0 ? `no ${noun}s` : formatCount(count, noun);
}
