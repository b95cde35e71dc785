import { type CheckedFile, checkFile, isLost } from "./check_file.ts";
import { checkAgreement, checkSeries } from "./check_series.ts";
import { wholeFile } from "./fault.ts";
import { type Finding, type FindingCounts, Findings } from "./findings.ts";
import { byName, type FolderListing, groupSeries, listSeries } from "./list_folder.ts";
import { manifestSums } from "./manifest_sums.ts";
import { type FolderScan, scanFolder } from "./scan_folder.ts";

/** What a folder holds, and what is wrong with it. */
export interface FolderCheck extends FolderListing {
  /** File by file; at most 20 errors and 20 warnings of each. */
  readonly findings: readonly Finding[];
  /** All of them, kept in `findings` or not. */
  readonly counts: FindingCounts;
}

/**
 * Looks at every row of every file of a folder, past the cache, and at what the files are together. Errors are what
 * loading would refuse, and checksums; holes, spikes and series that disagree are warnings. Throws a DataError where the folder
 * cannot be read.
 */
export function checkFolder(folder: string): FolderCheck {
  const scan = scanFolder(folder);
  const findings = new Findings();
  const sums = manifestSums(folder, findings);
  addMissing(folder, { sums, scan }, findings);
  const files = scan.found.map((file) => checkFile(file, sums, findings));
  const readable = files.filter((file): file is CheckedFile => !isLost(file));
  // A run joins the files of a series whatever door they came by.
  const series = groupSeries(readable, false);
  for (const parts of series) checkSeries(parts, findings);
  for (const own of Map.groupBy(series, ([{ file }]) => `${file.source} ${file.asset}`).values()) {
    checkAgreement(own, findings);
  }
  const damaged = files.flatMap(({ file: { name }, damage }) =>
    damage === null ? [] : [{ name, why: damage }]
  );
  return {
    folder,
    series: listSeries(readable.filter(({ damage }) => damage === null)),
    ignored: byName([...scan.ignored, ...damaged]),
    findings: inOrder(findings.kept),
    counts: findings.counts,
  };
}

function addMissing(
  folder: string,
  of: { readonly sums: ReadonlyMap<string, string>; readonly scan: FolderScan },
  findings: Findings,
): void {
  const there = new Set([...of.scan.found, ...of.scan.ignored].map(({ name }) => name));
  for (const name of of.sums.keys()) {
    if (!there.has(name)) {
      findings.add(`${folder}/${name}`, wholeFile("it is not there", "it: manifest.json lists it"));
    }
  }
}

/** Errors first, then by file and row; what was found of a row stays in order. */
function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) =>
    Number(a.severity === "warning") - Number(b.severity === "warning") ||
    (a.path === b.path ? 0 : a.path < b.path ? -1 : 1) || (a.row ?? 0) - (b.row ?? 0)
  );
}
