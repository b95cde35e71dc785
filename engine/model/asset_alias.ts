const LETTERS = 26;
const FIRST = "A".charCodeAt(0);

/** What an asset is called where its own name is not shown: ASSET-A to ASSET-Z, then ASSET-AA and on; `index` from 0. */
export function assetAlias(index: number): string {
  return `ASSET-${letters(index)}`;
}

function letters(index: number): string {
  const last = String.fromCharCode(FIRST + index % LETTERS);
  return index < LETTERS ? last : letters(Math.floor(index / LETTERS) - 1) + last;
}
