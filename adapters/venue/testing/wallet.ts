/**
 * Keys that sign as clients do, by @nktkas/hyperliquid's own signing.
 * @module
 */
import {
  ApproveAgentTypes,
  ApproveBuilderFeeTypes,
  UsdClassTransferTypes,
} from "@nktkas/hyperliquid/api/exchange";
import { signL1Action, signUserSignedAction } from "@nktkas/hyperliquid/signing";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { addr, signTyped, type TypedData } from "micro-eth-signer";
import type { WireSignature } from "../signing/recover_address.ts";
import { domainSeparator, structHash, typedDigest, type TypedField } from "../signing/typed_data.ts";

/** The key of the Python SDK's vectors. */
export const VECTOR_KEY: string = `0x${"0123456789".repeat(7).slice(0, 64)}`;
/** Its address. */
export const VECTOR_ADDRESS = "0x14791697260e4c9a71f18484c9f997b308e59325";

const TYPES = {
  approveAgent: ApproveAgentTypes,
  approveBuilderFee: ApproveBuilderFeeTypes,
  usdClassTransfer: UsdClassTransferTypes,
};

/** What a body has beside action, nonce and signature. */
export interface SignedFrame {
  readonly isTestnet?: boolean;
  readonly vaultAddress?: `0x${string}`;
  readonly expiresAfter?: number;
}

/** A body of /exchange as @nktkas/hyperliquid orders its keys. */
export interface SignedBody {
  readonly action: Readonly<Record<string, unknown>>;
  readonly signature: WireSignature;
  readonly nonce: number;
  readonly vaultAddress?: string;
  readonly expiresAfter?: number;
}

/** An action to be signed field by field, but for the chain it is signed on. */
export interface FieldsAction {
  readonly type: keyof typeof TYPES;
  readonly nonce: number;
  readonly signatureChainId?: `0x${string}`;
  readonly [field: string]: string | number | boolean | undefined;
}

/** A key and its address. */
export class TestWallet {
  readonly #key: string;
  /** Lower-case. */
  readonly address: `0x${string}`;

  /** A key of 0x and 64 hex characters, or the key of a small number. */
  constructor(key: string | number) {
    this.#key = typeof key === "string" ? key : `0x${key.toString(16).padStart(64, "0")}`;
    this.address = addr.fromPrivateKey(this.#key).toLowerCase() as `0x${string}`;
  }

  /** The key as clients want it. */
  get signer(): TypedSigner {
    const sign = (data: FlatData): string =>
      data.primaryType.includes(":")
        ? this.#signFlat(data)
        : signTyped(data as unknown as TypedData<never, never>, this.#key, false);
    const signTypedData = (data: unknown): Promise<`0x${string}`> =>
      Promise.resolve(sign(data as FlatData) as `0x${string}`);
    return { address: this.address, signTypedData };
  }

  /** A body around an action that is signed as a whole; for testnet where nothing else is said. */
  async sign(
    action: Record<string, unknown>,
    nonce: number,
    { isTestnet = true, ...frame }: SignedFrame = {},
  ): Promise<SignedBody> {
    const signature = await signL1Action({ wallet: this.signer, action, nonce, isTestnet, ...frame });
    return { action, signature, nonce, ...frame };
  }

  /** A body around an action that is signed field by field. */
  async signFields({ signatureChainId = "0x66eee", ...fields }: FieldsAction): Promise<SignedBody> {
    const { type, nonce } = fields;
    const sent = { signatureChainId, hyperliquidChain: "Testnet", ...fields };
    const isUnnamed = type === "approveAgent" && fields.agentName === undefined;
    const action = isUnnamed ? { ...sent, agentName: "" } : sent;
    const signature = await signUserSignedAction({ wallet: this.signer, action, types: TYPES[type] });
    return { action: sent, signature, nonce };
  }

  /** Signs what micro-eth-signer refuses: a type whose name has a colon. The hash has vectors of its own. */
  #signFlat({ domain, types, primaryType, message }: FlatData): string {
    const fields = types[primaryType].map(({ type, name }): TypedField => [type, name]);
    const values = Object.fromEntries(
      Object.entries(message).map((
        [name, value],
      ) => [name, typeof value === "number" ? BigInt(value) : value]),
    );
    const separator = domainSeparator(domain.name, BigInt(domain.chainId));
    const digest = typedDigest(separator, structHash(primaryType, fields, values));
    const key = hexToBytes(this.#key.slice(2));
    const bytes = secp256k1.sign(digest, key, { prehash: false, format: "recovered" });
    return `0x${bytesToHex(bytes.subarray(1))}${(27 + bytes[0]).toString(16)}`;
  }
}

/** As clients want a wallet. */
export interface TypedSigner {
  readonly address: `0x${string}`;
  signTypedData(data: unknown): Promise<`0x${string}`>;
}

interface FlatData {
  readonly domain: { readonly name: string; readonly chainId: number };
  readonly types: Readonly<
    Record<string, readonly { readonly type: TypedField[0]; readonly name: string }[]>
  >;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, string | number | boolean>>;
}
