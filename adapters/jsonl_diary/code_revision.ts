import { join, resolve } from "node:path";

/** What stands in a manifest where the code lies in no checkout. */
const UNKNOWN = "unknown";
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const REFERENCE = /^ref: (refs\/[^\s]+)$/;

/**
 * The git commit of the checkout at `root`, read from its files; "unknown" where there is none, or where it may not be
 * read. Changes that are not committed are not seen.
 */
export function codeRevision(root: string): string {
  const folder = gitFolder(root);
  if (folder === null) return UNKNOWN;
  const head = firstLine(join(folder, "HEAD"));
  if (head === null) return UNKNOWN;
  if (COMMIT.test(head)) return head;
  const reference = REFERENCE.exec(head)?.[1];
  if (reference === undefined || reference.includes("..")) return UNKNOWN;
  const common = firstLine(join(folder, "commondir"));
  const folders = common === null ? [folder] : [folder, resolve(folder, common)];
  return folders.map((one) => commitOf(one, reference)).find((commit) => commit !== null) ?? UNKNOWN;
}

/** The folder `.git`, or the one that a worktree's file `.git` names. */
function gitFolder(root: string): string | null {
  const path = join(root, ".git");
  const text = firstLine(path);
  if (text === null) return path;
  return text.startsWith("gitdir: ") ? resolve(root, text.slice("gitdir: ".length)) : null;
}

function commitOf(folder: string, reference: string): string | null {
  const loose = firstLine(join(folder, reference));
  if (loose !== null && COMMIT.test(loose)) return loose;
  const packed = readIfThere(join(folder, "packed-refs")) ?? "";
  const line = packed.split("\n").find((one) => one.trimEnd().endsWith(` ${reference}`));
  const commit = line?.split(" ")[0] ?? "";
  return COMMIT.test(commit) ? commit : null;
}

function firstLine(path: string): string | null {
  return readIfThere(path)?.split("\n")[0].trimEnd() ?? null;
}

/** The text of a file; null where it is none or may not be read: then the revision is not known. */
function readIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  const { NotFound, NotCapable, PermissionDenied, IsADirectory, NotADirectory } = Deno.errors;
  return [NotFound, NotCapable, PermissionDenied, IsADirectory, NotADirectory].some((kind) =>
    error instanceof kind
  );
}
