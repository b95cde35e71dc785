import { DataError } from "./data_error.ts";
import { FaultList, type FaultSink, FileError, wholeFile } from "./fault.ts";
import { readBytes, sha256Of, unpack, verifyChecksumFile } from "./file_content.ts";
import type { Findings } from "./findings.ts";
import { damage, type TimedFile } from "./list_folder.ts";
import { noRows, parseFile } from "./read_file.ts";
import type { FoundFile } from "./scan_folder.ts";
import { findSpikes, SPIKE_RANGES } from "./spikes.ts";

/** A file as a check read it: the good rows of it. */
export interface CheckedFile extends TimedFile {
  /** The file's row of the first of them; null where rows were left out and none can be told. */
  readonly firstRow: number | null;
  /** Why it would be refused, or null. */
  readonly damage: string | null;
}

/** A file of which nothing can be used. */
export interface LostFile {
  readonly file: FoundFile;
  readonly damage: string;
}

/**
 * Looks at all of a file that it tells by itself: checksums, packing, every row, spikes; `sums` are what its content
 * should hash to, by name.
 */
export function checkFile(
  file: FoundFile,
  sums: ReadonlyMap<string, string>,
  findings: Findings,
): CheckedFile | LostFile {
  try {
    const bytes = readBytes(file.path);
    // A wrong checksum is one finding; what is in the file is looked at all the same.
    const wrongSum = file.format === "binance" ? archiveFault(file, bytes, findings) : null;
    const content = unpack(file.path, bytes);
    checkManifest(file, content, { sums, findings });
    const checked = checkRows(file, content, findings);
    return { ...checked, damage: wrongSum ?? checked.damage };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const fault = error instanceof FileError
      ? error.fault
      : wholeFile(error.message, "a file that can be read");
    findings.add(file.path, fault);
    return { file, damage: damage(error) };
  }
}

/** Whether there is nothing of it. */
export function isLost(file: CheckedFile | LostFile): file is LostFile {
  return !("columns" in file);
}

/** The row of the file that the row at a place of its columns is; null where that cannot be told. */
export function rowOf({ firstRow }: CheckedFile, index: number): number | null {
  return firstRow === null ? null : firstRow + index;
}

function archiveFault(file: FoundFile, bytes: Uint8Array, findings: Findings): string | null {
  try {
    verifyChecksumFile(file.path, sha256Of(bytes));
    return null;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    findings.add(error.path, error.fault);
    return damage(error);
  }
}

/** A run does not look at the manifest, so this finding refuses no file. */
function checkManifest(
  file: FoundFile,
  content: Uint8Array,
  of: { readonly sums: ReadonlyMap<string, string>; readonly findings: Findings },
): void {
  const wanted = of.sums.get(file.name);
  if (wanted === undefined) return;
  const sha256 = sha256Of(content);
  if (wanted === sha256) return;
  of.findings.add(file.path, {
    check: "checksum",
    row: null,
    found: `found content of sha256 ${sha256}`,
    wanted: `${wanted}, as in manifest.json`,
  });
}

function checkRows(file: FoundFile, content: Uint8Array, findings: Findings): CheckedFile {
  const faults = new FaultList(1);
  const sink: FaultSink = {
    add(fault) {
      faults.add(fault);
      findings.add(file.path, fault);
    },
  };
  const { columns, firstRow } = parseFile(file, content, sink);
  if (columns[0].length === 0) throw new FileError(file.path, noRows(faults));
  const isWhole = faults.total === 0;
  const checked = {
    file,
    columns,
    firstRow: isWhole ? firstRow : null,
    damage: isWhole ? null : damage(new FileError(file.path, faults.first[0])),
  };
  if (file.kind === "candles") addSpikes(checked, findings);
  return checked;
}

function addSpikes(file: CheckedFile, findings: Findings): void {
  const [time, open, high, low, close] = file.columns;
  for (const { index, what, ranges } of findSpikes({ open, high, low, close })) {
    const at = new Date(time[index]).toISOString();
    const found = what === "wick"
      ? `a wick of ${Math.round(ranges)} times the usual range at ${at}`
      : `a close ${Math.round(ranges)} times the usual range away, and back, at ${at}`;
    findings.add(file.file.path, {
      check: "spike",
      row: rowOf(file, index),
      found,
      wanted: `at most ${SPIKE_RANGES} times`,
    });
  }
}
