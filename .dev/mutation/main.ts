/**
 * `deno task mutate`: changes matching, margin and ledger piece by piece (Stryker), and asks the tests each time whether
 * they notice. Below 85 % of the changes noticed it fails; what nobody noticed is printed.
 *
 * A second run asks again about code that has changed and about all that was not noticed; `--all` asks about everything,
 * which is wanted where tests have been taken away or code elsewhere has changed.
 * @module
 */
import { fileURLToPath } from "node:url";
import { type MutationReport, onlyKilled } from "./only_killed.ts";

const ROOT = new URL("../../", import.meta.url);
const STRYKER = new URL("stryker/", import.meta.url);
const KNOWN = new URL("reports/incremental.json", STRYKER);
const PACKAGE = "@stryker-mutator/core";
const ALL = "--all";

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== ALL);
  if (unknown !== undefined) {
    console.error(`unknown argument ${unknown}; wanted ${ALL}, or none`);
    return 2;
  }
  if (!await isInstalled() && await run(["npm", "ci", "--no-audit", "--no-fund"], STRYKER) !== 0) {
    console.error(
      `npm ci failed in ${fileURLToPath(STRYKER)}; wanted ${PACKAGE}, which needs the npm registry`,
    );
    return 1;
  }
  const isAll = args.includes(ALL);
  if (!isAll) await forgetDoubtful();
  const stryker = fileURLToPath(new URL(`node_modules/${PACKAGE}/bin/stryker.js`, STRYKER));
  const config = fileURLToPath(new URL("config.json", STRYKER));
  return await run(["node", stryker, "run", config, ...(isAll ? ["--force"] : [])], ROOT);
}

/** Whether npm has installed the version that is wanted. */
async function isInstalled(): Promise<boolean> {
  const wanted = await textOf(new URL("package.json", STRYKER));
  const installed = await textOf(new URL(`node_modules/${PACKAGE}/package.json`, STRYKER));
  if (wanted === null || installed === null) return false;
  return JSON.parse(wanted).dependencies[PACKAGE] === JSON.parse(installed).version;
}

/** Stryker does not see which tests its command runs, so it would take survivors of other tests for granted. */
async function forgetDoubtful(): Promise<void> {
  const known = await textOf(KNOWN);
  if (known === null) return;
  const report: MutationReport = JSON.parse(known);
  await Deno.writeTextFile(KNOWN, JSON.stringify(onlyKilled(report)));
}

/** Runs a program in a folder; `deno` is there this very one, without npx before each of a thousand runs. */
async function run([program, ...args]: readonly string[], folder: URL): Promise<number> {
  const [separator, here] = Deno.build.os === "windows" ? [";", "\\"] : [":", "/"];
  const ours = Deno.execPath().slice(0, Deno.execPath().lastIndexOf(here));
  const env = { PATH: `${ours}${separator}${Deno.env.get("PATH") ?? ""}` };
  const { code } = await new Deno.Command(program, { args, cwd: folder, env, stdin: "null" }).spawn().status;
  return code;
}

async function textOf(file: URL): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
