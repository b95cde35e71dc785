import type { Network } from "./agent_digest.ts";
import { domainSeparator, structHash, typedDigest, type TypedField, type TypedValues } from "./typed_data.ts";

/** An action that a user signs field by field, as it was sent and parsed. */
export interface UserSignedAction {
  readonly type: string;
  /** 0x and hex: the chain the user's wallet was on. */
  readonly signatureChainId: string;
  readonly hyperliquidChain: "Mainnet" | "Testnet";
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** The fields that are signed, by type of action and in their order. Source: exchange-rules 5.3. */
const FIELDS: Readonly<Record<string, readonly TypedField[]>> = {
  ApproveAgent: [
    ["string", "hyperliquidChain"],
    ["address", "agentAddress"],
    ["string", "agentName"],
    ["uint64", "nonce"],
  ],
  ApproveBuilderFee: [
    ["string", "hyperliquidChain"],
    ["string", "maxFeeRate"],
    ["address", "builder"],
    ["uint64", "nonce"],
  ],
  UsdClassTransfer: [
    ["string", "hyperliquidChain"],
    ["string", "amount"],
    ["bool", "toPerp"],
    ["uint64", "nonce"],
  ],
};

/** Whether actions of a type are signed field by field rather than as a whole. */
export function isUserSigned(type: string): boolean {
  return Object.hasOwn(FIELDS, nameOf(type));
}

/**
 * What a user signs of such an action. A name that is not there was signed as an empty one, as the Python SDK does.
 * Source: exchange-rules 5.3.
 */
export function userSignedDigest(action: UserSignedAction): Uint8Array {
  const name = nameOf(action.type);
  const fields = FIELDS[name];
  const values: TypedValues = Object.fromEntries(
    fields.map(([type, field]) => {
      const value = action[field];
      return [field, typeof value === "number" ? BigInt(value) : value ?? (type === "string" ? "" : 0n)];
    }),
  );
  const separator = domainSeparator("HyperliquidSignTransaction", BigInt(action.signatureChainId));
  return typedDigest(separator, structHash(`HyperliquidTransaction:${name}`, fields, values));
}

/** The network such an action is signed for. */
export function networkOf({ hyperliquidChain }: UserSignedAction): Network {
  return hyperliquidChain === "Mainnet" ? "mainnet" : "testnet";
}

function nameOf(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
