import { connect, type ConnectionOptions, type NatsConnection } from "@nats-io/transport-node";
import { QueueError, reasonOf } from "./queue_error.ts";
import { queueKeys } from "./queue_keys.ts";

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
  const options: ConnectionOptions = {
    ...{ servers: [...address.servers!], name, timeout: PATIENCE_MS, ...queueKeys(address) },
    // Only the hosts that were named may be reached.
    ignoreClusterUpdates: true,
    ...{ maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS },
  };
  try {
    return await orFallen(connect(options));
  } catch (error) {
    const reason = reasonOf(error);
    throw new QueueError(
      `cannot reach the queue at ${where}: ${reason}${
        hintFor(reason, options, address)
      }; wanted a nats-server with ` +
        "JetStream there, like nats-server -js -sd DIR",
      { cause: error },
    );
  }
}

/** A server that refuses our certificate says so when the library does not listen any more: the error is nobody's. */
async function orFallen(connecting: Promise<NatsConnection>): Promise<NatsConnection> {
  const { promise: fallen, reject } = Promise.withResolvers<never>();
  const onError = (event: ErrorEvent): void => {
    event.preventDefault();
    reject(event.error);
  };
  addEventListener("error", onError);
  try {
    return await Promise.race([connecting, fallen]);
  } finally {
    removeEventListener("error", onError);
  }
}

/** What helps where certificates do not fit; a server that dislikes ours often hangs up without a word. */
function hintFor(reason: string, { tls }: ConnectionOptions, { certFile }: QueueAddress): string {
  if (!tls) return "";
  if (reason.startsWith("unable to verify")) {
    return " (--nats-ca says who vouches for the queue's certificate)";
  }
  if (reason !== "timeout" && !reason.startsWith("received fatal alert")) return "";
  const ours = certFile === null
    ? "it may want one of ours: --nats-cert, --nats-key"
    : `it may refuse ${certFile}`;
  return ` (${ours})`;
}
