import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Disk } from "./narrow_reading.ts";

/** The disk as it is; what cannot be read there is left out, and missed by the command that needs it. */
export function surveyDisk(root: string): Disk {
  return { root, folder: Deno.cwd(), modulesOf, candlesOf, realPath, revisionFiles };
}

/** Asks Deno, which runs none of them; a module that cannot be read is itself alone. */
function modulesOf(path: string): string[] {
  const args = ["info", "--quiet", "--json", path];
  const { success, stdout } = new Deno.Command(Deno.execPath(), { args, stderr: "null" }).outputSync();
  if (!success) return [path];
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly modules: readonly { readonly specifier: string }[];
  };
  const files = modules.map(({ specifier }) => specifier).filter((one) => one.startsWith("file:"));
  return [path, ...files.map((file) => fileURLToPath(file))];
}

/** Of what is not there yet, by the folder that it would come to lie in. */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return path;
    const { NotFound, NotADirectory } = Deno.errors;
    if (![NotFound, NotADirectory].some((kind) => error instanceof kind)) throw error;
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function candlesOf(runs: string): string[] {
  const named = foldersIn(runs).flatMap((run) => filesOf(readIfThere(join(runs, run, "run.json"))));
  return [...new Set(named.map((path) => dirname(path)))];
}

function foldersIn(path: string): string[] {
  try {
    return Array.from(Deno.readDirSync(path)).filter((one) => !one.isFile).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw error;
  }
}

/** The paths of the files that a manifest says its run read; none in a damaged one. */
function filesOf(manifest: string | null): string[] {
  const listed: unknown = parsed(manifest ?? "null")?.data?.files;
  const files = Array.isArray(listed) ? listed as readonly ({ readonly path?: unknown } | null)[] : [];
  return files.map((file) => file?.path).filter((path) => typeof path === "string");
}

function parsed(manifest: string): { readonly data?: { readonly files?: unknown } } | null {
  try {
    return JSON.parse(manifest);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Of `.git`, which may hold a password of its remote, only what tells the commit; a worktree's lies elsewhere. */
function revisionFiles(root: string): string[] {
  const path = join(root, ".git");
  const named = /^gitdir: (.+)/.exec(readIfThere(path) ?? "")?.[1].trim();
  if (named === undefined) return headIn(path);
  const own = resolve(root, named);
  const common = resolve(own, readIfThere(join(own, "commondir"))?.trim() ?? ".");
  return [path, ...headIn(own), ...headIn(common)];
}

function headIn(folder: string): string[] {
  return ["HEAD", "commondir", "packed-refs", "refs"].map((name) => join(folder, name));
}

/** The text of a file; null where there is none. */
function readIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const { NotFound, IsADirectory, NotADirectory, PermissionDenied } = Deno.errors;
    if ([NotFound, IsADirectory, NotADirectory, PermissionDenied].some((kind) => error instanceof kind)) {
      return null;
    }
    throw error;
  }
}
