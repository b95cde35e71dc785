import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { PublicKey, ReadSignature } from "./recover_address.ts";

const { Point } = secp256k1;
/** How much of a key's multiples is kept: half a megabyte, 5 ms to make; more of them hardly help. */
const WINDOW = 5;

/**
 * A key that has signed before. Whether it signed a digest is told in two fifths of the time that it takes to find out who
 * did, and says the same: the point that the signature stands for is the one it names.
 */
export class KnownKey {
  readonly #key: PublicKey;

  constructor(key: PublicKey) {
    this.#key = Point.fromAffine(key.toAffine());
    this.#key.precompute(WINDOW, false);
  }

  /** Whether recovering the signer of this digest would give this key. */
  signed(digest: Uint8Array, { r, s, recovery }: ReadSignature): boolean {
    const { Fn } = Point;
    const inverse = Fn.inv(s);
    const hash = Fn.create(BigInt(`0x${bytesToHex(digest)}`));
    const ofBase = Point.BASE.multiplyUnsafe(Fn.mul(hash, inverse));
    const point = ofBase.add(this.#key.multiplyUnsafe(Fn.mul(r, inverse)));
    if (point.is0()) return false;
    const { x, y } = point.toAffine();
    return x === r && Number(y & 1n) === recovery;
  }
}
