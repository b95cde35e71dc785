import assert from "node:assert/strict";
import { PageError, refuseExisting, writePage } from "./write_page.ts";

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("a page is written whole, its folder made", () =>
  inFolder((folder) => {
    writePage(`${folder}/new/page.html`, "<p>");
    assert.equal(Deno.readTextFileSync(`${folder}/new/page.html`), "<p>");
    assert.deepEqual([...Deno.readDirSync(`${folder}/new`)].map(({ name }) => name), ["page.html"]);
  }));

Deno.test("what is there is never overwritten", () =>
  inFolder((folder) => {
    const path = `${folder}/page.html`;
    Deno.writeTextFileSync(path, "mine");
    for (const act of [() => refuseExisting(path), () => writePage(path, "<p>")]) {
      assert.throws(act, (error: Error) => {
        assert.equal(error.message, `${path} is there already; wanted the name of a new file`);
        return error instanceof PageError;
      });
    }
    assert.equal(Deno.readTextFileSync(path), "mine");
    refuseExisting(`${folder}/other.html`);
  }));

Deno.test("what another process is writing is left to it", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/page.html.part`, "theirs");
    assert.throws(() => writePage(`${folder}/page.html`, "<p>"), PageError);
    assert.equal(Deno.readTextFileSync(`${folder}/page.html.part`), "theirs");
  }));

Deno.test("where it cannot be written nothing is left", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    assert.throws(
      () => writePage(`${folder}/file/page.html`, "<p>"),
      /^PageError: cannot write .*page\.html: /,
    );
    const failing = { toString: () => assert.fail("the disk is full") } as unknown as string;
    assert.throws(() => writePage(`${folder}/page.html`, failing), /PageError: .*the disk is full/);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["file"]);
  }));
