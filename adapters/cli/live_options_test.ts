import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./errors.ts";
import type { LiveOptions } from "./live_options.ts";

const KNOWN = { agents: ["trend", "llm"], profiles: ["conservative"], assets: ["BTC", "ETH", "SOL"] };

function read(line: string): LiveOptions {
  const parsed = parseCommandLine(["live", ...line.split(" ").filter(Boolean)], KNOWN);
  assert.ok(parsed.command === "live");
  return parsed.options;
}

Deno.test("live is the testnet unless told otherwise", () => {
  assert.deepEqual([read("").network, read("").hyperliquid], [
    "testnet",
    "https://api.hyperliquid-testnet.xyz",
  ]);
  assert.equal(read("--network mainnet").hyperliquid, "https://api.hyperliquid.xyz");
});

Deno.test("live: how an exchange is simulated means nothing to a real one", () => {
  for (const line of ["--capital 5", "--slippage none", "--latency zero", "--path ohlc"]) {
    assert.throws(() => read(line), (error) => error instanceof UsageError && error.command === "live", line);
  }
  assert.equal(read("--max-slippage-bps 50").simulation.maxSlippageBps, 50);
});

Deno.test("live: nothing is only looked at, consented to or made small unless it is typed", () => {
  const { check, yes, smallest } = read("");
  assert.deepEqual([check, yes, smallest], [false, false, false]);
  const typed = read("--check --yes --smallest");
  assert.deepEqual([typed.check, typed.yes, typed.smallest], [true, true, true]);
});
