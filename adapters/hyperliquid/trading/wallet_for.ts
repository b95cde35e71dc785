import { ExchangeFault } from "../../../engine/mod.ts";
import { simulatedClock } from "./simulated_venue.ts";
import { Wallet } from "./wallet.ts";

/**
 * The wallet of a key; where none is set, one of a new key, but only on a simulated venue. Throws an ExchangeFault where
 * there is no key and the venue is none, or the key is none.
 */
export async function walletFor(key: string | null, baseUrl: string): Promise<Wallet> {
  if (key !== null) return new Wallet(key);
  if (await simulatedClock(baseUrl) !== null) return Wallet.throwaway();
  throw new ExchangeFault(
    "refused",
    `no key is set, and ${new URL(baseUrl).host} is no simulated venue; ` +
      "set HYPERLIQUID_PRIVATE_KEY or HYPERLIQUID_PRIVATE_KEY_FILE",
  );
}
