import { SettingsError } from "./settings_error.ts";

const FLAG = "--allow-write=";

/** The permission to write these paths, as a flag of `deno run`. */
export function allowWrite(paths: readonly string[]): string {
  return `${FLAG}${pathList(paths)}`;
}

/**
 * Paths as a permission lists them. A name with a comma is refused, since Deno 2.9.6 splits the list there, and has no
 * way to write one.
 *
 * @throws {SettingsError} if a path has a comma.
 */
export function pathList(paths: readonly string[]): string {
  const split = paths.find((path) => path.includes(","));
  if (split === undefined) return paths.join(",");
  throw new SettingsError(
    `the path "${split}" has a comma, and Deno cannot permit such a one alone; wanted a name without`,
    { usage: true },
  );
}

/** The folders that permissions allow to write. */
export function writtenBy(permissions: readonly string[]): string[] {
  const listed = permissions.find((one) => one.startsWith(FLAG))?.slice(FLAG.length) ?? "";
  return listed.split(",").filter((path) => path !== "");
}
