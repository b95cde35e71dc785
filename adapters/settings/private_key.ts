import { SettingsError } from "./settings_error.ts";
import { parseEnvFile } from "./variables.ts";

/** What the key of the venue's account, or of its API wallet, is read from. */
export const KEY_VARIABLES = ["HYPERLIQUID_PRIVATE_KEY", "HYPERLIQUID_PRIVATE_KEY_FILE"] as const;

type KeyVariable = typeof KEY_VARIABLES[number] | "HYPERLIQUID_ACCOUNT_ADDRESS";

/** A file with a secret in it. */
export interface SecretFile {
  readonly path: string;
  readonly text: string;
  /** Rights as the system counts them; null where it does not. */
  readonly mode: number | null;
}

/** Where the key is looked for. */
export interface KeySources {
  /** Null: there is no `.env`. */
  readonly envFile: SecretFile | null;
  /** A variable of the environment; it goes before the file's. */
  readonly environment: (name: KeyVariable) => string | undefined;
  /** Opens the file that was named. Throws a SettingsError. */
  readonly open: (path: string) => SecretFile;
}

const RIGHTS_OF_OTHERS = 0o077;

/**
 * The private key, as it was written; null: none is set. Throws a SettingsError, which never shows it: where two are set,
 * where a file cannot be read, and where others may read the file that it stands in.
 */
export function readPrivateKey({ envFile, environment, open }: KeySources): string | null {
  const written = envFile === null ? new Map<string, string>() : parseEnvFile(envFile.text);
  if (envFile !== null && isSet(written.get("HYPERLIQUID_PRIVATE_KEY"))) refuseShared(envFile);
  const [key, path] = KEY_VARIABLES.map((name) => (environment(name) ?? written.get(name) ?? "").trim());
  if (key !== "" && path !== "") {
    throw new SettingsError(`both ${KEY_VARIABLES.join(" and ")} are set; wanted one of them`, {
      usage: true,
    });
  }
  if (path === "") return key === "" ? null : key;
  const file = open(path);
  refuseShared(file);
  if (isSet(file.text)) return file.text.trim();
  throw new SettingsError(`${path}, named by HYPERLIQUID_PRIVATE_KEY_FILE, is empty; wanted the key`);
}

/** The `.env` of the working folder, the environment, and any file that it names. */
export function readKeySources(path = ".env"): KeySources {
  return {
    envFile: secretFile(path, { isOptional: true }),
    environment: (name) => {
      const { state } = Deno.permissions.querySync({ name: "env", variable: name });
      return state === "granted" ? Deno.env.get(name) : undefined;
    },
    open: (named) => secretFile(named, { isOptional: false })!,
  };
}

function secretFile(path: string, { isOptional }: { readonly isOptional: boolean }): SecretFile | null {
  try {
    return { path, text: Deno.readTextFileSync(path), mode: Deno.statSync(path).mode };
  } catch (error) {
    if (isOptional && error instanceof Deno.errors.NotFound) return null;
    const why = (error as Error).message.split(" (os error")[0];
    throw new SettingsError(`cannot read ${path}: ${why}; wanted a file with a private key`, {
      cause: error,
    });
  }
}

function refuseShared({ path, mode }: SecretFile): void {
  if (mode === null || (mode & RIGHTS_OF_OTHERS) === 0) return;
  const rights = (mode & 0o777).toString(8).padStart(3, "0");
  throw new SettingsError(
    `${path} holds a private key, and its rights are ${rights}: others can read or write it; type: chmod 600 ${path}`,
  );
}

function isSet(text: string | undefined): boolean {
  return (text ?? "").trim() !== "";
}
