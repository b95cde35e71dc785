import { match, strictEqual } from "node:assert/strict";
import type { RiskProfile } from "../../model/risk_profile.ts";
import { BTC, ETH, SOL } from "../../testing/instruments.ts";
import { limitsText } from "./limits_text.ts";
import { blindSight, plainSight } from "./sight.ts";

const ALL = [BTC, ETH, SOL];
const PROFILE: RiskProfile = {
  name: "mine",
  maxMarginShare: 0.4,
  maxLeverage: 5,
  maxGrossLeverage: 1.5,
  defaultStopDistance: 0.02,
  maxStopDistance: 0.03,
  defaultTargetDistance: 0.04,
  coolDownCandles: 3,
  dayLossHalt: 0.03,
  drawdownHalt: 0.1,
};

Deno.test("every number of the profile is told", () => {
  const text = limitsText(PROFILE, ALL, plainSight(ALL));
  for (
    const number of [
      "40.00 %",
      "at most 5,",
      "1.5 times",
      "2.00 %",
      "3.00 %",
      "4.00 %",
      ": 3 whole",
      "10.00 %",
    ]
  ) {
    match(text, new RegExp(number));
  }
  strictEqual(text.split("\n").length, 9);
});

Deno.test("what the profile does not limit is not told", () => {
  const open = {
    ...PROFILE,
    coolDownCandles: 0,
    dayLossHalt: null,
    drawdownHalt: null,
    defaultTargetDistance: null,
  };
  const text = limitsText(open, ALL, plainSight(ALL));
  strictEqual(text.split("\n").length, 6);
  match(text, /there is no target unless you give one/);
});

Deno.test("leverage: one number where it is the same for all, else each asset's own, by its shown name", () => {
  const wide = { ...PROFILE, maxLeverage: 30 };
  match(
    limitsText(wide, ALL, plainSight(ALL)),
    /leverage: at most 30 for BTC, 25 for ETH, 20 for SOL, whole/,
  );
  const blind = blindSight(ALL, 1);
  const named = blind.assets.map((asset) =>
    `${{ BTC: 30, ETH: 25, SOL: 20 }[asset]} for ${blind.name(asset)}`
  );
  match(limitsText(wide, ALL, blind), new RegExp(`leverage: at most ${named.join(", ")}, whole`));
});
