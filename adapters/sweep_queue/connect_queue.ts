import { connect, type ConnectionOptions, credsAuthenticator } from "@nats-io/transport-node";
import type { NatsConnection } from "@nats-io/transport-node";
import { QueueError, reasonOf } from "./queue_error.ts";

/** How a queue is reached; files are null where they were not given. */
export interface QueueAddress {
  /** Hosts with their ports. */
  readonly servers: readonly string[] | null;
  readonly isTls: boolean;
  readonly caFile: string | null;
  readonly certFile: string | null;
  readonly keyFile: string | null;
  readonly credentialsFile: string | null;
  readonly tokenFile: string | null;
}

const RETRY_MS = 500;
const PATIENCE_MS = 5000;

/**
 * Connects to the queue. Once connected, a connection that is lost is made again for as long as it takes: a server may be
 * restarted. Throws a QueueError that says why it cannot be reached, and what was wanted.
 */
export async function connectQueue(address: QueueAddress, name: string): Promise<NatsConnection> {
  const where = (address.servers ?? []).join(", ");
  try {
    return await connect(connectionOptions(address, name));
  } catch (error) {
    if (error instanceof QueueError) throw error;
    throw new QueueError(
      `cannot reach the queue at ${where}: ${reasonOf(error)}; wanted a nats-server with JetStream there, ` +
        "like nats-server -js -sd DIR",
      { cause: error },
    );
  }
}

function connectionOptions(address: QueueAddress, name: string): ConnectionOptions {
  const { servers, isTls, caFile, certFile, keyFile, credentialsFile, tokenFile } = address;
  const hasTls = isTls || caFile !== null || certFile !== null;
  const given = (name: string, path: string | null): Record<string, string> =>
    path === null ? {} : { [name]: textOf(path) };
  return {
    ...{ servers: [...servers!], name, timeout: PATIENCE_MS },
    // Only the hosts that were named may be reached.
    ignoreClusterUpdates: true,
    ...{ maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS },
    ...(hasTls
      ? { tls: { ...given("ca", caFile), ...given("cert", certFile), ...given("key", keyFile) } }
      : {}),
    ...(tokenFile === null ? {} : { token: textOf(tokenFile).trim() }),
    ...(credentialsFile === null
      ? {}
      : { authenticator: credsAuthenticator(new TextEncoder().encode(textOf(credentialsFile))) }),
  };
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new QueueError(`cannot read ${path}: ${why}; wanted a file for the queue`, { cause: error });
  }
}
