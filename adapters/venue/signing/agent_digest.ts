import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { encodeMsgpack } from "./msgpack.ts";
import { domainSeparator, typedDigest } from "./typed_data.ts";

/** Which of the venue's two networks an action is signed for. */
export type Network = "mainnet" | "testnet";

/** What is signed beside the action itself. */
export interface ActionFrame {
  readonly nonce: number;
  /** 40 hex characters with or without 0x; null: the signer's own account. */
  readonly vaultAddress: string | null;
  /** ms; null: never. */
  readonly expiresAfter: number | null;
}

const SEPARATOR = domainSeparator("Exchange", 1337n);
const AGENT = keccak_256(utf8ToBytes("Agent(string source,bytes32 connectionId)"));
const HEADS: Readonly<Record<Network, Uint8Array>> = {
  mainnet: concatBytes(AGENT, keccak_256(utf8ToBytes("a"))),
  testnet: concatBytes(AGENT, keccak_256(utf8ToBytes("b"))),
};

/**
 * The hash of an action as it was sent, the keys in that order: the venue's connection id. Null where the action lies
 * deeper than any action does. Source: exchange-rules 5.3.
 */
export function connectionId(action: unknown, frame: ActionFrame): Uint8Array | null {
  const packed = encodeMsgpack(action);
  if (packed === null) return null;
  const { nonce, vaultAddress, expiresAfter } = frame;
  const vault = vaultAddress === null ? [NO] : [YES, hexToBytes(vaultAddress.replace(/^0x/i, ""))];
  const expiry = expiresAfter === null ? [] : [NO, uint64(expiresAfter)];
  return keccak_256(concatBytes(packed, uint64(nonce), ...vault, ...expiry));
}

/** What a client signs of a connection id for a network. Source: exchange-rules 5.3. */
export function agentDigest(id: Uint8Array, network: Network): Uint8Array {
  return typedDigest(SEPARATOR, keccak_256(concatBytes(HEADS[network], id)));
}

const NO = new Uint8Array([0]);
const YES = new Uint8Array([1]);

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
