import { SettingsError } from "./settings_error.ts";
import type { VariableName, VariableSources } from "./variables.ts";

/** The `.env` of the working folder and those variables of the environment, where they may be read. */
export function readSources(path = ".env"): VariableSources {
  return { envFile: readIfThere(path), environment: readAllowed };
}

function readIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    // What this process may not read is as good as not set: it was started without a need for it.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return null;
    throw new SettingsError(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** As with the file. */
function readAllowed(name: VariableName): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
