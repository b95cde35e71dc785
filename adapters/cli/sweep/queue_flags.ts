/** Where the queue is that many machines share, and how one gets in. */

import type { FlagReader } from "../flag_reader.ts";
import { UsageError } from "../errors.ts";
import type { Flag } from "../help.ts";

/** How a queue is reached; `servers` null: there is none, everything is played here. */
export interface QueueChoice {
  readonly servers: readonly string[] | null;
  readonly isTls: boolean;
  /** Files; null: not given. */
  readonly caFile: string | null;
  readonly certFile: string | null;
  readonly keyFile: string | null;
  readonly credentialsFile: string | null;
  /** A file that holds a token: one that is typed would be seen by everybody on the machine. */
  readonly tokenFile: string | null;
}

/** No queue. */
export const NO_QUEUE: QueueChoice = {
  ...{ servers: null, isTls: false, caFile: null, certFile: null, keyFile: null },
  ...{ credentialsFile: null, tokenFile: null },
};

/** The flags, for a help page. */
export const QUEUE_FLAGS: readonly Flag[] = [
  { flags: "--queue <url>", text: "NATS with JetStream, like nats://host:4222; tls://host:4222 with TLS" },
  { flags: "--nats-creds <file>", text: "credentials file for the queue" },
  { flags: "--nats-token-file <file>", text: "file with the queue's token" },
  { flags: "--nats-ca <file>", text: "who vouches for the queue's certificate (PEM)" },
  { flags: "--nats-cert <file>", text: "our own certificate for it, with --nats-key" },
  { flags: "--nats-key <file>", text: "the key of our certificate" },
];

/** Reads the flags. */
export function readQueue(reader: FlagReader): QueueChoice {
  const typed = reader.text("queue").split(",").map((url) => url.trim());
  const servers = typed.map((url) => serverOf(url));
  if (servers.some((server) => server === null)) {
    throw reader.wrong("queue", "nats://host:port or tls://host:port, like nats://127.0.0.1:4222");
  }
  const file = (flag: string): string | null => reader.has(flag) ? reader.path(flag) : null;
  const choice = {
    servers: servers as string[],
    isTls: typed.some((url) => url.startsWith("tls:")),
    ...{ caFile: file("natsCa"), certFile: file("natsCert"), keyFile: file("natsKey") },
    ...{ credentialsFile: file("natsCreds"), tokenFile: file("natsTokenFile") },
  };
  if ((choice.certFile === null) !== (choice.keyFile === null)) {
    throw new UsageError("--nats-cert and --nats-key belong together; wanted both", reader.command);
  }
  return choice;
}

/** Host and port; null: it is none. */
function serverOf(url: string): string | null {
  const [, host, port = "4222"] =
    /^(?:nats|tls):\/\/(\[[0-9a-fA-F:]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/.exec(url) ?? [];
  return host === undefined || Number(port) < 1 || Number(port) > 65_535 ? null : `${host}:${port}`;
}
