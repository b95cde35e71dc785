import { agentDigest } from "./agent_digest.ts";
import { KnownKey } from "./known_key.ts";
import { readSignature, recoverKey, type WireSignature } from "./recover_address.ts";
import type { Signer } from "./signer_finder.ts";

/** How often in a row the same one must have signed before their key is kept. */
const OFTEN = 16;
/** How many senders are remembered, and how many keys. */
const MOST_SENDERS = 1_000;
const MOST_KEYS = 64;

/** Who signed last what came from a sender, and how often in a row. */
interface Usual {
  readonly signer: Signer;
  times: number;
}

/**
 * Who usually signs what comes over a connection: whether it was them again is told sooner than who it was. A connection
 * mostly belongs to one bot.
 */
export class UsualSigners {
  readonly #usual = new Map<string, Usual>();
  readonly #keys = new Map<string, KnownKey>();

  /** The usual signer of a sender where they signed this one, too; null: that is not known. */
  find(sender: string, connectionId: Uint8Array, signature: WireSignature): Signer | null {
    const usual = this.#usual.get(sender);
    if (usual === undefined || usual.times < OFTEN) return null;
    const { signer } = usual;
    const key = this.#keys.get(signer.address);
    const read = readSignature(signature);
    if (key === undefined || read === null) return null;
    return key.signed(agentDigest(connectionId, signer.network), read) ? signer : null;
  }

  /** Notes who was found to have signed. */
  note(
    sender: string,
    signer: Signer,
    signed: { readonly id: Uint8Array; readonly signature: WireSignature },
  ): void {
    const usual = this.#usual.get(sender);
    const isSame = usual?.signer.address === signer.address && usual.signer.network === signer.network;
    if (!isSame) {
      if (this.#usual.size >= MOST_SENDERS) this.#usual.clear();
      this.#usual.set(sender, { signer, times: 1 });
      return;
    }
    if (++usual.times < OFTEN || this.#keys.has(signer.address)) return;
    const key = recoverKey(agentDigest(signed.id, signer.network), signed.signature);
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    if (key !== null) this.#keys.set(signer.address, new KnownKey(key));
  }
}
