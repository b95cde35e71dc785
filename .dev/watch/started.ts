import { launchPlan } from "../../adapters/settings/mod.ts";
import { ROOT } from "../e2e/workplace.ts";

/** Starts the program as its first process does, with the permissions it gets for these words. */
export function started(
  cwd: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  const { permissions, words: all } = launchPlan(words, () => env);
  const args = ["run", ...permissions, `${ROOT}main.ts`, ...all];
  return new Deno.Command(Deno.execPath(), { args, cwd, env, stdout: "piped", stderr: "piped" }).spawn();
}
