import type { Variables } from "./variables.ts";

/** Where a dashboard listens when nothing is typed or set. */
const STANDARD = { host: "127.0.0.1", port: "8800" };
/** What is typed before the names of its flags where it is served beside a run. */
const BESIDE = "dashboard-";

/** Where a dashboard listens, and the words that say so to the command itself. */
export interface DashboardPlan {
  /** Host and port. */
  readonly address: string;
  readonly words: readonly string[];
}

/**
 * Where `dashboard` listens: by its flags, else by `API_HOST` and `APP_PORT` or `API_PORT` (pages and API are one server here,
 * so the first that is set is meant), else on 8800 of this machine.
 */
export function dashboardPlan(
  words: readonly string[],
  variables: Variables,
  typed: (flag: string) => string | undefined,
): DashboardPlan {
  return planOf(words, variables, { typed, before: "" });
}

/** The same for a run with `--dashboard`; null: it has none. */
export function besidePlan(
  words: readonly string[],
  variables: Variables,
  typed: (flag: string) => string | undefined,
): DashboardPlan | null {
  return words.includes("--dashboard") ? planOf(words, variables, { typed, before: BESIDE }) : null;
}

function planOf(
  words: readonly string[],
  { API_HOST, APP_PORT, API_PORT }: Variables,
  { typed, before }: { readonly typed: (flag: string) => string | undefined; readonly before: string },
): DashboardPlan {
  const settled = { host: API_HOST, port: APP_PORT ?? API_PORT };
  const added = (["host", "port"] as const).flatMap((name) =>
    settled[name] === undefined || typed(`${before}${name}`) !== undefined
      ? []
      : [`--${before}${name}=${settled[name]}`]
  );
  const host = typed(`${before}host`) ?? settled.host ?? STANDARD.host;
  const port = typed(`${before}port`) ?? settled.port ?? STANDARD.port;
  return { address: `${host.includes(":") ? `[${host}]` : host}:${port}`, words: [...words, ...added] };
}
