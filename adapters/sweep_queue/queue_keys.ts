import { createPrivateKey, X509Certificate } from "node:crypto";
import { type ConnectionOptions, credsAuthenticator } from "@nats-io/transport-node";
import type { QueueAddress } from "./connect_queue.ts";
import { QueueError } from "./queue_error.ts";

const CREDENTIALS = /-BEGIN NATS USER JWT-[\s\S]+-BEGIN USER NKEY SEED-/;

/** What a connection shows to be let in, read and looked at first: what NATS says of a wrong file names no file. */
export function queueKeys(address: QueueAddress): Partial<ConnectionOptions> {
  const { isTls, caFile, certFile, tokenFile, credentialsFile } = address;
  const hasTls = isTls || caFile !== null || certFile !== null;
  return {
    ...(hasTls ? { tls: certificates(address) } : {}),
    ...(tokenFile === null ? {} : { token: textOf(tokenFile).trim() }),
    ...(credentialsFile === null ? {} : { authenticator: credentials(credentialsFile) }),
  };
}

function credentials(path: string): ReturnType<typeof credsAuthenticator> {
  const text = textOf(path);
  if (!CREDENTIALS.test(text)) {
    throw unusable(path, "the credentials file of a user, with its JWT and its seed");
  }
  return credsAuthenticator(new TextEncoder().encode(text));
}

function certificates({ caFile, certFile, keyFile }: QueueAddress): NonNullable<ConnectionOptions["tls"]> {
  const ca = caFile === null ? {} : { ca: certificateIn(caFile).text };
  if (certFile === null || keyFile === null) return ca;
  const { text: cert, parsed } = certificateIn(certFile);
  const key = textOf(keyFile);
  let isOurs: boolean;
  try {
    isOurs = parsed.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw unusable(keyFile, "a private key in PEM without a passphrase");
  }
  if (!isOurs) throw unusable(keyFile, `the key of ${certFile}`);
  return { ...ca, cert, key };
}

function certificateIn(path: string): { readonly text: string; readonly parsed: X509Certificate } {
  const text = textOf(path);
  try {
    return { text, parsed: new X509Certificate(text) };
  } catch {
    throw unusable(path, "a certificate in PEM");
  }
}

function unusable(path: string, wanted: string): QueueError {
  return new QueueError(`${path} cannot be used; wanted ${wanted}`);
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new QueueError(`cannot read ${path}: ${why}; wanted a file for the queue`, { cause: error });
  }
}
