/** Links between the Markdown pages of the repository: where each leads, and whether that is there. */

/** A link of a page that leads nowhere. */
export interface DeadLink {
  readonly page: string;
  readonly link: string;
  readonly why: "no such file" | "no such heading";
}

const FENCED = /^ *```.*?^ *```/gms;
const LINK = /\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g;
const HEADING = /^#+ +(.+?) *$/gm;
const ELSEWHERE = /^[a-z][a-z+.-]*:/i;
const NOT_IN_ANCHOR = /[^\p{L}\p{N}\p{M}_ -]/gu;

/**
 * The anchors of a page's headings, as GitHub makes them: in small letters, without punctuation, a dash for each space,
 * and a number after a heading that stood before (github.com/gjtorikian/html-pipeline, TableOfContentsFilter).
 */
export function anchorsOf(markdown: string): Set<string> {
  const counts = new Map<string, number>();
  const headings = markdown.replace(FENCED, "").matchAll(HEADING);
  return new Set(Array.from(headings, ([, heading]) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replace(NOT_IN_ANCHOR, "").replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  }));
}

/** The links of a page that stay in the repository, code blocks left out. */
export function linksOf(markdown: string): string[] {
  const found = Array.from(markdown.replace(FENCED, "").matchAll(LINK), ([, link, source]) => link ?? source);
  return found.filter((link) => !ELSEWHERE.test(link));
}

/**
 * The links of pages that lead nowhere.
 *
 * @param pages Text by path from the root of the repository.
 * @param exists Whether a path from the root is a file or a folder of the repository.
 */
export function deadLinks(pages: ReadonlyMap<string, string>, exists: (path: string) => boolean): DeadLink[] {
  const anchors = new Map([...pages].map(([path, text]) => [path, anchorsOf(text)]));
  return [...pages].flatMap(([page, text]) =>
    linksOf(text).flatMap((link): DeadLink[] => {
      const { pathname, hash } = new URL(link, `file:///${page}`);
      const path = decodeURIComponent(pathname.slice(1));
      if (!exists(path)) return [{ page, link, why: "no such file" }];
      const anchor = decodeURIComponent(hash.slice(1));
      if (anchor === "" || anchors.get(path)?.has(anchor)) return [];
      return [{ page, link, why: "no such heading" }];
    })
  );
}
