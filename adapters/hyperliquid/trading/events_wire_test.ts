import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { movementsWire, transferOf } from "./events_wire.ts";

const USER = `0x${"a".repeat(40)}`;
const OTHER = `0x${"B".repeat(40)}`;

function moved(delta: Record<string, unknown>): number | null {
  const [row] = movementsWire.parse([{ time: 5, hash: "0x0", delta }]);
  return transferOf(row, USER)?.event.amountUsd ?? null;
}

const ROWS: readonly (readonly [string, Record<string, unknown>, number | null])[] = [
  ["a deposit", { type: "deposit", usdc: "10.5" }, 10.5],
  ["a withdrawal and its fee", { type: "withdraw", usdc: "10.0", nonce: 1, fee: "1.0" }, -11],
  ["from spot", { type: "accountClassTransfer", usdc: "10.0", toPerp: true }, 10],
  ["to spot", { type: "accountClassTransfer", usdc: "10.0", toPerp: false }, -10],
  [
    "sent to somebody",
    { type: "internalTransfer", usdc: "10.0", user: USER, destination: OTHER, fee: "0.1" },
    -10.1,
  ],
  [
    "sent by somebody",
    { type: "internalTransfer", usdc: "10.0", user: OTHER, destination: USER, fee: "0.1" },
    10,
  ],
  ["to a sub-account", { type: "subAccountTransfer", usdc: "10.0", user: USER, destination: OTHER }, -10],
  ["from a sub-account", { type: "subAccountTransfer", usdc: "10.0", user: OTHER, destination: USER }, 10],
  ["into a vault", { type: "vaultDeposit", vault: OTHER, usdc: "10.0" }, -10],
  [
    "out of a vault",
    { type: "vaultWithdraw", vault: OTHER, netWithdrawnUsd: "9.0", requestedUsd: "10.0" },
    9,
  ],
  ["a liquidation, which its fills tell", { type: "liquidation", accountValue: "1.0" }, null],
  ["spot tokens", { type: "spotTransfer", token: "HYPE", amount: "1.0", usdcValue: "20.0" }, null],
  ["what nobody knows", { type: "somethingNew", usdc: "10.0" }, null],
];

for (const [what, delta, amountUsd] of ROWS) {
  Deno.test(`transferOf: ${what}`, () => strictEqual(moved(delta), amountUsd));
}

Deno.test("transferOf: two of one moment are told apart, one that comes twice is the same", () => {
  const keys = ["10.0", "11.0", "10.0"].map((usdc) => {
    const [row] = movementsWire.parse([{ time: 5, delta: { type: "deposit", usdc } }]);
    return transferOf(row, USER)!.key;
  });
  strictEqual(keys[0], keys[2]);
  strictEqual(new Set(keys).size, 2);
});

Deno.test("movementsWire: an amount that is none is refused, not taken for another kind", () => {
  throws(() => movementsWire.parse([{ time: 5, delta: { type: "deposit", usdc: "1e5" } }]));
  deepStrictEqual(movementsWire.parse([]), []);
});
