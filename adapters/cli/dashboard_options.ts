/** What `dashboard` takes, and the reading of the values that were typed for it. */

import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, type Flag, PERMISSIONS_NOTE } from "./help.ts";
import { DEFAULTS } from "./options.ts";

/** Where a dashboard listens, and who may look. */
export interface DashboardPlace {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Whether reading needs the token on loopback, too. */
  readonly isPrivate: boolean;
  /** Whether the token is replaced. */
  readonly isTokenNew: boolean;
}

/** What `dashboard` was asked to do. */
export interface DashboardOptions extends DashboardPlace {
  readonly runs: string;
  readonly debug: boolean;
}

const COMMAND = "dashboard";
/** Where it listens when nothing else is typed. */
export const DASHBOARD_DEFAULTS = { host: "127.0.0.1", port: "8800" } as const;
const MOST_PORT = 65_535;

/** A dashboard beside a run. */
export const BESIDE_FLAGS: readonly Flag[] = [
  { flags: "--dashboard", text: "show the run in a browser, too, as long as it runs" },
  {
    flags: "--dashboard-port <number>",
    default: DASHBOARD_DEFAULTS.port,
    text: "where; 0: any that is free (APP_PORT, API_PORT; API_HOST)",
  },
  { flags: "--dashboard-host <address>", default: DASHBOARD_DEFAULTS.host, text: "on which address" },
];

const PLACE_FLAGS: readonly Flag[] = [
  {
    flags: "--port <number>",
    default: DASHBOARD_DEFAULTS.port,
    text: "where to listen; 0: any that is free (APP_PORT, API_PORT)",
  },
  {
    flags: "--host <address>",
    default: DASHBOARD_DEFAULTS.host,
    text: "on which address of this machine (API_HOST)",
  },
  { flags: "--private", text: "the token is needed for reading, too; on another address it always is" },
  { flags: "--new-token", text: "make another token; the one before opens nothing any more" },
];

/** The help of `dashboard`. */
export function dashboardHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "watch runs in a browser, and pause, close and stop the running ones",
    description:
      "Serves pages and a JSON API of the runs in a folder, live where they grow. Every figure opens the line " +
      "of the diary it came from. It writes nothing but commands to running runs, and those need the token " +
      "that is shown once, at its first start. The API is documented at /api.",
    flags: [...PLACE_FLAGS, { flags: "--runs <folder>", default: DEFAULTS.runs, text: "whose runs" }, DEBUG],
    after: `
Examples:
  deno task dashboard
  deno task dashboard --port 8801 --private
  deno task paper --dashboard      the same beside a run, as long as it runs

${PERMISSIONS_NOTE}`,
  };
}

/** Checks the flags of `dashboard`; the first that cannot be right is thrown as a UsageError. */
export function readDashboardOptions(flags: RawFlags): DashboardOptions {
  const reader = new FlagReader(COMMAND, flags);
  return {
    host: readHost(reader, "host"),
    port: readPort(reader, "port"),
    isPrivate: reader.isOn("private"),
    isTokenNew: reader.isOn("newToken"),
    runs: reader.path("runs"),
    debug: reader.isOn("debug"),
  };
}

/** Where the dashboard beside a run is served; null: there is none. */
export function readBeside(reader: FlagReader): DashboardPlace | null {
  if (!reader.isOn("dashboard")) return null;
  const [host, port] = [readHost(reader, "dashboardHost"), readPort(reader, "dashboardPort")];
  return { host, port, isPrivate: false, isTokenNew: false };
}

function readHost(reader: FlagReader, flag: string): string {
  const typed = reader.text(flag);
  if (/^[A-Za-z0-9.:-]+$/.test(typed)) return typed;
  throw reader.wrong(flag, "an address of this machine, like 127.0.0.1");
}

function readPort(reader: FlagReader, flag: string): number {
  const port = reader.wholeNumber(flag, 0);
  if (port <= MOST_PORT) return port;
  throw reader.wrong(flag, `a whole number from 0 to ${MOST_PORT}`);
}
