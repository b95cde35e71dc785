import { AccessToken } from "./access/access_token.ts";
import { Door } from "./access/door.ts";
import { dashboardApp } from "./dashboard_app.ts";
import type { DashboardTools } from "./dashboard_tools.ts";
import { FamilyCatalog } from "./family_catalog.ts";
import { FamilyJudge } from "./family_judge.ts";
import { listen } from "./listen.ts";
import { RunCatalog } from "./run_catalog.ts";
import { RunDesk } from "./run_desk.ts";
import { shellFiles } from "./shell_files.ts";
import { StreamCount } from "./stream_count.ts";

/** What was asked for. */
export interface DashboardOptions {
  /** The folder of runs. */
  readonly runs: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Whether reading needs the token on loopback, too. */
  readonly isPrivate: boolean;
  /** Whether the token is replaced. */
  readonly isTokenNew: boolean;
}

/** A dashboard that answers. */
export interface StartedDashboard {
  /** Host and port. */
  readonly address: string;
  /** The token, where it was just made; it is nowhere else. */
  readonly token: string | null;
  readonly isLoopback: boolean;
  /** Takes no new requests, and cuts off what does not end by itself. */
  stop(): Promise<void>;
}

const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** Serves the runs in a folder. Throws a DashboardError where it cannot listen, or keep the token's hash. */
export function startDashboard<Snapshot>(
  { runs, host, port, isPrivate, isTokenNew }: DashboardOptions,
  tools: DashboardTools<Snapshot>,
  warn: (line: string) => void,
): StartedDashboard {
  const version = tools.codeRevision(tools.root);
  const shell = shellFiles();
  const isLoopback = LOOPBACK.test(host);
  let app: ReturnType<typeof dashboardApp<Snapshot>> | null = null;
  // The token is made only where it can be used: a port that is taken leaves the one before as it is.
  const { address, stop } = listen({ host, port }, async (request) => await app!.fetch(request));
  try {
    const token = AccessToken.open(runs, isTokenNew);
    const cookie = `reprise-${address.replace(/^.*:/, "")}`;
    const door = new Door({ token, isLoopback, isPrivate, cookie });
    const catalog = new RunCatalog(runs, tools);
    app = dashboardApp<Snapshot>({
      ...{ door, token, cookie, catalog, shell, tools, version, warn, root: runs },
      ...{ desk: new RunDesk(tools), streams: new StreamCount() },
      ...{ families: new FamilyCatalog(catalog, tools), judge: new FamilyJudge(runs, tools) },
    });
    return { address, token: token.shown, isLoopback, stop };
  } catch (error) {
    void stop();
    throw error;
  }
}
