import { agentDigest, type Network } from "./agent_digest.ts";
import { recoverAddress, type WireSignature } from "./recover_address.ts";
import { UsualSigners } from "./usual_signers.ts";

/** Who signed, and for which network. */
export interface Signer {
  /** Lower-case. */
  readonly address: string;
  readonly network: Network;
}

/** A signed action, as far as its signer is looked for. */
export interface SignedAction {
  readonly connectionId: Uint8Array;
  readonly signature: WireSignature;
  /** What the body looks like, by which client programs differ: its keys in their order. */
  readonly shape: string;
  /** Over which connection it came; not there: that is not known. */
  readonly sender?: string | undefined;
}

/** How many shapes and doubtful signers are remembered. */
const MOST_REMEMBERED = 1_000;

/**
 * Finds who signed an action that does not say for which network it was signed: a signature gives one address for
 * each. The address that is known wins: it has an account, is an agent, or was asked about. Where neither is, it is the
 * network that a body of this shape was last signed for; at first testnet, which the Python SDK signs for and which we
 * advise, and mainnet for bodies that begin with the nonce, which is ccxt. Where that was wrong the second action shows
 * it, for a real address comes again and a wrong one never does: from then on it is right.
 */
export class SignerFinder {
  readonly #isKnown: (address: string) => boolean;
  readonly #warn: (line: string) => void;
  readonly #usual = new UsualSigners();
  readonly #networks = new Map<string, Network>();
  /** What a doubtful signer's address would have been for the other network, and what was taken. */
  readonly #doubtful = new Map<string, string>();

  constructor(isKnown: (address: string) => boolean, warn: (line: string) => void) {
    this.#isKnown = isKnown;
    this.#warn = warn;
  }

  /** Who signed; null where no key can have made this signature. */
  find(action: SignedAction): Signer | null {
    const { connectionId: id, signature, sender } = action;
    if (sender === undefined) return this.#find(action);
    const usual = this.#usual.find(sender, id, signature);
    if (usual !== null) return usual;
    const found = this.#find(action);
    if (found !== null && this.#isKnown(found.address)) this.#usual.note(sender, found, { id, signature });
    return found;
  }

  #find({ connectionId, signature, shape }: SignedAction): Signer | null {
    const likely = this.#networks.get(shape) ?? (shape.startsWith("nonce") ? "mainnet" : "testnet");
    const first = signerFor(connectionId, signature, likely);
    if (first === null || this.#isKnown(first.address)) return first;
    const second = signerFor(connectionId, signature, likely === "mainnet" ? "testnet" : "mainnet");
    if (second === null) return first;
    if (this.#isKnown(second.address)) return this.#remember(shape, second);
    const taken = this.#doubtful.get(second.address);
    if (taken === undefined) {
      remember(this.#doubtful, second.address, first.address);
      return first;
    }
    this.#warn(
      `${second.address} signs for ${second.network}: its first action was taken for one of ${taken}, ` +
        "an address that nobody has",
    );
    return this.#remember(shape, second);
  }

  #remember(shape: string, signer: Signer): Signer {
    remember(this.#networks, shape, signer.network);
    return signer;
  }
}

function signerFor(id: Uint8Array, signature: WireSignature, network: Network): Signer | null {
  const address = recoverAddress(agentDigest(id, network), signature);
  return address === null ? null : { address, network };
}

function remember<Value>(into: Map<string, Value>, key: string, value: Value): void {
  if (into.size >= MOST_REMEMBERED) into.clear();
  into.set(key, value);
}
