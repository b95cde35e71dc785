import assert from "node:assert/strict";
import { surveyDisk } from "./survey_disk.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

function inFolder(files: Readonly<Record<string, string>>, look: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    for (const [path, text] of Object.entries(files)) {
      Deno.mkdirSync(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      Deno.writeTextFileSync(`${folder}/${path}`, text);
    }
    look(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("the modules of an agent are what it imports, and what that does; a broken one is itself alone", () => {
  const files = {
    "mine.ts": 'import { a } from "./lib/a.ts";\nexport default a;\n',
    "lib/a.ts": 'import b from "./b.json" with { type: "json" };\nexport const a = b;\n',
    "lib/b.json": "{}",
    "lib/unused.ts": "",
    "broken.ts": "import {",
  };
  inFolder(files, (folder) => {
    const { modulesOf } = surveyDisk(ROOT);
    const names = modulesOf(`${folder}/mine.ts`).map((path) =>
      path.replace(Deno.realPathSync(folder), "").replace(folder, "")
    );
    assert.deepEqual([...new Set(names)].sort(), ["/lib/a.ts", "/lib/b.json", "/mine.ts"]);
    assert.ok(modulesOf(`${folder}/broken.ts`).every((path) => path.endsWith("/broken.ts")));
    assert.ok(modulesOf(`${folder}/none.ts`).every((path) => path.endsWith("/none.ts")));
  });
});

Deno.test("the candles of runs lie where their manifests say, each folder once; a damaged one names none", () => {
  const manifest = (...paths: string[]) =>
    JSON.stringify({ data: { files: paths.map((path) => ({ path })) } });
  const files = {
    "aaaa0000/run.json": manifest("/far/market/a.csv.gz", "/far/market/b.csv.gz"),
    "bbbb0000/run.json": manifest("/near/c.csv.gz"),
    "cccc0000/run.json": "{ torn",
    "dddd0000/run.json": '{"data":{"files":[null,{"path":7}]}}',
    "eeee0000/diary.jsonl": "",
    "trials.jsonl": "",
  };
  inFolder(files, (folder) => {
    assert.deepEqual(surveyDisk(ROOT).candlesOf(folder).toSorted(), ["/far/market", "/near"]);
  });
  assert.deepEqual(surveyDisk(ROOT).candlesOf("/not/there"), []);
});

Deno.test("of a checkout only what tells its commit is read, of a worktree that of both folders", () => {
  const { revisionFiles } = surveyDisk(ROOT);
  inFolder({ ".git/config": "password", ".git/HEAD": "ref: refs/heads/main" }, (folder) => {
    const git = `${folder}/.git`;
    assert.deepEqual(revisionFiles(folder), [
      `${git}/HEAD`,
      `${git}/commondir`,
      `${git}/packed-refs`,
      `${git}/refs`,
    ]);
  });
  const tree = {
    "tree/.git": "gitdir: ../main/.git/worktrees/t\n",
    "main/.git/worktrees/t/commondir": "../..\n",
  };
  inFolder(tree, (folder) => {
    const found = revisionFiles(`${folder}/tree`).map((path) => path.replace(folder, ""));
    assert.deepEqual([found[0], found[1], found[5]], [
      "/tree/.git",
      "/main/.git/worktrees/t/HEAD",
      "/main/.git/HEAD",
    ]);
    assert.equal(found.length, 9);
  });
});

Deno.test("a path leads where its links do, also one that is not there yet", () => {
  inFolder({ "disk/kept": "" }, (folder) => {
    Deno.symlinkSync(`${folder}/disk`, `${folder}/link`);
    const { realPath } = surveyDisk(ROOT);
    const real = Deno.realPathSync(folder);
    assert.equal(realPath(`${folder}/link`), `${real}/disk`);
    assert.equal(realPath(`${folder}/link/new/runs`), `${real}/disk/new/runs`);
    assert.equal(realPath(`${folder}/disk/kept/below`), `${real}/disk/kept/below`);
  });
});
