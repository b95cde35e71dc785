import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { DAY_MS } from "../../../engine/mod.ts";
import { Nonces } from "./nonces.ts";

const NOW = 1_800_000_000_000;
const BOB = "0xb0b";

Deno.test("a nonce is taken once, in any order, each signer's for itself", () => {
  const nonces = new Nonces();
  strictEqual(nonces.take(BOB, NOW, NOW), null);
  strictEqual(nonces.take(BOB, NOW - 5, NOW), null);
  strictEqual(nonces.take(BOB, NOW + 5, NOW), null);
  strictEqual(nonces.take("0xa11ce", NOW, NOW), null);
  strictEqual(nonces.take(BOB, NOW - 5, NOW), `Invalid nonce: duplicate nonce ${NOW - 5}`);
  strictEqual(nonces.take(BOB, NOW, NOW), `Invalid nonce: duplicate nonce ${NOW}`);
});

Deno.test("a nonce lies less than two days back and less than one ahead of the wall", () => {
  const nonces = new Nonces();
  const [least, most] = [NOW - 2 * DAY_MS, NOW + DAY_MS];
  strictEqual(nonces.take(BOB, least, NOW), `Invalid nonce: nonce too low ${least} < ${least + 1}`);
  strictEqual(nonces.take(BOB, least + 1, NOW), null);
  strictEqual(nonces.take(BOB, most, NOW), `Invalid nonce: nonce too high ${most} > ${most - 1}`);
  strictEqual(nonces.take(BOB, most - 1, NOW), null);
  strictEqual(nonces.take(BOB, 0, NOW), `Invalid nonce: nonce too low 0 < ${least + 1}`);
});

Deno.test("below the least of a hundred nonces none is taken", () => {
  const nonces = new Nonces();
  for (let index = 0; index < 99; index++) strictEqual(nonces.take(BOB, NOW + index, NOW), null);
  strictEqual(nonces.take(BOB, NOW - 1, NOW), null);
  strictEqual(nonces.take(BOB, NOW - 2, NOW), `Invalid nonce: nonce too low ${NOW - 2} < ${NOW - 1}`);
  strictEqual(nonces.take(BOB, NOW + 99, NOW), null);
  strictEqual(nonces.take(BOB, NOW - 1, NOW), `Invalid nonce: nonce too low ${NOW - 1} < ${NOW}`);
});

Deno.test("a nonce that was noted is used up like one that was taken", () => {
  const nonces = new Nonces();
  for (let index = 0; index < 99; index++) {
    nonces.note(BOB, NOW + index);
    nonces.note(BOB, NOW + index);
  }
  strictEqual(nonces.take(BOB, NOW, NOW), `Invalid nonce: duplicate nonce ${NOW}`);
  strictEqual(nonces.take(BOB, NOW - 1, NOW), null, "the hundredth");
});

Deno.test("none is taken twice, and one higher than all is always taken", () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 300 }), (offsets) => {
    const nonces = new Nonces();
    const taken = new Set<number>();
    for (const offset of offsets) {
      const highest = Math.max(-1, ...taken);
      const isTaken = nonces.take(BOB, NOW + offset, NOW) === null;
      strictEqual(isTaken && taken.has(offset), false);
      if (offset > highest) strictEqual(isTaken, true);
      if (isTaken) taken.add(offset);
    }
  }));
});
