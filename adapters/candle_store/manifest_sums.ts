import { existsSync } from "node:fs";
import { z } from "zod";
import { DataError } from "./data_error.ts";
import { wholeFile } from "./fault.ts";
import { readBytes } from "./file_content.ts";
import type { Findings } from "./findings.ts";

const manifestSchema = z.object({
  files: z.array(z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/**
 * The sha256 of the uncompressed content of files, by name, as the `manifest.json` of a folder has them; empty where
 * there is none. One that cannot be read is a finding.
 */
export function manifestSums(folder: string, findings: Findings): ReadonlyMap<string, string> {
  const path = `${folder}/manifest.json`;
  if (!existsSync(path)) return new Map();
  const parsed = manifestSchema.safeParse(parse(path));
  if (parsed.success) return new Map(parsed.data.files.map(({ name, sha256 }) => [name, sha256]));
  const [issue] = parsed.error.issues;
  const found = `${issue.path.join(".") || "top level"}: ${issue.message}`;
  findings.add(path, wholeFile(found, "JSON with files, each of a name and a sha256"));
  return new Map();
}

function parse(path: string): unknown {
  const text = new TextDecoder().decode(readBytes(path));
  try {
    return JSON.parse(text);
  } catch (error) {
    // What is no JSON fits no schema: it becomes the finding that is made of that.
    if (error instanceof SyntaxError || error instanceof DataError) return null;
    throw error;
  }
}
