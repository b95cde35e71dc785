/** How deep maps and lists may lie in one another: no action has more than a handful of levels. */
const DEEPEST = 32;

const TEXT = new TextEncoder();

/**
 * A JSON value as the bytes of msgpack, the keys of its maps in the order they stand in. Whole numbers are as short as
 * they can be and never floats while 64 bits hold them; keys whose value is undefined are left out. Null where it lies
 * too deep. Source: exchange-rules 5.3.
 */
export function encodeMsgpack(value: unknown): Uint8Array | null {
  const writer = new MsgpackWriter();
  return writer.write(value, 0) ? writer.bytes() : null;
}

/** Bytes that grow as they are written. */
class MsgpackWriter {
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Writes a value that lies so deep; false: too deep. */
  write(value: unknown, depth: number): boolean {
    if (typeof value === "string") this.#string(value);
    else if (typeof value === "number") this.#number(value);
    else if (value === true || value === false) this.#byte(value ? 0xc3 : 0xc2);
    else if (value === null || typeof value !== "object") this.#byte(0xc0);
    else if (depth >= DEEPEST) return false;
    else return Array.isArray(value) ? this.#list(value, depth) : this.#map(value, depth);
    return true;
  }

  #list(values: readonly unknown[], depth: number): boolean {
    this.#head(values.length, { short: 0x90, most: 15, word: 0xdc });
    return values.every((value) => this.write(value, depth + 1));
  }

  #map(value: object, depth: number): boolean {
    const entries = Object.entries(value).filter(([, held]) => held !== undefined);
    this.#head(entries.length, { short: 0x80, most: 15, word: 0xde });
    return entries.every(([key, held]) => {
      this.#string(key);
      return this.write(held, depth + 1);
    });
  }

  #string(text: string): void {
    this.#grow(5 + text.length * 3);
    // Nearly every text of an action is short and plain: it is written without asking an encoder.
    const start = this.#length;
    if (text.length <= 31 && this.#plain(text, start + 1)) {
      this.#bytes[start] = 0xa0 | text.length;
      this.#length = start + 1 + text.length;
      return;
    }
    const bytes = TEXT.encode(text);
    if (bytes.length > 31 && bytes.length <= 0xff) {
      this.#headed(0xd9, 1, (at) => this.#view.setUint8(at, bytes.length));
    } else this.#head(bytes.length, { short: 0xa0, most: 31, word: 0xda });
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes characters one byte each; false where one needs more. */
  #plain(text: string, at: number): boolean {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      this.#bytes[at + index] = code;
    }
    return true;
  }

  #number(value: number): void {
    const isHeld = Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63);
    if (!isHeld) {
      this.#headed(0xcb, 8, (at) => this.#view.setFloat64(at, value));
    } else if (value < 0) this.#negative(value);
    else this.#positive(value);
  }

  #positive(value: number): void {
    if (value <= 0x7f) return this.#byte(value);
    if (value <= 0xff) return this.#headed(0xcc, 1, (at) => this.#view.setUint8(at, value));
    if (value <= 0xffff) return this.#headed(0xcd, 2, (at) => this.#view.setUint16(at, value));
    if (value <= 0xffffffff) return this.#headed(0xce, 4, (at) => this.#view.setUint32(at, value));
    this.#headed(0xcf, 8, (at) => this.#view.setBigUint64(at, BigInt(value)));
  }

  #negative(value: number): void {
    if (value >= -0x20) return this.#byte(value & 0xff);
    if (value >= -0x80) return this.#headed(0xd0, 1, (at) => this.#view.setInt8(at, value));
    if (value >= -0x8000) return this.#headed(0xd1, 2, (at) => this.#view.setInt16(at, value));
    if (value >= -0x80000000) return this.#headed(0xd2, 4, (at) => this.#view.setInt32(at, value));
    this.#headed(0xd3, 8, (at) => this.#view.setBigInt64(at, BigInt(value)));
  }

  /** The head of a map, a list or a text of so many parts. */
  #head(
    count: number,
    form: { readonly short: number; readonly most: number; readonly word: number },
  ): void {
    if (count <= form.most) return this.#byte(form.short | count);
    if (count <= 0xffff) return this.#headed(form.word, 2, (at) => this.#view.setUint16(at, count));
    this.#headed(form.word + 1, 4, (at) => this.#view.setUint32(at, count));
  }

  #byte(value: number): void {
    this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A byte that tells what follows, and what follows in so many bytes. */
  #headed(head: number, size: number, set: (at: number) => void): void {
    this.#byte(head);
    this.#grow(size);
    set(this.#length);
    this.#length += size;
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#bytes.length) return;
    const grown = new Uint8Array((this.#length + by) * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
