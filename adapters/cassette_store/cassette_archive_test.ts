import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { CassetteArchive, packArchive } from "./cassette_archive.ts";
import { CassetteFolder } from "./cassette_folder.ts";
import { LayeredStore } from "./layered_store.ts";
import { entryOf, withFolder } from "./testing/entries.ts";

const ENTRIES = [entryOf("first 東京 \u2028\n"), entryOf("second"), entryOf("third")];

async function withArchive(bytes: Uint8Array, use: (path: string) => void): Promise<void> {
  await withFolder((path) => {
    Deno.writeFileSync(path, bytes);
    use(path);
  });
}

Deno.test("what was packed is found, in any order the same bytes", async () => {
  const bytes = packArchive(ENTRIES);
  assert.deepEqual(packArchive(ENTRIES.toReversed()), bytes);
  await withArchive(bytes, (path) => {
    const archive = new CassetteArchive(path);
    for (const { key, answer } of ENTRIES) assert.deepEqual(archive.find(key), answer);
    assert.equal(archive.find("0".repeat(64)), null);
    const keys = ENTRIES.map(({ key }) => key).sort();
    assert.deepEqual([...archive.entries()].map(({ key }) => key), keys);
  });
});

Deno.test("a damaged answer in it is named and counts as not there; the others are as they were", async () => {
  const whole = new TextDecoder().decode(gunzipSync(packArchive(ENTRIES)));
  const text = whole.replace('"answered","text":"second"', '"answered","text":"2nd"');
  assert.notEqual(text, whole);
  await withArchive(gzipSync(text), (path) => {
    const archive = new CassetteArchive(path);
    assert.deepEqual(ENTRIES.map(({ key }) => archive.find(key) !== null), [true, false, true]);
    assert.deepEqual([...archive.damaged], [`${path}, answer ${ENTRIES[1].key}`]);
  });
});

Deno.test("what is no archive is refused with its path", async () => {
  const rows: readonly (readonly [Uint8Array, RegExp])[] = [
    [new TextEncoder().encode("nothing"), /^cannot read the cassette FILE: /],
    [gzipSync("something else\n"), /^FILE is no cassette; wanted one of deno task cassette export$/],
    [gzipSync("reprise cassette 1\nkey request\nanswer\n"), /^FILE is cut off$/],
  ];
  for (const [bytes, said] of rows) {
    await withArchive(bytes, (path) => {
      assert.throws(() => new CassetteArchive(path), (error: Error) => {
        assert.match(error.message.replace(path, "FILE"), said);
        return error.name === "CassetteError";
      });
    });
  }
});

Deno.test("layers: the first that has an answer gives it; what is new goes where it is kept", () =>
  withFolder(async (path) => {
    const [first, second, third] = ENTRIES;
    await withArchive(packArchive([first, second]), (packed) => {
      const [run, shared] = [new CassetteFolder(`${path}/run`), new CassetteFolder(`${path}/shared`)];
      shared.keep({ ...first, answer: third.answer });
      const store = new LayeredStore({ read: [shared, new CassetteArchive(packed)], keep: [run, shared] });
      assert.deepEqual(store.find(first.key), third.answer);
      assert.deepEqual(store.find(second.key), second.answer);
      assert.equal([...store.requests()].length, 3);
      store.keep(third);
      for (const folder of [run, shared]) assert.deepEqual(folder.find(third.key), third.answer);
    });
  }));
