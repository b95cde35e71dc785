/** A part of a key that is shorter may be anything. */
const LEAST = 12;
const PLACE = "[key]";

/** A text with `[key]` in the place of a key and of each part of it that is long enough to be known as one. */
export function withoutKey(text: string, key: string): string {
  const least = Math.min(LEAST, key.length);
  let clean = text;
  for (let start = 0; start + least <= key.length; start++) {
    const fragment = key.slice(start, start + least);
    for (let at = clean.indexOf(fragment); at >= 0; at = clean.indexOf(fragment, at + PLACE.length)) {
      let length = least;
      while (start + length < key.length && clean[at + length] === key[start + length]) length++;
      clean = clean.slice(0, at) + PLACE + clean.slice(at + length);
    }
  }
  return clean;
}
