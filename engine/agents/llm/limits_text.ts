import { type Instrument, MINIMUM_ORDER_USD } from "../../model/instrument.ts";
import type { RiskProfile } from "../../model/risk_profile.ts";
import { percentText } from "./shown_text.ts";
import type { Sight } from "./sight.ts";

/** What the gate enforces in this run, with the profile's numbers, one limit a line. */
export function limitsText(profile: RiskProfile, instruments: readonly Instrument[], sight: Sight): string {
  const { maxMarginShare, maxGrossLeverage, coolDownCandles, dayLossHalt, drawdownHalt } = profile;
  const { defaultStopDistance, maxStopDistance, defaultTargetDistance } = profile;
  const target = defaultTargetDistance === null
    ? "there is no target unless you give one"
    : `the target is ${percentText(defaultTargetDistance)} away where you give none`;
  const lines = [
    `margin in one asset: at most ${percentText(maxMarginShare)} of equity`,
    `leverage: ${leverageText(profile, instruments, sight)}, whole numbers`,
    `value of all positions together: at most ${maxGrossLeverage} times equity`,
    `an order is worth at least ${MINIMUM_ORDER_USD} USD`,
    `the stop is ${percentText(defaultStopDistance)} away where you give none, and at most ${
      percentText(maxStopDistance)
    }; it must lie before the liquidation price; ${target}`,
    `one decision for each asset in a cycle`,
  ];
  if (coolDownCandles > 0) {
    lines.push(`cool-down: ${coolDownCandles} whole candles must close between an exit and the next entry`);
  }
  if (dayLossHalt !== null) {
    lines.push(`no entries for the rest of a UTC day that lost ${percentText(dayLossHalt)}`);
  }
  if (drawdownHalt !== null) lines.push(`no entries at all after a drawdown of ${percentText(drawdownHalt)}`);
  return lines.map((line) => `- ${line}`).join("\n");
}

/** One number where it is the same for all: the venue's own limits would give an asset away. */
function leverageText(profile: RiskProfile, instruments: readonly Instrument[], sight: Sight): string {
  const limits = new Map(
    instruments.map(({ symbol, maxLeverage }) => [symbol, Math.min(maxLeverage, profile.maxLeverage)]),
  );
  const [first, ...others] = new Set(limits.values());
  if (others.length === 0) return `at most ${first}`;
  return `at most ${sight.assets.map((asset) => `${limits.get(asset)} for ${sight.name(asset)}`).join(", ")}`;
}
