import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./errors.ts";
import type { PaperOptions } from "./paper_options.ts";

const KNOWN = { agents: ["trend", "llm"], profiles: ["conservative"], assets: ["BTC", "ETH", "SOL"] };

function read(line: string): PaperOptions {
  const parsed = parseCommandLine(["paper", ...line.split(" ").filter(Boolean)], KNOWN);
  assert.ok(parsed.command === "paper");
  return parsed.options;
}

Deno.test("without flags it is the mainnet, and both markets at their own addresses", () => {
  const { network, hyperliquid, binance, assets, interval, isNew, model } = read("");
  assert.deepEqual([network, hyperliquid, binance], [
    "mainnet",
    "https://api.hyperliquid.xyz",
    "https://fapi.binance.com",
  ]);
  assert.deepEqual([assets, interval, isNew, model], [["BTC", "ETH", "SOL"], "15m", false, null]);
});

Deno.test("a venue of one's own stands in for both, unless Binance has another address", () => {
  const own = read("--hyperliquid http://127.0.0.1:8900/");
  assert.deepEqual([own.hyperliquid, own.binance], ["http://127.0.0.1:8900", "http://127.0.0.1:8900"]);
  const both = read("--hyperliquid http://127.0.0.1:8900 --binance https://b.example --network testnet");
  assert.deepEqual([both.hyperliquid, both.binance], ["http://127.0.0.1:8900", "https://b.example"]);
  assert.equal(read("--network testnet").hyperliquid, "https://api.hyperliquid-testnet.xyz");
});

Deno.test("a model's answers are recorded unless something else is typed; not to keep them is refused", () => {
  assert.equal(read("--agent llm").model?.answers, "record");
  assert.equal(read("--agent llm --llm replay").model?.answers, "replay");
  assert.throws(
    () => read("--agent llm --llm live"),
    (error) => error instanceof UsageError && /wanted record/.test(error.message),
  );
});

Deno.test("what cannot be right is refused with what was wanted", () => {
  for (
    const line of [
      "--network main",
      "--hyperliquid 127.0.0.1",
      "--binance ftp://b.example",
      "--param fast=1",
      "--agent ./mine.ts --param fast",
    ]
  ) {
    assert.throws(() => read(line), UsageError, line);
  }
});
