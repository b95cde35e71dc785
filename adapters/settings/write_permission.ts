const FLAG = "--allow-write=";

/** The permission to write these paths, as a flag of `deno run`. */
export function allowWrite(paths: readonly string[]): string {
  return `${FLAG}${pathList(paths)}`;
}

/** Paths as a permission lists them: a comma in a name stands there twice. */
export function pathList(paths: readonly string[]): string {
  return paths.map((path) => path.replaceAll(",", ",,")).join(",");
}

/** The folders that permissions allow to write. */
export function writtenBy(permissions: readonly string[]): string[] {
  const listed = permissions.find((one) => one.startsWith(FLAG))?.slice(FLAG.length) ?? "";
  return listed.split(/(?<!,),(?!,)/).map((path) => path.replaceAll(",,", ",")).filter((path) => path !== "");
}
