import { deepStrictEqual, throws } from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";

const KNOWN = { agents: [], profiles: [] };

function read(line: string) {
  const parsed = parseCommandLine(`watch ${line}`.trim().split(" "), KNOWN);
  if (parsed.command !== "watch") throw new Error("another command answered");
  return parsed.options;
}

Deno.test("watch: the run, and what is not typed", () => {
  deepStrictEqual(read("last"), {
    ...{
      run: "last",
      afterMs: 120_000,
      everyMs: 10_000,
      network: "testnet",
      runs: "runs",
      json: false,
      debug: false,
    },
    hyperliquid: "https://api.hyperliquid-testnet.xyz",
  });
  const typed = read("7f3a --after 5m --every 1h --network mainnet --hyperliquid http://127.0.0.1:8900/");
  deepStrictEqual([typed.afterMs, typed.everyMs, typed.network], [300_000, 3_600_000, "mainnet"]);
  deepStrictEqual(typed.hyperliquid, "http://127.0.0.1:8900");
});

for (
  const [line, message] of [
    ["", /wanted one run/],
    ["a b", /wanted one run/],
    ["a --after 5", /--after "5" cannot be right; wanted a length of time such as 90s or 5m/],
    ["a --every 0s", /--every "0s" cannot be right/],
    ["a --network main", /no network "main"/],
    ["a --hyperliquid x", /--hyperliquid "x" cannot be right/],
  ] as const
) {
  Deno.test(`watch, refused: ${line || "nothing"}`, () => {
    throws(() => read(line), { name: "UsageError", message });
  });
}
