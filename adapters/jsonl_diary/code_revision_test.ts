import { match, strictEqual } from "node:assert/strict";
import { dirname } from "node:path";
import { codeRevision } from "./code_revision.ts";
import { inTempDir } from "./testing/samples.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const REFS =
  `# pack-refs with: peeled fully-peeled sorted\n${B} refs/heads/other\n${A} refs/heads/main\n^${B}\n`;

/** Files by path, and the revision that they stand for. */
const checkouts:
  readonly (readonly [what: string, files: Readonly<Record<string, string>>, revision: string])[] = [
    ["no checkout", {}, "unknown"],
    ["a branch", { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${A}\n` }, A],
    ["a branch with a slash", { ".git/HEAD": "ref: refs/heads/x/y\n", ".git/refs/heads/x/y": `${A}\n` }, A],
    ["a commit checked out", { ".git/HEAD": `${B}\n` }, B],
    ["a packed branch", { ".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": REFS }, A],
    ["a branch packed before and moved since", {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/packed-refs": REFS,
      ".git/refs/heads/main": B,
    }, B],
    ["a repository without commit", { ".git/HEAD": "ref: refs/heads/main\n" }, "unknown"],
    ["a HEAD of nonsense", { ".git/HEAD": "hello" }, "unknown"],
    ["a HEAD that leads elsewhere", { ".git/HEAD": "ref: refs/../../x\n", "x": A }, "unknown"],
    ["a worktree", {
      ".git": "gitdir: main/.git/worktrees/w\n",
      "main/.git/worktrees/w/HEAD": "ref: refs/heads/w\n",
      "main/.git/worktrees/w/commondir": "../..\n",
      "main/.git/refs/heads/w": `${A}\n`,
    }, A],
    ["a worktree with a packed branch", {
      ".git": "gitdir: main/.git/worktrees/w\n",
      "main/.git/worktrees/w/HEAD": "ref: refs/heads/main\n",
      "main/.git/worktrees/w/commondir": "../..\n",
      "main/.git/packed-refs": REFS,
    }, A],
    ["a worktree whose repository is gone", { ".git": "gitdir: /nowhere/.git/worktrees/w\n" }, "unknown"],
  ];

for (const [what, files, revision] of checkouts) {
  Deno.test(`the revision of ${what}`, () =>
    inTempDir((root) => {
      for (const [path, text] of Object.entries(files)) {
        Deno.mkdirSync(dirname(`${root}/${path}`), { recursive: true });
        Deno.writeTextFileSync(`${root}/${path}`, text);
      }
      strictEqual(codeRevision(root), revision);
    }));
}

Deno.test("the revision of this checkout is a commit, or it is none", () => {
  match(codeRevision(new URL("../..", import.meta.url).pathname), /^([0-9a-f]{40}|unknown)$/);
});
