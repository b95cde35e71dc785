import type { ExchangeSingleWalletConfig } from "@nktkas/hyperliquid";
import { addr, signTyped } from "micro-eth-signer";

/** What a client of @nktkas/hyperliquid signs with. */
export type Wallet = ExchangeSingleWalletConfig["wallet"];

/** A wallet of a key that is worth nothing. */
export function throwawayWallet(key: string): Wallet & { readonly address: `0x${string}` } {
  return {
    address: addr.fromPrivateKey(key) as `0x${string}`,
    signTypedData: (data: unknown) =>
      Promise.resolve(signTyped(data as Parameters<typeof signTyped>[0], key, false) as `0x${string}`),
  };
}
