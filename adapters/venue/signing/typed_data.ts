import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** A field of typed data: its type and its name. Only the flat types the venue signs. */
export type TypedField = readonly [type: "string" | "address" | "bool" | "uint64" | "uint256", name: string];

/** Values of typed data by the names of its fields. */
export type TypedValues = { readonly [name: string]: string | bigint | boolean };

const PREFIX = new Uint8Array([0x19, 0x01]);
const DOMAIN: readonly TypedField[] = [
  ["string", "name"],
  ["string", "version"],
  ["uint256", "chainId"],
  ["address", "verifyingContract"],
];
const NO_CONTRACT = `0x${"0".repeat(40)}`;

/** The separator of a domain of version 1 without a contract. Source: EIP-712. */
export function domainSeparator(name: string, chainId: bigint): Uint8Array {
  return structHash("EIP712Domain", DOMAIN, { name, version: "1", chainId, verifyingContract: NO_CONTRACT });
}

/** The hash of one flat record of typed data. Source: EIP-712. */
export function structHash(name: string, fields: readonly TypedField[], values: TypedValues): Uint8Array {
  return keccak_256(concatBytes(typeHash(name, fields), ...fields.map((field) => word(field, values))));
}

/** What is signed of a record in a domain. Source: EIP-712. */
export function typedDigest(separator: Uint8Array, hash: Uint8Array): Uint8Array {
  return keccak_256(concatBytes(PREFIX, separator, hash));
}

/** A whole number as 32 bytes, the highest first. */
function uintWord(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, "0"));
}

function typeHash(name: string, fields: readonly TypedField[]): Uint8Array {
  return keccak_256(utf8ToBytes(`${name}(${fields.map(([type, field]) => `${type} ${field}`).join(",")})`));
}

function word([type, name]: TypedField, values: TypedValues): Uint8Array {
  const value = values[name];
  if (type === "string") return keccak_256(utf8ToBytes(String(value)));
  if (type === "bool") return uintWord(value === true ? 1n : 0n);
  return uintWord(BigInt(value));
}
