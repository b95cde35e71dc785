/**
 * What the venue says where it refuses an action or a subscription; where its own words are not on record they are ours, and it is said.
 * Source: exchange-rules 2.8 and 5.1.
 * @module
 */

/** To a signature that no key can have made. */
export const NO_SIGNER = "Unable to recover signer.";
/** To an action that came too late. */
export const EXPIRED = "Action already expired";
/** To an action with more than 200 parts. */
export const OVER_WEIGHT = "Signed action over weight limit of 200.";
/** To a builder whose fee was not approved. */
export const NO_BUILDER_FEE = "Builder fee has not been approved";
/** To an agent whose validity has ended before it began. */
export const AGENT_EXPIRED = "Agent valid_until already expired.";
/** To an agent that is or was one. */
export const AGENT_USED = "Extra agent already used.";
/** To a number that no asset has; the venue's words are not on record. */
export const NO_ASSET = "Invalid asset.";
/** To what only a master key may sign and that expires; the venue's words are not on record. */
export const NO_EXPIRY = "expiresAfter is not supported for user-signed actions";
/** To a name of an agent that is too long; the venue's words are not on record. */
export const LONG_NAME = "Agent name must be at most 16 characters";
/** Before what the exchange says against the order that was to stand in another's stead. */
export const NOT_PLACED = "Error placing new order during modify: ";

/** To a signer that is no account. */
export function noSuchUser(address: string): string {
  return `User or API Wallet ${address} does not exist.`;
}

/** To an agent that signs what only its master may. */
export function mustDeposit(address: string): string {
  return `Must deposit before performing actions. User: ${address}`;
}

/** To a vault or sub-account nobody has. */
export function noVault(address: string): string {
  return `Vault not registered: ${address}`;
}

/** To a nonce that was used. */
export function duplicateNonce(nonce: number): string {
  return `Invalid nonce: duplicate nonce ${nonce}`;
}

/** To a nonce that lies too far back. */
export function lowNonce(nonce: number, least: number): string {
  return `Invalid nonce: nonce too low ${nonce} < ${least}`;
}

/** To a nonce that lies too far ahead; the venue's words are not on record. */
export function highNonce(nonce: number, most: number): string {
  return `Invalid nonce: nonce too high ${nonce} > ${most}`;
}

/** To one agent more than there may be. */
export function tooManyAgents(most: number): string {
  return `Too many extra agents for cumulative volume traded. Current limit is ${most}`;
}

/** To an address that has used up its requests. */
export function tooManyRequests(sent: number, allowed: number, tradedUsd: number): string {
  return `Too many cumulative requests sent (${sent} > ${allowed}) for cumulative volume traded ` +
    `$${tradedUsd.toFixed(2)}. Place taker orders to free up 1 request per USDC traded.`;
}

/** To one subscription more than an IP may have. */
export function tooManySubscriptions(most: number): string {
  return `Cannot subscribe to more than ${most} channels.`;
}

/** To one user more than an IP may hear of. */
export function tooManyUsers(most: number): string {
  return `Cannot track more than ${most} total users.`;
}

/** To an action the venue knows and a recorded market cannot perform: our own words. */
export function notSimulated(type: string): string {
  return `${type} is not simulated`;
}

/** To a header that names no account: our own words, as the header is ours. */
export function notAnAddress(account: string): string {
  return `x-sim-account must be an address, 0x and 40 hex characters, not ${
    JSON.stringify(account.slice(0, 60))
  }`;
}
