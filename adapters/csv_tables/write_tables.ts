import { join } from "node:path";

/** A table to be written. */
export interface CsvTable {
  /** Of its file, without `.csv`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** Tables that cannot be written; its message is one line for a person. */
export class CsvError extends Error {
  readonly expected = true;
  override readonly name = "CsvError";
}

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
// deno-lint-ignore no-control-regex -- a NUL ends the file for some readers, others steer a terminal or turn the writing
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Writes each table into `folder`, which is made where it is missing, as UTF-8 with a header line; gives the paths. All of
 * them appear, or none. Throws a CsvError where a file of the name is there already, or the folder cannot be written.
 */
export function writeTables(folder: string, tables: readonly CsvTable[]): string[] {
  const files = tables.map((table) => ({ path: join(folder, `${table.name}.csv`), text: csvText(table) }));
  const there = files.find(({ path }) => isThere(path));
  if (there !== undefined) throw new CsvError(`${there.path} is there already; wanted a folder without it`);
  const begun: string[] = [];
  try {
    Deno.mkdirSync(folder, { recursive: true });
    for (const { path, text } of files) {
      Deno.openSync(`${path}.part`, { write: true, createNew: true }).close();
      begun.push(`${path}.part`);
      Deno.writeTextFileSync(`${path}.part`, text);
    }
    for (const { path } of files) {
      Deno.renameSync(`${path}.part`, path);
      begun.push(path);
    }
  } catch (error) {
    for (const path of begun) removeIfThere(path);
    throw new CsvError(`cannot write the tables to ${folder}: ${reasonOf(error)}`, { cause: error });
  }
  return files.map(({ path }) => path);
}

/** A table as CSV: LF line ends; text with commas, quotes or breaks in quotes; what is not there is empty. */
function csvText({ columns, rows }: CsvTable): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(",")}\n`).join("");
}

/** Words from a model may begin like a formula: an apostrophe before them keeps a spreadsheet from reckoning it. */
function cellText(cell: string | number | boolean | null): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const words = cell.replaceAll(CONTROLS, "");
  const text = FORMULA.test(words) ? `'${words}` : words;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof Deno.errors.NotCapable)) throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission to write there; wanted a folder below this one, or a wider --allow-write in deno.json";
  }
  return (error as Error).message.split("\n")[0].split(" (os error")[0];
}
