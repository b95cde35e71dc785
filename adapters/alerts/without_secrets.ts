/** What looks like a secret, whoever wrote it: private keys, signatures, models' keys, tokens of bots and hooks, addresses' queries. */
const SECRETS: readonly RegExp[] = [
  /\b(?:0x)?[0-9a-f]{64,}\b/gi,
  /\b(?:sk|pk|rk)-[\w-]{12,}/g,
  /\bbearer\s+\S+/gi,
  /\bbot\d+:[\w-]+/g,
  /\/api\/webhooks\/\S+/g,
  /(?<=https?:\/\/)[^\s/@]+@/g,
  /(?<=https?:\/\/[^\s?]+)\?\S+/g,
];

/** The text with an ellipsis in the place of whatever looks like a secret. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((clean, secret) => clean.replace(secret, "…"), text);
}
