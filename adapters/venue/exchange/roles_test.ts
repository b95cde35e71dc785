import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Roles } from "./roles.ts";

const BOB = "0xb0b";
const NOW = 1_800_000_000_000;
const LATER = NOW + 1_000;

function rolesAt() {
  const wall = { now: NOW };
  return { wall, roles: new Roles(() => wall.now) };
}

const [ONE, TWO, THREE, FOUR] = ["0x1", "0x2", "0x3", "0x4"];

Deno.test("an agent signs for its account until its validity ends, and is nobody's afterwards", () => {
  const { wall, roles } = rolesAt();
  strictEqual(roles.masterOf(ONE), null);
  strictEqual(roles.wasAgent(ONE), false);
  strictEqual(roles.approve(BOB, { address: ONE, name: null, validUntil: LATER }), null);
  strictEqual(roles.masterOf(ONE), BOB);
  wall.now = LATER;
  strictEqual(roles.masterOf(ONE), BOB);
  wall.now++;
  strictEqual(roles.masterOf(ONE), null);
  strictEqual(roles.wasAgent(ONE), true);
  deepStrictEqual(roles.agentsOf(BOB), []);
  strictEqual(
    roles.approve("0xa11ce", { address: ONE, name: null, validUntil: LATER * 2 }),
    "Extra agent already used.",
  );
});

Deno.test("one agent has no name, and one of the same name replaces the other", () => {
  const { roles } = rolesAt();
  roles.approve(BOB, { address: ONE, name: null, validUntil: LATER });
  roles.approve(BOB, { address: TWO, name: "bot", validUntil: LATER });
  roles.approve(BOB, { address: THREE, name: null, validUntil: LATER });
  deepStrictEqual(roles.agentsOf(BOB).map(({ address, name }) => [address, name]), [[TWO, "bot"], [
    THREE,
    null,
  ]]);
  strictEqual(roles.masterOf(ONE), null);
  roles.approve(BOB, { address: null, name: "bot", validUntil: LATER });
  deepStrictEqual(roles.agentsOf(BOB).map(({ address }) => address), [THREE]);
  strictEqual(roles.masterOf(TWO), null);
  strictEqual(roles.approve(BOB, { address: null, name: "nobody", validUntil: LATER }), null);
});

Deno.test("three agents have names, and who expired or was replaced leaves a place", () => {
  const { wall, roles } = rolesAt();
  const tooMany = "Too many extra agents for cumulative volume traded. Current limit is 3";
  roles.approve(BOB, { address: ONE, name: "a", validUntil: LATER });
  roles.approve(BOB, { address: TWO, name: "b", validUntil: LATER + 5 });
  roles.approve(BOB, { address: THREE, name: "c", validUntil: LATER + 5 });
  strictEqual(roles.approve(BOB, { address: FOUR, name: "d", validUntil: LATER + 5 }), tooMany);
  strictEqual(roles.wasAgent(FOUR), false);
  wall.now = LATER + 1;
  strictEqual(roles.approve(BOB, { address: FOUR, name: "d", validUntil: LATER + 5 }), null);
  strictEqual(roles.approve(BOB, { address: "0x5", name: "d", validUntil: LATER + 5 }), null);
  strictEqual(roles.approve(BOB, { address: "0x6", name: null, validUntil: LATER + 5 }), null);
  strictEqual(roles.approve(BOB, { address: "0x7", name: "e", validUntil: LATER + 5 }), tooMany);
});

Deno.test("nobody is their own agent, or an agent again", () => {
  const { roles } = rolesAt();
  const used = "Extra agent already used.";
  strictEqual(roles.approve(BOB, { address: BOB, name: null, validUntil: LATER }), used);
  roles.approve(BOB, { address: ONE, name: null, validUntil: LATER });
  strictEqual(roles.approve(BOB, { address: ONE, name: null, validUntil: LATER }), used);
  strictEqual(roles.masterOf(ONE), BOB);
});

Deno.test("a validity that has ended is refused, and a name too long", () => {
  const { roles } = rolesAt();
  const agent = { address: ONE, name: null };
  strictEqual(roles.refusedApproval({ ...agent, validUntil: NOW }), "Agent valid_until already expired.");
  strictEqual(roles.refusedApproval({ ...agent, validUntil: NOW + 1 }), null);
  strictEqual(roles.refusedApproval({ ...agent, name: "sixteen letters.", validUntil: LATER }), null);
  const tooLong = "Agent name must be at most 16 characters";
  strictEqual(roles.refusedApproval({ ...agent, name: "seventeen letters", validUntil: LATER }), tooLong);
});

Deno.test("who was asked about is remembered", () => {
  const { roles } = rolesAt();
  strictEqual(roles.wasMentioned(ONE), false);
  roles.mention(ONE);
  strictEqual(roles.wasMentioned(ONE), true);
  for (let count = 0; count < 9_999; count++) roles.mention(`0x${count}-`);
  strictEqual(roles.wasMentioned(ONE), true);
  for (let count = 0; count < 20_000; count++) roles.mention(`0x${count}+`);
  strictEqual(roles.wasMentioned(ONE), false, "but not for ever");
});

Deno.test("a builder may ask what was approved, of that user", () => {
  const { roles } = rolesAt();
  strictEqual(roles.builderFee(BOB, ONE), 0);
  roles.approveBuilder(BOB, ONE, 10);
  strictEqual(roles.builderFee(BOB, ONE), 10);
  strictEqual(roles.builderFee("0xa11ce", ONE), 0);
  roles.approveBuilder(BOB, ONE, 0);
  strictEqual(roles.builderFee(BOB, ONE), 0);
});
