import { deepStrictEqual, throws } from "node:assert/strict";
import { launchPlan } from "./launch_plan.ts";
import type { Variables } from "./variables.ts";

function planOf(line: string, variables: Variables = {}) {
  return launchPlan(line.split(" "), () => variables);
}

Deno.test("testnet-check reaches the testnet alone, whatever the network's variable says", () => {
  for (
    const variables of [{}, { HYPERLIQUID_NETWORK: "mainnet", ALERT_WEBHOOK_URL: "https://example.org/x" }]
  ) {
    const [, , write, env, net, ...rest] = planOf("testnet-check", variables).permissions;
    deepStrictEqual([write, net, rest], [
      "--allow-write=.cache",
      "--allow-net=api.hyperliquid-testnet.xyz:443",
      [],
    ]);
    deepStrictEqual(
      env,
      "--allow-env=HYPERLIQUID_PRIVATE_KEY,HYPERLIQUID_PRIVATE_KEY_FILE,HYPERLIQUID_ACCOUNT_ADDRESS",
    );
  }
});

Deno.test("testnet-check: a venue of one's own, never the mainnet", () => {
  const own = planOf("testnet-check", { HYPERLIQUID_BASE_URL: "http://127.0.0.1:8900" });
  deepStrictEqual(own.words, ["testnet-check", "--hyperliquid=http://127.0.0.1:8900"]);
  deepStrictEqual(own.permissions.at(-1), "--allow-net=127.0.0.1:8900");
  const mainnet = "https://api.hyperliquid.xyz";
  throws(() => planOf(`testnet-check --hyperliquid ${mainnet}`), /is the mainnet, where nothing is tried/);
  throws(() => planOf("testnet-check", { HYPERLIQUID_BASE_URL: mainnet }), /is the mainnet/);
});
