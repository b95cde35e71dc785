import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** A signature as it is sent: r and s are 0x and at most 64 hex characters, without leading zeros if one likes. */
export interface WireSignature {
  readonly r: string;
  readonly s: string;
  /** 27 or 28, or 0 or 1. */
  readonly v: number;
}

/** A public key as a point of the curve. */
export type PublicKey = InstanceType<typeof secp256k1.Point>;
/** A signature whose numbers have been read. */
export type ReadSignature = InstanceType<typeof secp256k1.Signature> & { readonly recovery: 0 | 1 };

/**
 * The address whose key signed a digest, lower-case; null where no key can have made this signature. Measured with
 * .dev/bench/parts/exchange_desk_bench.ts: twice as fast as through micro-eth-signer, whose answers it equals.
 */
export function recoverAddress(digest: Uint8Array, signature: WireSignature): string | null {
  const key = recoverKey(digest, signature);
  return key === null ? null : addressOf(key);
}

/** The key that signed a digest; null where none can have. */
export function recoverKey(digest: Uint8Array, signature: WireSignature): PublicKey | null {
  const read = readSignature(signature);
  if (read === null) return null;
  try {
    return read.recoverPublicKey(digest);
  } catch {
    return null;
  }
}

/** Null where its numbers are none of a signature's. */
export function readSignature({ r, s, v }: WireSignature): ReadSignature | null {
  const recovery = v >= 27 ? v - 27 : v;
  if (recovery !== 0 && recovery !== 1) return null;
  try {
    return new secp256k1.Signature(BigInt(r), BigInt(s), recovery) as ReadSignature;
  } catch {
    return null;
  }
}

/** The address of a key, lower-case. */
function addressOf(key: PublicKey): string {
  return `0x${bytesToHex(keccak_256(key.toBytes(false).subarray(1)).subarray(12))}`;
}
