import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { encodeMsgpack } from "./msgpack.ts";

Deno.test("values are written as the msgpack specification wants them, as short as they can be", () => {
  const rows: [value: unknown, hex: string][] = [
    [null, "c0"],
    [false, "c2"],
    [true, "c3"],
    [0, "00"],
    [127, "7f"],
    [128, "cc80"],
    [255, "ccff"],
    [256, "cd0100"],
    [65535, "cdffff"],
    [65536, "ce00010000"],
    [4294967295, "ceffffffff"],
    [4294967296, "cf0000000100000000"],
    [100000000000, "cf000000174876e800"],
    [-1, "ff"],
    [-32, "e0"],
    [-33, "d0df"],
    [-128, "d080"],
    [-129, "d1ff7f"],
    [-32769, "d2ffff7fff"],
    [-2147483649, "d3ffffffff7fffffff"],
    [0.5, "cb3fe0000000000000"],
    ["", "a0"],
    ["a", "a161"],
    ["é", "a2c3a9"],
    ["x".repeat(31), `bf${"78".repeat(31)}`],
    ["x".repeat(32), `d920${"78".repeat(32)}`],
    ["x".repeat(255), `d9ff${"78".repeat(255)}`],
    ["x".repeat(256), `da0100${"78".repeat(256)}`],
    [[1, 2], "920102"],
    [new Array(16).fill(1), `dc0010${"01".repeat(16)}`],
    [{ b: 1, a: 2 }, "82a16201a16102"],
    [{ a: undefined, b: 1 }, "81a16201"],
  ];
  for (const [value, hex] of rows) strictEqual(hexOf(encodeMsgpack(value)!), hex, JSON.stringify(value));
});

Deno.test("what is written reads back as it was, its keys in their order", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, false),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }).filter((one) => !Object.is(one, -0)),
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.array(tie("any"), { maxLength: 20 }),
      fc.dictionary(fc.string({ maxLength: 40 }), tie("any"), { maxKeys: 20, noNullPrototype: true }),
    ),
  })).any;
  fc.assert(fc.property(value, (one) => {
    const back = new Reader(encodeMsgpack(one)!).whole();
    deepStrictEqual(back, one);
    strictEqual(JSON.stringify(back), JSON.stringify(one));
  }));
});

Deno.test("what lies deeper than any action does is not written", () => {
  const nested = (depth: number): unknown => depth === 0 ? 1 : [nested(depth - 1)];
  ok(encodeMsgpack(nested(32)) !== null);
  strictEqual(encodeMsgpack(nested(33)), null);
  strictEqual(encodeMsgpack(JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`)), null);
});

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads msgpack, written from its specification. */
class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  whole(): unknown {
    const value = this.#value();
    strictEqual(this.#at, this.#view.byteLength, "nothing follows");
    return value;
  }

  #value(): unknown {
    const head = this.#take(1, (at) => this.#view.getUint8(at));
    if (head <= 0x7f) return head;
    if (head >= 0xe0) return head - 0x100;
    if (head <= 0x8f) return this.#map(head & 0x0f);
    if (head <= 0x9f) return this.#list(head & 0x0f);
    if (head <= 0xbf) return this.#text(head & 0x1f);
    return this.#long(head);
  }

  #long(head: number): unknown {
    const view = this.#view;
    const readers: Record<number, () => unknown> = {
      0xc0: () => null,
      0xc2: () => false,
      0xc3: () => true,
      0xcb: () => this.#take(8, (at) => view.getFloat64(at)),
      0xcc: () => this.#take(1, (at) => view.getUint8(at)),
      0xcd: () => this.#take(2, (at) => view.getUint16(at)),
      0xce: () => this.#take(4, (at) => view.getUint32(at)),
      0xcf: () => this.#take(8, (at) => Number(view.getBigUint64(at))),
      0xd0: () => this.#take(1, (at) => view.getInt8(at)),
      0xd1: () => this.#take(2, (at) => view.getInt16(at)),
      0xd2: () => this.#take(4, (at) => view.getInt32(at)),
      0xd3: () => this.#take(8, (at) => Number(view.getBigInt64(at))),
      0xd9: () => this.#text(this.#take(1, (at) => view.getUint8(at))),
      0xda: () => this.#text(this.#take(2, (at) => view.getUint16(at))),
      0xdc: () => this.#list(this.#take(2, (at) => view.getUint16(at))),
      0xde: () => this.#map(this.#take(2, (at) => view.getUint16(at))),
    };
    return readers[head]();
  }

  #list(count: number): unknown[] {
    return Array.from({ length: count }, () => this.#value());
  }

  #map(count: number): Record<string, unknown> {
    return Object.fromEntries(Array.from({ length: count }, () => [this.#value(), this.#value()]));
  }

  #text(length: number): string {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at, length);
    this.#at += length;
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }

  #take<Value>(size: number, read: (at: number) => Value): Value {
    const value = read(this.#at);
    this.#at += size;
    return value;
  }
}
