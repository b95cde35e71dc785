import assert from "node:assert/strict";
import { CassetteFolder } from "./cassette_folder.ts";
import { entryOf, withFolder } from "./testing/entries.ts";

const [FIRST, SECOND] = [entryOf("first 東京 \u2028\n"), entryOf("second")];

Deno.test("what was kept is found, by another process too; a later one takes the place of an earlier", () =>
  withFolder((path) => {
    const folder = new CassetteFolder(path);
    assert.equal(folder.find(FIRST.key), null);
    folder.keep(FIRST);
    folder.keep(SECOND);
    const other = new CassetteFolder(path);
    assert.deepEqual(other.find(FIRST.key), FIRST.answer);
    assert.deepEqual(new Set(other.requests()), new Set([FIRST.request, SECOND.request]));
    folder.keep({ ...FIRST, answer: SECOND.answer });
    assert.deepEqual(other.find(FIRST.key), SECOND.answer);
    assert.equal([...folder.files()].length, 2);
  }));

Deno.test("a failure is kept as it is", () =>
  withFolder((path) => {
    const { tokens, costUsd, latencyMs } = FIRST.answer;
    const answer = { status: "failed", reason: "down", tokens, costUsd, latencyMs, unmetered: 2 } as const;
    const folder = new CassetteFolder(path);
    folder.keep({ ...FIRST, answer });
    assert.deepEqual(folder.find(FIRST.key), answer);
  }));

/** What can happen to a file. */
const DAMAGES: readonly (readonly [what: string, change: (text: string) => string])[] = [
  ["cut off", (text) => text.slice(0, -20)],
  ["empty", () => ""],
  ["a changed answer", (text) => text.replace('"costUsd":0.01', '"costUsd":0.02')],
  ["a changed seal", (text) => text.replace(/.\n$/, "g\n")],
  ["more behind it", (text) => `${text}{}\n`],
];

for (const [what, change] of DAMAGES) {
  Deno.test(`a damaged file (${what}) is named and counts as not there`, () =>
    withFolder((path) => {
      const folder = new CassetteFolder(path);
      folder.keep(FIRST);
      const [{ path: file }] = folder.files();
      const text = Deno.readTextFileSync(file);
      assert.notEqual(change(text), text);
      Deno.writeTextFileSync(file, change(text));
      assert.equal(folder.find(FIRST.key), null);
      assert.deepEqual([...folder.damaged], [file]);
      folder.keep(FIRST);
      assert.deepEqual(folder.find(FIRST.key), FIRST.answer);
    }));
}

Deno.test("a request that was changed, and a file under another's name, are damaged too", () =>
  withFolder((path) => {
    const folder = new CassetteFolder(path);
    folder.keep(FIRST);
    const [{ path: file }] = folder.files();
    Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace("first", "fir5t"));
    assert.deepEqual([...folder.requests()], []);
    folder.keep(SECOND);
    const second = [...folder.files()].find(({ key }) => key === SECOND.key)!;
    Deno.copyFileSync(second.path, file);
    assert.equal(folder.find(FIRST.key), null);
    assert.deepEqual([folder.entry(FIRST.key), folder.entry(SECOND.key)?.key], [null, SECOND.key]);
    assert.deepEqual([...folder.requests()], [SECOND.request]);
    assert.deepEqual([...folder.damaged], [file]);
  }));

Deno.test("a leftover of a killed writer is no entry", () =>
  withFolder((path) => {
    const folder = new CassetteFolder(path);
    folder.keep(FIRST);
    const [{ path: file }] = folder.files();
    Deno.renameSync(file, `${file}.1-abc.tmp`);
    assert.equal(folder.find(FIRST.key), null);
    assert.deepEqual([[...folder.requests()], [...folder.files()].map(({ key }) => key)], [[], [null]]);
  }));

Deno.test("a folder that cannot be written is said with its path", () =>
  withFolder((path) => {
    Deno.writeTextFileSync(path, "a file");
    assert.throws(() => new CassetteFolder(path).keep(FIRST), {
      name: "CassetteError",
      message: /^cannot keep an answer in .*cassettes/,
    });
  }));

Deno.test("two processes may keep the same answers at once, while a third reads them", () =>
  withFolder(async (path) => {
    const script = new URL("./testing/keep_many.ts", import.meta.url).pathname;
    const args = ["run", "-q", "--allow-read", "--allow-write", script, path, "12"];
    const writers = [1, 2].map(() => new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).spawn());
    let isOver = false;
    const done = Promise.all(writers.map((writer) => writer.status)).finally(() => isOver = true);
    const folder = new CassetteFolder(path);
    const keys = Array.from({ length: 12 }, (_, index) => entryOf(`answer ${index}`).key);
    while (!isOver) {
      for (const key of keys) folder.find(key);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.deepEqual((await done).map(({ code }) => code), [0, 0]);
    assert.equal(folder.damaged.size, 0);
    assert.deepEqual([...folder.files()].map(({ key }) => key), [...keys].sort());
  }));
