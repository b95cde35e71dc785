/**
 * Where a file stands in the project: its path from the root, its room, and whether it is test code.
 * @module
 */

/** The project's root folder with a closing slash, found from this file's own address. */
const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/**
 * The path of a linted file from the project's root, with forward slashes; null for a file outside the project.
 * A path that is relative already is taken as it is (the plugin's own tests use such).
 */
export function projectPath(filename: string): string | null {
  const path = filename.replaceAll("\\", "/");
  if (path.startsWith(ROOT)) return path.slice(ROOT.length);
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:\//.test(path);
  return isAbsolute ? null : path.replace(/^\.\//, "");
}

/**
 * Code that only tests run: `*_test`, `*_contract` and `*_bench` files, and everything in a `testing/` folder.
 */
export function isTestCode(path: string): boolean {
  return isTestFile(path) || isTestHelper(path);
}

/** A file that the test or bench command starts by itself. */
function isTestFile(path: string): boolean {
  return /_(test|bench)\.tsx?$/.test(path);
}

/** A file that only tests import: a port's contract suite, or a helper in a `testing/` folder. */
export function isTestHelper(path: string): boolean {
  return /_contract\.tsx?$/.test(path) || /(^|\/)testing\//.test(path);
}

/** True for the code of the simulation and the engine: what must reach nothing by itself. */
export function isPureRoom(path: string): boolean {
  return path.startsWith("engine/") || path.startsWith("backtest/");
}

/** True for everything that main.ts composes: the code that must not know its mode. */
export function isBelowMain(path: string): boolean {
  return isPureRoom(path) || path.startsWith("adapters/");
}

/** True for a specifier that names a file by its place beside the importing file. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../");
}

/**
 * The project path that a relative specifier names, seen from the importing file; null where it leaves the project.
 */
export function resolveImport(from: string, specifier: string): string | null {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The part of the project a file belongs to, as the imports table of the architecture names it. */
export function roomOf(path: string): string {
  const parts = path.split("/");
  if (parts.length === 1) return "root";
  if (parts[0] === "engine") return parts.length === 2 ? "engine" : `engine/${parts[1]}`;
  if (parts[0] === "adapters") return parts.length === 2 ? path : `adapters/${parts[1]}`;
  return parts[0];
}
