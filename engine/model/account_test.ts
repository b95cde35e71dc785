import { strictEqual } from "node:assert/strict";
import { accountOf, positionOf10 } from "../testing/accounts.ts";
import { grossNotional, positionOf } from "./account.ts";

Deno.test("the position of an asset is the one of that name, or null", () => {
  const account = accountOf({ positions: [positionOf10(), positionOf10({ asset: "SOL", size: 3 })] });
  strictEqual(positionOf(account, "SOL")?.size, 3);
  strictEqual(positionOf(account, "BTC"), null);
});

Deno.test("gross notional adds longs and shorts alike", () => {
  strictEqual(grossNotional(accountOf()), 0);
  const positions = [positionOf10(), positionOf10({ asset: "SOL", side: "short", size: 3 })];
  strictEqual(grossNotional(accountOf({ positions })), 1300);
});
