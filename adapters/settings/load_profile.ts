import { type RiskProfile, riskProfileSchema } from "../../engine/mod.ts";

/** A settings file that is not as it should be: one line with file, field and what was wanted. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}

/** Reads a risk profile of the user's from a JSON file. Throws a SettingsError that names the field. */
export function loadProfile(path: string): RiskProfile {
  const parsed = riskProfileSchema.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SettingsError(`risk profile ${path}, ${issue.path.join(".") || "top level"}: ${issue.message}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new SettingsError(`cannot read the risk profile ${path}: ${why}; wanted a JSON file`, {
      cause: error,
    });
  }
}
