import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { FailureError } from "../errors.ts";

/** A file that an agent imports. */
export interface AgentModule {
  /** Where it lies here. */
  readonly path: string;
  /** From the agent's folder, with slashes. */
  readonly name: string;
}

/** Our own face, wherever the code lies. */
const FACE = /engine\/mod\.ts$/;
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"']+)\2/g;
const CODE = /\.(ts|js|mjs|mts|tsx|jsx)$/;

/** Whether a file is code, which may import others. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}

/**
 * What an agent imports of its own folder and below, directly or not, in the order it is met; our face and packages are none
 * of it. Throws a FailureError that names the first import from elsewhere, or of a file that is not there.
 */
export function agentModules(agent: string): AgentModule[] {
  const folder = dirname(resolve(agent));
  const met = new Set([resolve(agent)]);
  for (const path of met) {
    if (!isCode(path)) continue;
    for (const specifier of importsIn(textOf(path, agent))) {
      const imported = specifier.startsWith("file:")
        ? fileURLToPath(specifier)
        : resolve(dirname(path), specifier);
      if (!imported.startsWith(folder + sep)) throw elsewhere(agent, specifier);
      met.add(imported);
    }
  }
  const [, ...others] = met;
  return others.map((path) => ({ path, name: relative(folder, path).replaceAll(sep, "/") }));
}

/** The text of a module with its import of our face pointed at the code that plays it. */
export function withOwnFace(text: string, face: string): string {
  return text.replace(IMPORT, (whole, ...[before, mark, specifier]: string[]) => {
    return isFile(specifier) && FACE.test(specifier) ? `${before}${mark}${face}${mark}` : whole;
  });
}

function importsIn(text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, , , specifier]) => specifier)
    .filter((specifier) => isFile(specifier) && !FACE.test(specifier));
}

function isFile(specifier: string): boolean {
  return /^[./]|^file:/.test(specifier);
}

function elsewhere(agent: string, specifier: string): FailureError {
  return new FailureError(
    `the agent ${agent} imports ${specifier}; wanted nothing but engine/mod.ts from outside its folder: a queue carries that folder's files`,
  );
}

function textOf(path: string, agent: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new FailureError(`the agent ${agent} imports ${path}, which is not there; wanted that file`);
  }
}
