import { DashboardError } from "./dashboard_error.ts";

/** A server that listens. */
export interface Listening {
  /** Host and port. */
  readonly address: string;
  /** Takes no new requests, and cuts off those under way. */
  stop(): Promise<void>;
}

/** Listens and lets every request be answered. Throws a DashboardError where it cannot. */
export function listen(
  { host, port }: { readonly host: string; readonly port: number },
  answer: (request: Request) => Response | Promise<Response>,
): Listening {
  const cut = new AbortController();
  const server = served({ hostname: host, port, signal: cut.signal, onListen: () => undefined }, answer);
  let hasEnded = false;
  server.finished.then(() => hasEnded = true, () => hasEnded = true);
  const stop = async (): Promise<void> => {
    // A stream never ends by itself, so a shutdown would wait for it; and aborted after one began, the server fails. One that
    // has ended already throws where nobody can catch it, and the run beside it would die of it.
    if (!hasEnded) cut.abort();
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
