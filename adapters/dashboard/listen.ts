import { DashboardError } from "./dashboard_error.ts";

/** How long requests that are under way have when it stops, ms: a stream never ends by itself. */
const GRACE_MS = 300;

/** A server that listens. */
export interface Listening {
  /** Host and port. */
  readonly address: string;
  /** Takes no new requests, waits a little for those under way, and cuts the rest off. */
  stop(): Promise<void>;
}

/** Listens and lets every request be answered. Throws a DashboardError where it cannot. */
export function listen(
  { host, port }: { readonly host: string; readonly port: number },
  answer: (request: Request) => Response | Promise<Response>,
): Listening {
  const cut = new AbortController();
  const server = served({ hostname: host, port, signal: cut.signal, onListen: () => undefined }, answer);
  const stop = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GRACE_MS);
    await Promise.race([server.shutdown(), promise]);
    clearTimeout(timer);
    cut.abort();
    await server.finished;
  };
  return { address: `${host.includes(":") ? `[${host}]` : host}:${server.addr.port}`, stop };
}

function served(
  options: Deno.ServeTcpOptions,
  answer: (request: Request) => Response | Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve(options, (request) => answer(request));
  } catch (error) {
    throw new DashboardError(refusedAddress(error, options), { cause: error });
  }
}

function refusedAddress(error: unknown, { hostname, port }: Deno.ServeTcpOptions): string {
  const what = `cannot listen on ${hostname}:${port}`;
  if (error instanceof Deno.errors.AddrInUse) {
    return `${what}: the port is in use; wanted a free one, such as --port 8801, or --port 0`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `${what}: this machine has no such address; wanted one it has, like 127.0.0.1`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `${what}: the system does not allow it; wanted a port above 1023`;
  }
  const why = error instanceof Deno.errors.NotCapable ? "Deno may not listen there" : String(error);
  return `${what}: ${why}; wanted an address of this machine, like 127.0.0.1`;
}
