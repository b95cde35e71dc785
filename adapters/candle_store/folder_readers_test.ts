import assert from "node:assert/strict";
import { folderReaders } from "./folder_readers.ts";

Deno.test("of what is shipped nothing is told as ignored, of another folder it is", () => {
  const fixtures = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${fixtures}/models.json`, "{}");
    const other = `${fixtures}/golden`;
    Deno.mkdirSync(other);
    Deno.writeTextFileSync(`${other}/note.txt`, "");
    const { listFolder } = folderReaders({ store: "", fixtures, cache: `${fixtures}/.cache` });
    assert.deepEqual(listFolder(`${fixtures}/`).ignored, []);
    assert.deepEqual(listFolder(other).ignored.map(({ name }) => name), ["note.txt"]);
  } finally {
    Deno.removeSync(fixtures, { recursive: true });
  }
});
