import { doesNotThrow, match, strictEqual, throws } from "node:assert/strict";
import { AGENT_PROFILES, RISK_PROFILES } from "../../engine/mod.ts";
import { confirmLive } from "./confirm_live.ts";
import type { LiveOptions } from "./live_options.ts";
import type { Terminal } from "./terminal.ts";

const PLAN = {
  ...{ account: "0xabc", profile: RISK_PROFILES.get("conservative")! },
  actions: { left: 9_876, allowed: 10_000, remark: null as string | null },
};
const OPTIONS = {
  ...{
    network: "mainnet",
    hyperliquid: "https://api.hyperliquid.xyz",
    agent: "trend",
    assets: ["BTC", "ETH"],
    interval: "15m",
    yes: false,
    smallest: false,
  },
} as unknown as LiveOptions;

function confirm(typed: string | null, given: Partial<LiveOptions> = {}, plan = PLAN): string {
  let text = "";
  const terminal = { note: (part: string) => void (text += part) } as Terminal;
  confirmLive({ ...OPTIONS, ...given }, plan, { terminal, ask: () => typed });
  return text;
}

Deno.test("before the first order: what is traded, for how much, where it ends; the network's name begins it", () => {
  const text = confirm(" mainnet ");
  for (
    const wanted of [
      /^MAINNET: real money$/m,
      /venue {5}api\.hyperliquid\.xyz$/m,
      /account {3}0xabc/,
      /actions {3}9876 of 10000 left$/m,
      /trend on BTC, ETH, every 15m/,
      /40 % of equity as margin in a trade, leverage up to 5, all positions up to 1.5 times equity/,
      /3 % away at most/,
      /no entries at 3 % down in a UTC day, 10 % below its highest equity for good/,
      /do last stop --flatten/,
      /type mainnet to begin: $/,
    ]
  ) match(text, wanted);
  match(confirm("testnet", { network: "testnet" }), /^testnet: play money$/m);
  match(confirm("mainnet", { smallest: true }), /the smallest that the venue takes, about 12 USD an entry/);
  const far = { ...PLAN, profile: AGENT_PROFILES.get("buy-and-hold")! };
  match(
    confirm("mainnet", { smallest: true }, far),
    /about 56 USD an entry\n.*80 % away at most\n.*halts {5}none/,
  );
});

Deno.test("before the first order: anything else typed, and nobody who could type, sends nothing; --yes is not asked", () => {
  for (const typed of ["yes", "", "testnet", "MAINNET"]) {
    throws(() => confirm(typed), {
      name: "FailureError",
      message: `"${typed}" was typed, not mainnet: nothing was sent`,
    });
  }
  throws(() => confirm(null), { name: "UsageError", message: /wanted a terminal, or --yes/ });
  doesNotThrow(() => confirm(null, { yes: true }));
  strictEqual(confirm(null, { yes: true }), "");
});

Deno.test("before the first order: that few actions are left is said, with --yes too", () => {
  const few = { ...PLAN, actions: { left: 12, allowed: 10_000, remark: "only what protects is sent" } };
  match(confirm("mainnet", {}, few), /actions {3}only what protects is sent$/m);
  strictEqual(confirm(null, { yes: true }, few), "live: only what protects is sent\n");
});
