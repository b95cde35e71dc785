import type { DiaryLine, RunManifest } from "../../engine/mod.ts";
import { formatCount } from "./format.ts";
import type { ExportOptions } from "./replay_options.ts";
import type { Terminal } from "./terminal.ts";

/** A table of a run. */
interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** What reads a run and writes its tables. */
export interface ExportTools<Folder, End> {
  findRun(root: string, ref: string): Folder;
  walkDiary(path: string, onLine: (line: DiaryLine) => void): End;
  verifyAgainst(manifest: RunManifest, end: End): void;
  readonly RunTables: new () => { add(line: DiaryLine): void; readonly tables: readonly Table[] };
  writeTables(folder: string, tables: readonly Table[]): readonly string[];
}

/** Writes a run's tables, once its diary was read to its end and found whole, and tells which. */
export function exportCommand<
  Folder extends { readonly manifest: RunManifest; readonly diaryPath: string },
  End,
>({ run, runs, csv, json }: ExportOptions, terminal: Terminal, tools: ExportTools<Folder, End>): void {
  const { manifest, diaryPath } = tools.findRun(runs, run);
  const made = new tools.RunTables();
  tools.verifyAgainst(manifest, tools.walkDiary(diaryPath, (line) => made.add(line)));
  const { tables } = made;
  const paths = tools.writeTables(csv, tables);
  const written = tables.map(({ rows }, index) => ({ path: paths[index], rows: rows.length }));
  terminal.print(
    json
      ? JSON.stringify({ runId: manifest.id, tables: written }, null, 2)
      : written.map(({ path, rows }) => `${path}  ${formatCount(rows, "row")}`).join("\n"),
  );
}
