import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { launchPlan } from "./launch_plan.ts";
import type { Variables } from "./variables.ts";

function planOf(line: string, variables: Variables = {}) {
  return launchPlan(line.split(" "), () => variables);
}

Deno.test("watch reaches its venue and who is told, reads the key, and writes beside the run", () => {
  const [, , write, env, net, ...rest] = planOf("watch last").permissions;
  deepStrictEqual([write, net, rest], [
    "--allow-write=runs",
    "--allow-net=api.hyperliquid-testnet.xyz:443",
    [],
  ]);
  ok(env.includes("HYPERLIQUID_PRIVATE_KEY,") && !env.includes("ALERT"));
  const hook = { ALERT_WEBHOOK_URL: "https://example.org/x" };
  const told = planOf("watch a/b/7f3a --network mainnet --runs mine", hook).permissions;
  deepStrictEqual(told[2], "--allow-write=mine,a/b/7f3a");
  deepStrictEqual(told.at(-1), "--allow-net=api.hyperliquid.xyz:443,example.org:443");
  ok(told[3].includes("ALERT_WEBHOOK_URL"));
});

Deno.test("watch: a venue of one's own is told by the variable, and mainnet only by the flag", () => {
  const own = planOf("watch last", { HYPERLIQUID_BASE_URL: "http://127.0.0.1:8900" });
  deepStrictEqual(own.words, ["watch", "last", "--hyperliquid=http://127.0.0.1:8900"]);
  deepStrictEqual(own.permissions.at(-1), "--allow-net=127.0.0.1:8900");
  const typed = planOf("watch --hyperliquid http://127.0.0.1:8900 --runs a/b 7f3a").permissions;
  deepStrictEqual([typed[2], typed.at(-1)], ["--allow-write=a/b", "--allow-net=127.0.0.1:8900"]);
  throws(
    () => planOf("watch last", { HYPERLIQUID_NETWORK: "mainnet" }),
    /only where --network mainnet is typed/,
  );
});
