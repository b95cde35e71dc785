import assert from "node:assert/strict";
import { RISK_PROFILES } from "../../engine/mod.ts";
import { runTerms } from "./run_terms.ts";

const [BTC, ETH] = ["BTC", "ETH"].map((symbol) => ({
  symbol,
  szDecimals: 2,
  maxLeverage: 10,
  marginTiers: [],
}));

Deno.test("instruments come in the order they were asked for, a profile by name or from a file", () => {
  const named = runTerms({ assets: ["ETH", "BTC"], risk: { kind: "profile", name: "high" } }, [BTC, ETH]);
  assert.deepEqual(named, { instruments: [ETH, BTC], donors: [], profile: RISK_PROFILES.get("high") });
  const path = Deno.makeTempFileSync();
  try {
    const mine = { ...RISK_PROFILES.get("high")!, name: "mine" };
    Deno.writeTextFileSync(path, JSON.stringify(mine));
    assert.deepEqual(runTerms({ assets: [], risk: { kind: "file", path } }, []).profile, mine);
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("the smallest size is a limit of the profile, so it is in the run's key", () => {
  const asked = { assets: [], risk: { kind: "profile", name: "high" } } as const;
  assert.deepEqual(runTerms({ ...asked, smallest: true }, []).profile, {
    ...RISK_PROFILES.get("high"),
    smallest: true,
  });
  assert.deepEqual(runTerms({ ...asked, smallest: false }, []).profile, RISK_PROFILES.get("high"));
});
