import assert from "node:assert/strict";
import { CassetteArchive } from "./cassette_archive.ts";
import { CassetteFolder } from "./cassette_folder.ts";
import { exportCassettes, importCassettes, pruneCassettes } from "./manage_cassettes.ts";
import { entryOf, withFolder } from "./testing/entries.ts";

const [FIRST, SECOND, THIRD] = ["first", "second", "third"].map(entryOf);

/** A shared folder with the first two answers, a run's own with the third; and a name for a packed file. */
function withAnswers(
  use: (places: { readonly shared: string; readonly beside: string; readonly packed: string }) => void,
): Promise<void> {
  return withFolder((root) => {
    const places = { shared: `${root}/shared`, beside: `${root}/beside`, packed: `${root}/packed.gz` };
    const shared = new CassetteFolder(places.shared);
    [FIRST, SECOND].forEach((entry) => shared.keep(entry));
    new CassetteFolder(places.beside).keep(THIRD);
    use(places);
  });
}

function keysIn(folder: string): string[] {
  return [...new CassetteFolder(folder).entries()].map(({ key }) => key);
}

Deno.test("all of a folder is packed, or those of a run from wherever they lie", () =>
  withAnswers(({ shared, beside, packed }) => {
    assert.equal(exportCassettes([shared], packed, null).answers, 2);
    const keys = new Set([FIRST.key, THIRD.key]);
    assert.equal(exportCassettes([shared, beside], packed, keys).answers, 2);
    assert.deepEqual(new Set([...new CassetteArchive(packed).entries()].map(({ key }) => key)), keys);
  }));

Deno.test("a pack that would lack an answer is not written", () =>
  withAnswers(({ shared, packed }) => {
    assert.throws(() => exportCassettes([shared], packed, new Set([FIRST.key, THIRD.key])), {
      name: "CassetteError",
      message: `1 of 2 answers are not in ${shared}; nothing is written`,
    });
    assert.throws(() => Deno.statSync(packed), Deno.errors.NotFound);
  }));

Deno.test("what is packed comes over whole; what was there stays", () =>
  withAnswers(({ shared, beside, packed }) => {
    exportCassettes([shared], packed, null);
    new CassetteFolder(beside).keep({ ...FIRST, answer: SECOND.answer });
    assert.equal(importCassettes(beside, packed).answers, 1);
    assert.deepEqual(new CassetteFolder(beside).find(FIRST.key), SECOND.answer);
    assert.deepEqual(new CassetteFolder(beside).find(SECOND.key), SECOND.answer);
  }));

Deno.test("unused, damaged and left-over files go; a trial only counts them", () =>
  withAnswers(({ shared }) => {
    const store = new CassetteFolder(shared);
    store.keep(THIRD);
    const damaged = [...store.files()].find(({ key }) => key === THIRD.key)!;
    Deno.writeTextFileSync(damaged.path, "broken");
    Deno.writeTextFileSync(`${damaged.path}.1-a.tmp`, "left");
    const used = new Set([FIRST.key, THIRD.key]);
    const tried = pruneCassettes(shared, used, true);
    assert.deepEqual([tried.answers, tried.removed, tried.damaged], [1, 3, [damaged.path]]);
    assert.equal([...store.files()].length, 4);
    assert.deepEqual(pruneCassettes(shared, used, false), tried);
    assert.deepEqual([keysIn(shared), [...store.files()].length], [[FIRST.key], 1]);
  }));
