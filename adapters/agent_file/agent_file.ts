import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { AgentError } from "../../engine/mod.ts";

/** The file of an agent. */
export interface AgentFile {
  /** As it was typed. */
  readonly path: string;
  readonly url: string;
  /** Of the file itself, not of what it imports. */
  readonly sha256: string;
  /** What it says, as it was when it was hashed. */
  readonly text: string;
}

/** Finds the file of an agent and hashes it; nothing in it is run. Throws an AgentError where it cannot be read. */
export function readAgentFile(path: string): AgentFile {
  const bytes = readBytes(path);
  return {
    path,
    url: pathToFileURL(resolve(path)).href,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    text: new TextDecoder().decode(bytes),
  };
}

/** Finds the file of an agent that a run had. Throws an AgentError, with both hashes, where it is another one now. */
export function findRecordedAgent(recorded: { readonly path: string; readonly sha256: string }): void {
  const { path, sha256 } = readAgentFile(recorded.path);
  if (sha256 === recorded.sha256) return;
  throw new AgentError(
    `the agent ${path} was changed: its sha256 is ${sha256}; wanted ${recorded.sha256}, as the run had it`,
  );
}

function readBytes(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new AgentError(
        `no file "${path}"; wanted the module of an agent (deno task new-agent ${path} writes one to begin with)`,
      );
    }
    const why = (error as Error).message.split(" (os error")[0];
    throw new AgentError(`cannot read the agent ${path}: ${why}; wanted a module`);
  }
}
