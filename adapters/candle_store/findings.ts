import type { CheckName, Fault } from "./fault.ts";

/** Findings that are kept of a file, of errors and of warnings; more are counted only. */
const MAX_PER_FILE = 20;

/** An error refuses its file; a warning is for a person to judge. */
export type Severity = "error" | "warning";

/** Something that a check found. */
export interface Finding extends Fault {
  readonly path: string;
  readonly severity: Severity;
}

/** What can be found wrong, and how severe that is. */
const SEVERITY: { readonly [check in CheckName]: Severity } = {
  file: "error",
  columns: "error",
  number: "error",
  duplicate: "error",
  order: "error",
  grid: "error",
  prices: "error",
  value: "error",
  checksum: "error",
  overlap: "error",
  hole: "warning",
  spike: "warning",
  disagreement: "warning",
};

/** How often each check found something. */
export type FindingCounts = { readonly [check in CheckName]: number };

/** Gathers findings: every one is counted, the first of each file are kept. */
export class Findings {
  readonly kept: Finding[] = [];
  readonly #counts = new Map<CheckName, number>();
  readonly #perFile = new Map<string, number>();

  /** Adds a finding about a file. */
  add(path: string, fault: Fault): void {
    const severity = SEVERITY[fault.check];
    const key = `${severity} ${path}`;
    const before = this.#perFile.get(key) ?? 0;
    this.#perFile.set(key, before + 1);
    this.#counts.set(fault.check, (this.#counts.get(fault.check) ?? 0) + 1);
    if (before < MAX_PER_FILE) this.kept.push({ ...fault, path, severity });
  }

  /** Every check with its count, kept or not. */
  get counts(): FindingCounts {
    const checks = Object.keys(SEVERITY) as CheckName[];
    return Object.fromEntries(checks.map((check) => [check, this.#counts.get(check) ?? 0])) as FindingCounts;
  }
}
