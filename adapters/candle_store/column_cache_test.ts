import assert from "node:assert/strict";
import { FolderCache } from "./column_cache.ts";

const COLUMNS = [new Float64Array([1, 2.5, -0, NaN]), new Float64Array([1e-300, 9007199254740991, 3, 4])];

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.chmodSync(folder, 0o700);
    Deno.removeSync(folder, { recursive: true });
  }
}

function fileOf(folder: string): string {
  const [entry] = [...Deno.readDirSync(folder)];
  return `${folder}/${entry.name}`;
}

Deno.test("columns come back to the last bit, and only under their key", () => {
  withFolder((folder) => {
    const cache = new FolderCache(`${folder}/new/deep`);
    assert.equal(cache.load("a"), null);
    cache.save("a", COLUMNS);
    assert.deepEqual(cache.load("a"), COLUMNS);
    assert.equal(cache.load("b"), null);
    assert.deepEqual([...Deno.readDirSync(`${folder}/new/deep`)].length, 1, "no draft is left");
  });
});

Deno.test("a broken cache counts as none: cut, longer, flipped at any byte", () => {
  withFolder((folder) => {
    const cache = new FolderCache(folder);
    cache.save("a", COLUMNS);
    const path = fileOf(folder);
    const whole = Deno.readFileSync(path);
    const spare = 20;
    for (let at = 0; at < whole.length; at++) {
      const flipped = whole.slice();
      flipped[at] ^= 1;
      Deno.writeFileSync(path, flipped);
      const isSpare = at >= spare && at < spare + 4;
      if (!isSpare) assert.equal(cache.load("a"), null, `byte ${at}`);
    }
    for (const bytes of [whole.subarray(0, 0), whole.subarray(0, 30), whole.subarray(0, whole.length - 8)]) {
      Deno.writeFileSync(path, bytes);
      assert.equal(cache.load("a"), null, `${bytes.length} bytes`);
    }
    cache.save("a", COLUMNS);
    assert.deepEqual(cache.load("a"), COLUMNS, "it is made anew");
  });
});

Deno.test("a folder that cannot be written costs nothing but time", () => {
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    const cache = new FolderCache(`${folder}/file/below`);
    cache.save("a", COLUMNS);
    assert.equal(cache.load("a"), null);
  });
});
