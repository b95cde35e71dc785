import assert from "node:assert/strict";
import { anchorsOf, deadLinks, linksOf } from "./markdown_links.ts";

const ROOT = new URL("../", import.meta.url).pathname;

/** The files of the working copy that belong to the project, whether committed yet or not. */
function projectFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { success, stdout } = new Deno.Command("git", { args, cwd: ROOT }).outputSync();
  assert.ok(success);
  return new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(`${ROOT}${path}`) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("every link of every page leads to a file, and its anchor to a heading", () => {
  const paths = projectFiles().filter((path) => path.endsWith(".md") && isThere(path));
  assert.ok(paths.includes("README.md"));
  const pages = new Map(paths.map((path) => [path, Deno.readTextFileSync(`${ROOT}${path}`)]));
  assert.ok([...pages.values()].flatMap(linksOf).length > 50, "links are found at all");
  assert.deepEqual(deadLinks(pages, isThere), []);
});

Deno.test("every page but the README is linked from one", () => {
  const paths = projectFiles().filter((path) => path.endsWith(".md") && isThere(path));
  const linked = paths.flatMap((page) =>
    linksOf(Deno.readTextFileSync(`${ROOT}${page}`)).map((link) =>
      new URL(link, `file:///${page}`).pathname.slice(1)
    )
  );
  assert.deepEqual(paths.filter((path) => path !== "README.md" && !linked.includes(path)), []);
});

Deno.test("anchors are GitHub's: no punctuation, a dash for a space, a number where a heading comes again", () => {
  const page =
    "# Why did it do that?\n## The laws, and what [proves](x.md) them\n## `--from`, 2 ways\n## Same\n## Same\n";
  assert.deepEqual([...anchorsOf(page)], [
    "why-did-it-do-that",
    "the-laws-and-what-proves-them",
    "--from-2-ways",
    "same",
    "same-1",
  ]);
  assert.deepEqual([...anchorsOf("```\n# a comment\n```\n")], []);
});

Deno.test("links: those of other hosts and of code are left out, pictures are not", () => {
  const page = '![a](b.png) [c](https://d.e) <img src="f.png">\n```\n[g](h.md)\n```\n[i](#j)';
  assert.deepEqual(linksOf(page), ["b.png", "f.png", "#j"]);
});

Deno.test("a link to no file, to no heading, and into a page beside it", () => {
  const pages = new Map([
    ["README.md", "# Here\n[a](lost.md) [b](x/PAGE.md#there) [c](#here) [d](#gone)"],
    ["x/PAGE.md", "## There\n[up](../README.md#here) [down](../README.md#there)"],
  ]);
  assert.deepEqual(deadLinks(pages, (path) => pages.has(path)), [
    { page: "README.md", link: "lost.md", why: "no such file" },
    { page: "README.md", link: "#gone", why: "no such heading" },
    { page: "x/PAGE.md", link: "../README.md#there", why: "no such heading" },
  ]);
});
