import { type Decision, hold } from "../model/decision.ts";
import type { AssetView, IntervalView, Observation } from "../model/observation.ts";
import type { Agent, Decided } from "./agent.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";

/** Share of equity in one trade, as margin at 1×. */
const ALLOCATION = 0.2;
/** EMA20 and EMA50 of four hours must be this many ATR14 apart before it is called a trend. */
const TREND = 1.5;
/** RSI14 beyond these on the decision interval: too late to enter. */
const OVERBOUGHT = 70;
const OVERSOLD = 30;

/**
 * Follows the trend. Direction: EMA20 well apart from EMA50 on four hours, the MACD histogram there agreeing.
 * Entry: on the decision interval MACD has just crossed its signal with the trend, price is on the trend's side of
 * EMA20, RSI14 is not exhausted. Exit: the averages of four hours have crossed back. Stop and target are the
 * profile's.
 */
export const trend: Agent = {
  name: "trend",
  needs: STANDARD_NEEDS,
  decide(observation: Observation): Decided {
    return { decisions: observation.assets.map((view) => decideOne(view, observation)) };
  },
};

function decideOne(view: AssetView, { account }: Observation): Decision {
  const { asset, position } = view;
  const strength = strengthOf(view.on("4h"));
  if (position !== null) {
    const turned = position.side === "long" ? strength < 0 : strength > 0;
    return turned
      ? { asset, action: "close", rationale: "EMA20 and EMA50 of four hours have crossed back" }
      : hold(asset, "the trend still holds");
  }
  const direction = Math.sign(strength);
  if (Math.abs(strength) < TREND || !agrees(view.on("4h"), direction)) {
    return hold(asset, "no trend on four hours");
  }
  if (!confirms(view.on(), direction)) return hold(asset, "the short interval does not confirm");
  return {
    asset,
    action: direction > 0 ? "buy" : "sell",
    allocationUsd: ALLOCATION * account.equityUsd,
    leverage: 1,
    exitPlan: "Leave when EMA20 and EMA50 on four hours cross back.",
    rationale: `the four-hour trend is ${direction > 0 ? "up" : "down"} and MACD crossed its signal with it`,
  };
}

/** How far EMA20 is from EMA50, in ATR14; above zero in an upward trend. */
function strengthOf(view: IntervalView): number {
  return (view.series("ema20").last - view.series("ema50").last) / view.series("atr14").last;
}

function agrees(view: IntervalView, direction: number): boolean {
  return view.series("macd12-26-9.histogram").last * direction > 0;
}

function confirms(view: IntervalView, direction: number): boolean {
  const histogram = view.series("macd12-26-9.histogram");
  const crossed = histogram.last * direction > 0 && histogram.at(1) * direction <= 0;
  if (!crossed || (view.closes.last - view.series("ema20").last) * direction <= 0) return false;
  const rsi = view.series("rsi14").last;
  return direction > 0 ? rsi < OVERBOUGHT : rsi > OVERSOLD;
}
