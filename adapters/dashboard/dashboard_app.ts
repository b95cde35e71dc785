import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Door } from "./access/door.ts";
import { addFamilyRoutes, type FamilyRoutes } from "./api/family_routes.ts";
import { addRunRoutes } from "./api/run_routes.ts";
import { addCommandRoutes } from "./api/command_routes.ts";
import { addTokenRoutes, type TokenRoutes } from "./api/token_routes.ts";
import { openApi } from "./api/openapi.ts";
import { refusal } from "./api/refusal.ts";
import type { DashboardTools } from "./dashboard_tools.ts";
import { prometheusText } from "./prometheus.ts";
import type { RunCatalog } from "./run_catalog.ts";
import type { RunDesk } from "./run_desk.ts";
import type { ShellFile } from "./shell_files.ts";
import type { StreamCount } from "./stream_count.ts";

/** What the dashboard is put together from. */
export interface DashboardParts<Snapshot> extends TokenRoutes, FamilyRoutes<Snapshot> {
  readonly door: Door;
  readonly catalog: RunCatalog<Snapshot>;
  readonly desk: RunDesk<Snapshot>;
  readonly streams: StreamCount;
  /** The folder of the runs. */
  readonly root: string;
  readonly shell: ReadonlyMap<string, ShellFile>;
  readonly tools: Pick<DashboardTools<Snapshot>, "sendCommand" | "compared">;
  readonly version: string;
  /** Tells of what must not happen. */
  warn(line: string): void;
}

const MOST_BYTES = 16 * 1024;
/** The paths of the pages: one shell, which draws the page that is asked for. */
const PAGES = ["/", "/runs", "/runs/:id", "/families", "/families/:id", "/scrub", "/compare"];
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** The dashboard's doors: the pages, the JSON API, and what machines look at. */
export function dashboardApp<Snapshot>(parts: DashboardParts<Snapshot>): Hono {
  const { door, shell, warn } = parts;
  const app = new Hono();
  app.use(async (context, next) => {
    const { req: { method, path, raw } } = context;
    const isShell = method === "GET" && (shell.has(path.slice(1)) || isPage(path) || path === "/healthz");
    // The token is shown there, and looked at there.
    const isLogin = path === "/api/token" && method !== "DELETE";
    const passage = isLogin ? "in" : await door.pass({ method, headers: raw.headers, isShell });
    if (passage === "foreign-origin") {
      return withHeaders(
        refusal(403, "this request comes from another page; wanted one of the dashboard's own"),
      );
    }
    if (passage !== "in") {
      const what = passage === "no-token" ? "the token is missing" : "the token is not the right one";
      return withHeaders(
        refusal(
          401,
          `${what}; wanted the one that the terminal showed (deno task dashboard --new-token makes another)`,
        ),
      );
    }
    await next();
    return void (context.res = withHeaders(context.res));
  });
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: () => refusal(413, `wanted a body of at most ${MOST_BYTES} bytes`),
    }),
  );
  addTokenRoutes(app, parts);
  addRunRoutes(app, parts);
  addFamilyRoutes(app, parts);
  addCommandRoutes(app, parts);
  app.get("/api", ({ json }) => json(openApi(parts.version) as object));
  app.get("/healthz", ({ json }) => json({ status: "ok" }));
  app.get("/metrics", async ({ text }) => text(await metricsOf(parts)));
  addShell(app, shell);
  app.notFound(() => refusal(404, "there is no such page"));
  app.onError((error, { req: { method, path } }) => {
    if ("expected" in error && error.expected === true) return refusal(409, error.message);
    warn(`${method} ${path} failed: ${error.message}`);
    return refusal(500, "something failed; the terminal of the dashboard says more");
  });
  return app;
}

function addShell(app: Hono, shell: DashboardParts<unknown>["shell"]): void {
  const send = (name: string): Response => {
    const { bytes, type } = shell.get(name)!;
    return new Response(bytes, { headers: { "content-type": type } });
  };
  for (const name of shell.keys()) app.get(`/${name}`, () => send(name));
  for (const page of PAGES) app.get(page, () => send("index.html"));
}

function isPage(path: string): boolean {
  return path === "/" || /^\/(runs|families|scrub|compare)(\/[\w.-]{1,80})?$/.test(path);
}

async function metricsOf<Snapshot>({ catalog, desk, streams }: DashboardParts<Snapshot>): Promise<string> {
  const runs = catalog.list();
  const measured = [];
  for (const run of runs) {
    if (!run.isRunning || run.manifest === null) continue;
    const { id, manifest: { mode, agent } } = run;
    measured.push({ id, mode, agent, moment: (await desk.index(run)).last });
  }
  return prometheusText(measured, { runs: runs.length, streams: streams.open });
}

function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}
