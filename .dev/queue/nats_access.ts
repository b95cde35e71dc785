/** What lets a sweep into a nats-server: accounts with their users, and certificates. */

import { nkeys } from "@nats-io/transport-node";

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** An operator's server, as its configuration file, and the credentials of a user of its account. */
export interface OperatorAccess {
  readonly config: string;
  readonly credentials: string;
}

const NO_LIMIT = {
  ...{ subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 },
  ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
};

/** An operator with an account whose resolver is the server's memory, and one user of it. */
export function operatorAccess(): OperatorAccess {
  const [operator, system, account, user] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const accountToken = (pair: KeyPair, limits: object): string =>
    token(pair, operator, { type: "account", limits, default_permissions: {} });
  const { mem_storage: _, disk_storage: __, streams: ___, consumer: ____, ...systemLimits } = NO_LIMIT;
  const config = `operator: ${token(operator, operator, { type: "operator" })}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: {
  ${system.getPublicKey()}: ${accountToken(system, systemLimits)}
  ${account.getPublicKey()}: ${accountToken(account, NO_LIMIT)}
}
`;
  const rights = { pub: {}, sub: {}, subs: -1, data: -1, payload: -1 };
  return { config, credentials: credentialsOf(user, token(user, account, { type: "user", ...rights })) };
}

/** A JSON web token as nats-server reads them: Ed25519, signed by the one above. */
function token(subject: KeyPair, issuer: KeyPair, nats: object): string {
  const claims = {
    jti: crypto.randomUUID(),
    iat: Math.floor(Date.now() / 1000),
    iss: issuer.getPublicKey(),
    ...{ name: "reprise", sub: subject.getPublicKey(), nats: { ...nats, version: 2 } },
  };
  const signed = [{ typ: "JWT", alg: "ed25519-nkey" }, claims].map((part) =>
    base64url(utf8(JSON.stringify(part)))
  )
    .join(".");
  return `${signed}.${base64url(issuer.sign(utf8(signed)))}`;
}

function credentialsOf(user: KeyPair, jwt: string): string {
  const seed = new TextDecoder().decode(user.getSeed());
  return `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n` +
    `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
}

/**
 * Makes an authority, `ca.pem`, and what it vouches for in a folder: `server.pem` for 127.0.0.1, `client.pem`, each with its
 * key; and `other-ca.pem`, which vouches for `other.pem`.
 */
export async function makeCertificates(folder: string): Promise<void> {
  for (const ca of ["ca", "other-ca"]) {
    await openssl(
      folder,
      `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${ca} -keyout ${ca}.key -out ${ca}.pem`,
    );
  }
  Deno.writeTextFileSync(`${folder}/names`, "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  for (const [name, ca] of [["server", "ca"], ["client", "ca"], ["other", "other-ca"]]) {
    await openssl(
      folder,
      `req -newkey rsa:2048 -nodes -subj /CN=${name} -keyout ${name}.key -out ${name}.csr`,
    );
    await openssl(
      folder,
      `x509 -req -days 2 -in ${name}.csr -CA ${ca}.pem -CAkey ${ca}.key -CAcreateserial -extfile names -out ${name}.pem`,
    );
  }
}

async function openssl(cwd: string, words: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args: words.split(" "), cwd }).output();
  if (!success) throw new Error(`openssl ${words}: ${new TextDecoder().decode(stderr)}`);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
