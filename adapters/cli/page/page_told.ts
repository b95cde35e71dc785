/** What is said of a page that was written: its path, how long it is, and whose it is, if that is not said beside it. */
export function pageTold(path: string, page: string, whose = ""): string {
  return `${path}  ${whose}${Math.ceil(page.length / 1024)} KB, of itself whole: it needs no network`;
}
