import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { writeTables } from "./write_tables.ts";

const TABLES = [
  { name: "one", columns: ["a", "b"], rows: [[1, 'say "hi", then\ngo'], [null, true], ["=1+1", -2]] },
  { name: "two", columns: ["c"], rows: [] },
] as const;

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-" });
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("tables are written with a header, quotes where they are needed, and no formula", () =>
  inFolder((folder) => {
    const paths = writeTables(`${folder}/new/deep`, TABLES);
    deepStrictEqual(paths, ["one", "two"].map((name) => `${folder}/new/deep/${name}.csv`));
    strictEqual(Deno.readTextFileSync(paths[0]), `a,b\n1,"say ""hi"", then\ngo"\n,true\n'=1+1,-2\n`);
    strictEqual(Deno.readTextFileSync(paths[1]), "c\n");
  }));

Deno.test("what steers a terminal, ends a file or hides a formula is left out", () =>
  inFolder((folder) => {
    const rows = [["\x1b[2Ja\x00b\u202ec", "\x07=1+1", "two\n\tlines"]];
    const [path] = writeTables(folder, [{ name: "odd", columns: ["a", "b", "c"], rows }]);
    strictEqual(Deno.readTextFileSync(path), `a,b,c\n[2Jabc,'=1+1,"two\n\tlines"\n`);
  }));

Deno.test("nothing is overwritten, and nothing is written then", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/two.csv`, "mine");
    throws(() => writeTables(folder, TABLES), /two\.csv is there already; wanted a folder without it/);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["two.csv"]);
  }));

Deno.test("where a table cannot be written none is left behind", () =>
  inFolder((folder) => {
    Deno.mkdirSync(`${folder}/two.csv.part`);
    throws(() => writeTables(folder, TABLES), /cannot write the tables to/);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["two.csv.part"]);
    Deno.writeTextFileSync(`${folder}/file`, "");
    throws(() => writeTables(`${folder}/file`, TABLES), /cannot write the tables to/);
  }));
