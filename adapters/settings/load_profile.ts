import { AGENT_PROFILES, RISK_PROFILES, type RiskProfile, riskProfileSchema } from "../../engine/mod.ts";
import { SettingsError } from "./settings_error.ts";

/** The fields of a profile. */
const LIMITS = Object.keys([...RISK_PROFILES.values()][0]);

/** Reads a risk profile of the user's from a JSON file. Throws a SettingsError that names the field. */
export function loadProfile(path: string): RiskProfile {
  const parsed = riskProfileSchema.safeParse(readJson(path));
  if (parsed.success && !isTaken(parsed.data.name)) return parsed.data;
  if (parsed.success) throw new SettingsError(`risk profile ${path}, name: wanted a name that is not taken`);
  // A field that is not known tells more than the one that is missing for it.
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  throw new SettingsError(`risk profile ${path}, ${issue.path.join(".") || "top level"}: ${inWords(issue)}`);
}

/** A profile of the same name as a built-in one could not be told from it in any summary. */
function isTaken(name: string): boolean {
  return RISK_PROFILES.has(name) || AGENT_PROFILES.has(name);
}

/** What is wrong with a field, and what was wanted. */
function inWords(
  issue: { readonly code?: string; readonly message: string; readonly keys?: readonly string[] },
): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  return `no limit ${issue.keys?.map((key) => `"${key}"`).join(", ")}; wanted exactly ${LIMITS.join(", ")}`;
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
