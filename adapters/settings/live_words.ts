import { SettingsError } from "./settings_error.ts";
import { FOREIGN_VARIABLES, type Variables } from "./variables.ts";

const INSTEAD = "wanted HYPERLIQUID_PRIVATE_KEY or HYPERLIQUID_PRIVATE_KEY_FILE, the key of an API wallet";

/** Real money is only traded where somebody typed so. Throws a SettingsError where the variable alone says mainnet. */
export function refuseSilentMainnet(variables: Variables, typedNetwork: string | undefined): void {
  if (typedNetwork !== undefined || variables.HYPERLIQUID_NETWORK !== "mainnet") return;
  throw new SettingsError(
    "HYPERLIQUID_NETWORK says mainnet, and live trades real money there only where --network mainnet is typed; " +
      "wanted that, or --network testnet",
    { usage: true },
  );
}

/** What is said of keys that are set and not read. */
export function liveNotes(variables: Variables): readonly string[] {
  return FOREIGN_VARIABLES.filter((name) => variables[name] !== undefined)
    .map((name) => `live: ${name} is set and not read; ${INSTEAD}`);
}
