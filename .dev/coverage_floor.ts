/**
 * Measures which lines of the engine and the simulation their own tests run, and fails below the floor:
 *
 *     deno run -A .dev/coverage_floor.ts
 *
 * A module that no test imports would be missing from the figures, so one generated test imports them all. Tests run
 * several times slower while they are measured: their outcome is judged by the ordinary test run, not here.
 * @module
 */

import { belowFloor, type FileCoverage, parseLcov, tableOf } from "./lcov.ts";
import { isTestCode } from "./lint/paths.ts";

const FLOOR = 0.9;
const ROOMS = ["engine", "backtest"];
const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-coverage-" });
  try {
    const files = await measure(folder);
    console.log(tableOf(ROOMS, files));
    const failures = belowFloor({ rooms: ROOMS, floor: FLOOR }, files);
    for (const failure of failures) console.error(failure);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs the tests of the rooms under measurement and reads what they covered. */
async function measure(folder: string): Promise<FileCoverage[]> {
  const modules = ROOMS.flatMap((room) => sourceFiles(`${ROOT}${room}`));
  const loader = `${folder}/load_all_test.ts`;
  await Deno.writeTextFile(
    loader,
    modules.map((path) => `import ${JSON.stringify(`file://${path}`)};\n`).join(""),
  );
  const data = `${folder}/data`;
  const config = ["--config", `${ROOT}deno.json`];
  const measured = ["--coverage=" + data, "--coverage-raw-data-only", "--parallel"];
  const rooms = ROOMS.map((room) => `${ROOT}${room}`);
  await deno([
    "test",
    "-A",
    "-q",
    "--no-check",
    "--permit-no-files",
    ...config,
    ...measured,
    ...rooms,
    loader,
  ]);
  await deno(["coverage", "-q", "--lcov", `--output=${folder}/lcov.info`, data]);
  const isMeasured = (file: FileCoverage) =>
    ROOMS.includes(file.path.split("/")[0]) && !isTestCode(file.path);
  return parseLcov(await Deno.readTextFile(`${folder}/lcov.info`), ROOT).filter(isMeasured);
}

/** The modules below a folder that are no test code, by absolute path. */
function sourceFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !isTestCode(path) ? [path] : [];
  });
}

async function deno(args: string[]): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, stdin: "null" }).spawn();
  const { code } = await child.status;
  if (code !== 0) console.error(`deno ${args[0]} ended with ${code} while coverage was measured`);
}
