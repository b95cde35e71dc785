/**
 * The first process of a command that may need the network: it loads nothing but the settings, and starts main.ts with
 * exactly the permissions this command needs. `--show-permissions` prints them instead.
 * @module
 */
import { fileURLToPath } from "node:url";
import { launchPlan } from "./launch_plan.ts";
import { narrowReading } from "./narrow_reading.ts";
import { SERVICES, serviceUnit } from "./service_unit.ts";
import { writtenBy } from "./write_permission.ts";
import { SettingsError } from "./settings_error.ts";
import { surveyDisk } from "./survey_disk.ts";
import { readSources } from "./variable_sources.ts";
import { ALERT_VARIABLES, DASHBOARD_VARIABLES, FOREIGN_VARIABLES, KEY_FILE_VARIABLES } from "./variables.ts";
import {
  MARKET_VARIABLES,
  readVariables,
  RECORD_VARIABLES,
  variableNames,
  type Variables,
} from "./variables.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MAIN = `${ROOT}main.ts`;
/** What another process may tell this one to hand on. */
const HANDED_ON: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];
const SIGNAL_CODES: Readonly<Record<string, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGKILL: 137,
  SIGTERM: 143,
};
const EXIT_USAGE = 2;
/** Instead of starting it: a systemd unit that would. */
const PRINT_SERVICE = "--print-service";
const SERVED_BY = { deno: Deno.execPath(), launcher: fileURLToPath(import.meta.url) };

/** Runs the command in a process of its own; its exit code is ours. */
async function launch(argv: readonly string[]): Promise<number> {
  const market = [...MARKET_VARIABLES, ...RECORD_VARIABLES, ...ALERT_VARIABLES, ...FOREIGN_VARIABLES];
  const names = [
    ...variableNames({ access: true }),
    ...market,
    ...DASHBOARD_VARIABLES,
    ...KEY_FILE_VARIABLES,
  ];
  const isService = argv.includes(PRINT_SERVICE) && SERVICES.includes(argv[0]);
  const typed = isService ? argv.filter((word) => word !== PRINT_SERVICE) : argv;
  const variables = (): Variables => readVariables(names, readSources());
  const keyFile = (): string | undefined => variables().HYPERLIQUID_PRIVATE_KEY_FILE;
  const plan = narrowReading(launchPlan(typed, variables), { disk: surveyDisk(ROOT), keyFile });
  const { permissions, runtime = [], words, isShown, notes = [] } = plan;
  if (isShown) {
    console.log(permissions.join("\n"));
    return 0;
  }
  for (const note of notes) console.error(note);
  if (isService) {
    console.log(
      serviceUnit({ ...SERVED_BY, words: typed, written: writtenBy(permissions), folder: Deno.cwd() }),
    );
    return 0;
  }
  const args = ["run", ...permissions, ...runtime, MAIN, ...words];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "inherit" }).spawn();
  for (const signal of HANDED_ON) Deno.addSignalListener(signal, () => handOn(child, signal));
  const { code, signal } = await child.status;
  return signal === null ? code : SIGNAL_CODES[signal] ?? 1;
}

/** Ctrl-C at a terminal reaches both processes by itself; what was sent to this one alone is handed on. */
function handOn(child: Deno.ChildProcess, signal: Deno.Signal): void {
  if (signal !== "SIGINT" || !Deno.stdin.isTerminal()) child.kill(signal);
}

async function launched(argv: readonly string[]): Promise<number> {
  try {
    return await launch(argv);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const command = argv[0] ?? "reprise";
    console.error(`${command}: ${error.message}\ntry: deno task ${command} --help`);
    return EXIT_USAGE;
  }
}

if (import.meta.main) Deno.exit(await launched(Deno.args));
