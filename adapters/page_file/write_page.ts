import { dirname } from "node:path";

/** A page that cannot be written; its message is one line for a person. */
export class PageError extends Error {
  readonly expected = true;
  override readonly name = "PageError";
}

/** Throws a PageError where something of that name is there already: asked before long work is done for nothing. */
export function refuseExisting(path: string): void {
  if (isThere(path)) throw new PageError(`${path} is there already; wanted the name of a new file`);
}

/** Writes a page to a new file, whole or not at all; its folder is made where it is missing. Throws a PageError where it cannot. */
export function writePage(path: string, html: string): void {
  refuseExisting(path);
  const part = `${path}.part`;
  let begun = false;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.openSync(part, { write: true, createNew: true }).close();
    begun = true;
    Deno.writeTextFileSync(part, html);
    Deno.renameSync(part, path);
    begun = false;
  } catch (error) {
    throw new PageError(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  } finally {
    if (begun) removeIfThere(part);
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission to write there; wanted a file below this folder, or a wider --allow-write in deno.json";
  }
  return (error as Error).message.split("\n")[0].split(" (os error")[0];
}
