import type { DashboardOptions, DashboardPlace } from "./dashboard_options.ts";
import { interrupted } from "./interruptible.ts";
import type { Terminal } from "./terminal.ts";

/** A dashboard that answers. */
export interface ServedDashboard {
  /** Host and port. */
  readonly address: string;
  /** The token, where it was just made. */
  readonly token: string | null;
  readonly isLoopback: boolean;
  /** Serves no more. */
  stop(): Promise<void>;
}

/** What serves it, which is all it needs for that. */
export interface DashboardServing {
  /** Begins to serve. Throws an error where it cannot listen, or keep its token. */
  startDashboard(
    options: Omit<DashboardOptions, "debug">,
    tools: this,
    warn: (line: string) => void,
  ): ServedDashboard;
}

/** Serves the runs of a folder until Ctrl-C. */
export async function dashboardCommand<Tools extends DashboardServing>(
  options: DashboardOptions,
  terminal: Terminal,
  tools: Tools,
): Promise<void> {
  const served = tools.startDashboard(options, tools, (line) => terminal.note(`dashboard: ${line}\n`));
  terminal.print([...dashboardLines(served, options), "", "Ctrl-C ends it; runs go on."].join("\n"));
  await interrupted().finally(served.stop);
}

/** Serves the runs beside one that begins, where that was asked for, until it is disposed of. */
export async function serveBeside<Tools extends DashboardServing>(
  { dashboard, runs }: { readonly dashboard: DashboardPlace | null; readonly runs: string },
  tools: () => Promise<Tools>,
  note: (line: string) => void,
): Promise<AsyncDisposable> {
  if (dashboard === null) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const serving = await tools();
  const served = serving.startDashboard(
    { ...dashboard, runs },
    serving,
    (line) => note(`dashboard: ${line}`),
  );
  const token = served.token === null
    ? `; its token ${SHOWN_BEFORE}`
    : `, token ${served.token} (shown this once)`;
  note(`dashboard: http://${served.address}${token}`);
  return { [Symbol.asyncDispose]: () => served.stop() };
}

const SHOWN_BEFORE = "was shown at the first start; deno task dashboard --new-token makes another";

/** What a person is told of a dashboard that answers; the token once, since it is nowhere else. */
function dashboardLines(
  { address, token, isLoopback }: Omit<ServedDashboard, "stop">,
  { runs, isPrivate }: Pick<DashboardOptions, "runs" | "isPrivate">,
): string[] {
  const reading = isLoopback && !isPrivate
    ? "reading is open on this machine"
    : "reading needs the token, too";
  return [
    `dashboard of ${runs}`,
    "",
    `  http://${address}`,
    "",
    ...(token === null
      ? [
        `  Commands need the token; ${reading}.`,
        `  The token ${SHOWN_BEFORE}.`,
      ]
      : [
        `  token   ${token}`,
        `  It is shown this once. Commands need it; ${reading}.`,
      ]),
    ...(isLoopback ? [] : ["  It is served without encryption: whoever is on the way reads along."]),
  ];
}
