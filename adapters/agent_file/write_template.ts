import { basename, dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AgentError, AGENTS } from "../../engine/mod.ts";

const TEMPLATE = new URL("./template.ts", import.meta.url);
const FACE = "../../engine/mod.ts";

/**
 * Writes the template of an agent into a new file, named after it. Throws an AgentError where there is one of that name
 * already, or it cannot be written.
 */
export function writeTemplate(path: string): void {
  try {
    Deno.writeTextFileSync(path, templateFor(path), { createNew: true });
  } catch (error) {
    throw new AgentError(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** The template as it stands in a file at `path`. */
export function templateFor(path: string): string {
  const face = relative(dirname(resolve(path)), fileURLToPath(new URL(FACE, TEMPLATE))).replaceAll("\\", "/");
  const name = basename(path, ".ts").replaceAll(/[^A-Za-z0-9_-]+/g, "-");
  const isTaken = AGENTS.has(name) || !/^[A-Za-z0-9]/.test(name);
  const typed = /^[./]/.test(path) ? path : `./${path}`;
  return Deno.readTextFileSync(TEMPLATE)
    .replace(FACE, face.startsWith(".") ? face : `./${face}`)
    .replace('name: "mine"', `name: "${isTaken ? `my-${name}` : name}"`)
    .replaceAll("./mine.ts", typed);
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.AlreadyExists) return "it is there already; wanted a name that is free";
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission to write there; wanted a path in this folder or below";
  }
  if (error instanceof Deno.errors.NotFound) return "its folder is not there; wanted one that is";
  return (error as Error).message.split(" (os error")[0];
}
