/** An object as it was: its prototype, its properties, and what it contains where it is a collection. */
interface Held {
  readonly prototype: object | null;
  readonly isExtensible: boolean;
  readonly keys: readonly PropertyKey[];
  readonly properties: readonly PropertyDescriptor[];
  readonly contents: readonly unknown[];
}

// What could be replaced later is kept from before.
const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
const { is, isExtensible } = Object;

/**
 * All that can be reached from some objects by way of properties, prototypes, maps and sets, as it is now. Closures, private
 * fields and weak collections cannot be looked into, and zod's schemas are left out: they complete themselves as they are used.
 */
export class ReachableState {
  readonly #held = new Map<object, Held>();

  constructor(roots: readonly object[]) {
    const waiting: unknown[] = [...roots];
    while (waiting.length > 0) {
      const found = waiting.pop();
      if (!isObject(found) || this.#held.has(found) || isSchema(found)) continue;
      const held = heldOf(found);
      this.#held.set(found, held);
      waiting.push(held.prototype, ...held.contents);
      for (const { value, get, set } of held.properties) waiting.push(value, get, set);
    }
  }

  /** Whether everything still is what it was. */
  isUnchanged(): boolean {
    for (const [found, held] of this.#held) if (!isAsHeld(found, held)) return false;
    return true;
  }
}

function heldOf(found: object): Held {
  const keys = ownKeys(found);
  return {
    prototype: getPrototypeOf(found),
    isExtensible: isExtensible(found),
    keys,
    properties: keys.map((key) => getOwnPropertyDescriptor(found, key)!),
    contents: contentsOf(found),
  };
}

function isAsHeld(found: object, held: Held): boolean {
  const { keys, properties, contents } = held;
  const now = ownKeys(found);
  if (getPrototypeOf(found) !== held.prototype || isExtensible(found) !== held.isExtensible) return false;
  if (now.length !== keys.length) return false;
  for (let at = 0; at < keys.length; at++) {
    if (now[at] !== keys[at] || !isSame(getOwnPropertyDescriptor(found, keys[at])!, properties[at])) {
      return false;
    }
  }
  const inside = contentsOf(found);
  return inside.length === contents.length && inside.every((one, at) => is(one, contents[at]));
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor): boolean {
  return is(one.value, other.value) && one.get === other.get && one.set === other.set &&
    one.writable === other.writable && one.configurable === other.configurable &&
    one.enumerable === other.enumerable;
}

function contentsOf(found: object): readonly unknown[] {
  if (found instanceof Map) return [...found].flat();
  return found instanceof Set ? [...found] : [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null || typeof value === "function";
}

function isSchema(found: object): boolean {
  return "_zod" in found;
}
