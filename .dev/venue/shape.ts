/**
 * What JSON is made of, without its values: at every place the kinds of value that stand there, and the order of keys.
 * @module
 */

/** What stands at one place of a document; a place in a list stands for all of its entries. */
interface Place {
  readonly kinds: Set<string>;
  /** The keys of each object, in their order. */
  readonly keys: string[][];
}

/** How two shapes may differ, each with its reason beside it in the test. */
export interface Allowance {
  /** Places that only one of the two has, with all below them. */
  readonly extra?: readonly string[];
  /** Lists that are empty here. */
  readonly empty?: readonly string[];
  /** Places at which other kinds stand. */
  readonly kinds?: readonly string[];
  /** Whether the order of keys was kept when it was recorded. */
  readonly isOrderKept?: boolean;
}

/** Where `ours` is not made as `theirs`; empty: it is. An empty list of theirs says nothing of its entries. */
export function differences(ours: unknown, theirs: unknown, allowed: Allowance = {}): string[] {
  const [a, b] = [shapeOf(ours), shapeOf(theirs)];
  const { extra = [], empty = [], kinds = [], isOrderKept = true } = allowed;
  const found: string[] = [];
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    const [mine, other] = [a.get(path), b.get(path)];
    if (mine === undefined || other === undefined) {
      const isAllowed = extra.some((one) => isWithin(path, one)) ||
        (mine === undefined ? empty.some((one) => isWithin(path, `${one}[]`)) : isBelowNothing(path, b));
      if (!isAllowed) found.push(`${path}: only in ${mine === undefined ? "theirs" : "ours"}`);
      continue;
    }
    const strange = [...mine.kinds].filter((kind) => !other.kinds.has(kind));
    if (strange.length > 0 && !kinds.includes(path)) {
      found.push(`${path}: ${strange.join(", ")} where they have ${[...other.kinds].join(", ")}`);
    }
    if (isOrderKept && mine.keys.length > 0 && other.keys.length > 0) {
      const wrong = mine.keys.find((keys) => !isOneOrder(keys, other.keys));
      if (wrong !== undefined) found.push(`${path}: keys ${wrong.join(" ")} are not in their order`);
    }
  }
  return found;
}

function shapeOf(document: unknown): Map<string, Place> {
  const places = new Map<string, Place>();
  walk(document, "", places);
  return places;
}

function walk(value: unknown, path: string, places: Map<string, Place>): void {
  const place = places.get(path) ?? { kinds: new Set(), keys: [] };
  places.set(path, place);
  place.kinds.add(kindOf(value));
  if (Array.isArray(value)) value.forEach((entry) => walk(entry, `${path}[]`, places));
  else if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    place.keys.push(keys);
    for (const key of keys) walk((value as Record<string, unknown>)[key], `${path}.${key}`, places);
  }
}

/** Numbers as texts are a kind of their own, written with one decimal at least and no needless zero. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "whole number" : "number";
  if (typeof value !== "string") return typeof value;
  if (/^-?\d+\.(\d|\d*[1-9])$/.test(value)) return "decimal";
  if (/^-?[\d.]+(e.*)?$/.test(value)) return `badly written number ${value}`;
  if (/^0x[0-9a-f]{64}$/.test(value)) return "hash";
  if (/^0x[0-9a-f]{40}$/.test(value)) return "address";
  if (/^0x[0-9a-f]{32}$/.test(value)) return "client's id";
  return "text";
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

/** Whether the place a path lies below is not there either, or is an empty list. */
function isBelowNothing(path: string, places: Map<string, Place>): boolean {
  for (let cut = path; cut !== "";) {
    cut = cut.slice(0, Math.max(cut.lastIndexOf("["), cut.lastIndexOf("."), 0));
    const place = places.get(cut);
    if (place === undefined) continue;
    return path.slice(cut.length).startsWith("[]") || !place.kinds.has("object");
  }
  return false;
}

/** Whether keys come in an order that an object of theirs has, too, as far as both have them. */
function isOneOrder(keys: readonly string[], theirs: readonly (readonly string[])[]): boolean {
  return theirs.some((other) => {
    const common = other.filter((key) => keys.includes(key));
    return keys.filter((key) => other.includes(key)).every((key, index) => key === common[index]);
  });
}
