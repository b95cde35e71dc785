import { VenueError } from "./venue_error.ts";

/** How long requests that are under way have when it stops, wall ms: one may be of a client that never ends it. */
const GRACE_MS = 2_000;

/** Where to listen. */
export interface Place {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A server that listens. */
export interface Listening {
  /** Host and port. */
  readonly address: string;
  /** Takes no new requests, and waits a little for those under way. */
  stop(): Promise<void>;
}

/** Listens and lets every request be answered. Throws a VenueError where it cannot. */
export function listen(
  { host, port }: Place,
  answer: (request: Request, from: Deno.NetAddr) => Promise<Response>,
): Listening {
  const server = served({ host, port }, answer);
  const stop = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GRACE_MS);
    await Promise.race([server.shutdown(), promise]);
    clearTimeout(timer);
  };
  return { address: `${host.includes(":") ? `[${host}]` : host}:${server.addr.port}`, stop };
}

function served(
  { host: hostname, port }: Place,
  answer: (request: Request, from: Deno.NetAddr) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  const options = { hostname, port, onListen: () => undefined };
  try {
    return Deno.serve(options, (request, { remoteAddr }) => answer(request, remoteAddr));
  } catch (error) {
    throw new VenueError(refusedAddress(error, { hostname, port }), { cause: error });
  }
}

function refusedAddress(
  error: unknown,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `cannot listen on ${hostname}:${port}: the port is in use; wanted a free one, or --port 0`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `cannot listen on ${hostname}: this machine has no such address; wanted one it has, like 127.0.0.1`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `cannot listen on ${hostname}:${port}: the system does not allow it; wanted a port above 1023`;
  }
  const why = error instanceof Deno.errors.NotCapable
    ? "it is no address, or Deno may not listen there"
    : error instanceof Error
    ? error.message
    : error;
  return `cannot listen on ${hostname}:${port}: ${why}; wanted an address of this machine, like 127.0.0.1`;
}
