import { deepStrictEqual, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { findRecordedFiles } from "./recorded_files.ts";

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "reprise-" });
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function written(path: string, text: string, kind: "candles" | "mark" = "candles") {
  Deno.writeTextFileSync(path, text);
  return { path, sha256: createHash("sha256").update(text).digest("hex"), kind };
}

Deno.test("files are found as they were, where they lay or where they were moved to", () =>
  inFolder((folder) => {
    Deno.mkdirSync(`${folder}/a/markPriceKlines`, { recursive: true });
    const files = [
      written(`${folder}/a/one.csv`, "1"),
      written(`${folder}/a/markPriceKlines/two.csv`, "2", "mark"),
    ];
    const only = (in_: string) =>
      new Set([`${folder}/${in_}/one.csv`, `${folder}/${in_}/markPriceKlines/two.csv`]);
    deepStrictEqual(findRecordedFiles(files, null), { folder: `${folder}/a`, only: only("a") });
    Deno.renameSync(`${folder}/a`, `${folder}/b`);
    deepStrictEqual(findRecordedFiles(files, `${folder}/b`), { folder: `${folder}/b`, only: only("b") });
    throws(
      () => findRecordedFiles(files, null),
      /one\.csv: it is not there; wanted the file the run read, sha256 [0-9a-f]{64}/,
    );
  }));

Deno.test("a file that was changed is named with both hashes", () =>
  inFolder((folder) => {
    const file = written(`${folder}/one.csv`, "1");
    const now = written(file.path, "2");
    throws(() => findRecordedFiles([file], null), {
      message:
        `${file.path} was changed: its sha256 is ${now.sha256}; wanted ${file.sha256}, as the run read it`,
    });
    throws(() => findRecordedFiles([], null), /the run names no file of candles/);
  }));
