import { deepStrictEqual, throws } from "node:assert/strict";
import type { KeySources } from "./private_key.ts";
import { readTradingKeys } from "./trading_terms.ts";

const KEY = "ab".repeat(32);
const ACCOUNT = `0x${"Cd".repeat(20)}`;

function sources(variables: Readonly<Record<string, string>>, envFile = ""): KeySources {
  return {
    envFile: { path: ".env", text: envFile, mode: 0o600 },
    environment: (name) => variables[name],
    open: () => ({ path: "key", text: KEY, mode: 0o600 }),
  };
}

Deno.test("readTradingKeys: key and account, from the environment before .env", () => {
  deepStrictEqual(readTradingKeys(sources({})), { key: null, account: null });
  const file = `HYPERLIQUID_PRIVATE_KEY=${KEY}\nHYPERLIQUID_ACCOUNT_ADDRESS=0x${"1".repeat(40)}\n`;
  deepStrictEqual(readTradingKeys(sources({}, file)), { key: KEY, account: `0x${"1".repeat(40)}` });
  const account = readTradingKeys(sources({ HYPERLIQUID_ACCOUNT_ADDRESS: ACCOUNT }, file)).account;
  deepStrictEqual(account, ACCOUNT.toLowerCase());
});

Deno.test("readTradingKeys: what is no address is refused", () => {
  for (const typed of ["me", ACCOUNT.slice(0, -1), `${ACCOUNT}0`, KEY]) {
    throws(
      () => readTradingKeys(sources({ HYPERLIQUID_ACCOUNT_ADDRESS: typed })),
      ({ message }: Error) => /is no address; wanted 0x and 40/.test(message) && !message.includes(KEY),
    );
  }
});
