import { readKeySources, readPrivateKey } from "./private_key.ts";
import { SettingsError } from "./settings_error.ts";
import { parseEnvFile } from "./variables.ts";

/** The account that is traded, where the key is only that of its API wallet. */
export const ACCOUNT_VARIABLE = "HYPERLIQUID_ACCOUNT_ADDRESS";

const ADDRESS = /^0x[0-9a-f]{40}$/i;

/** With what an account is traded. */
export interface TradingKeys {
  /** As it was written; null: none is set. */
  readonly key: string | null;
  /** Lower-case; null: the key's own account, or the one it is the API wallet of. */
  readonly account: string | null;
}

/** Reads key and account from `.env` and the environment. Throws a SettingsError, which never shows the key. */
export function readTradingKeys(sources = readKeySources()): TradingKeys {
  const { envFile, environment } = sources;
  const written = envFile === null ? new Map<string, string>() : parseEnvFile(envFile.text);
  const account = (environment(ACCOUNT_VARIABLE) ?? written.get(ACCOUNT_VARIABLE) ?? "").trim();
  const key = readPrivateKey(sources);
  if (account === "") return { key, account: null };
  if (ADDRESS.test(account)) return { key, account: account.toLowerCase() };
  const what =
    `${ACCOUNT_VARIABLE} is no address; wanted 0x and 40 hex characters, the account's as the venue shows it`;
  throw new SettingsError(what, { usage: true });
}
