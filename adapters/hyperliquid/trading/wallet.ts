import { ExchangeFault } from "../../../engine/mod.ts";
import { addr, signTyped } from "micro-eth-signer";

/** Keys are numbers from 1 up to this one. Source: SEC 2, secp256k1. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

type SignRequest = Parameters<typeof signTyped>[0];

/**
 * Signs actions of an account, or of one it approved as agent. The key stays inside: it is in no text, JSON or inspection
 * of this object. Only actions that are signed as a whole can be signed (orders, cancels, leverage), not those that move
 * money.
 */
export class Wallet {
  readonly #key: string;
  /** Lower-case, 0x and 40 hex characters. */
  readonly address: `0x${string}`;

  /** Takes a private key of 64 hex characters, with or without 0x. Throws an ExchangeFault that does not show it. */
  constructor(key: string) {
    this.#key = `0x${key.trim().replace(/^0x/i, "")}`;
    this.address = addressOf(this.#key);
  }

  /** A wallet of a new key that nobody will know again. */
  static throwaway(): Wallet {
    return new Wallet(crypto.getRandomValues(new Uint8Array(32)).toHex());
  }

  /**
   * A wallet of a key that follows from a name, so that a run that goes on has it again. Anybody can make it: it is for
   * simulated venues alone.
   */
  static async named(name: string): Promise<Wallet> {
    const bytes = new TextEncoder().encode(`throw-away key of ${name}`);
    return new Wallet(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex());
  }

  /** Signs typed data of EIP-712; gives r, s and v as one hex text. */
  signTypedData(data: unknown): Promise<`0x${string}`> {
    return Promise.resolve(signTyped(data as SignRequest, this.#key, false) as `0x${string}`);
  }
}

function addressOf(key: string): `0x${string}` {
  const number = /^0x[0-9a-f]{64}$/i.test(key) ? BigInt(key) : 0n;
  // What the library says of a number that is no key might show it.
  if (number > 0n && number < CURVE_ORDER) return addr.fromPrivateKey(key).toLowerCase() as `0x${string}`;
  throw new ExchangeFault("refused", "the private key is none; wanted 64 hex characters, with or without 0x");
}
