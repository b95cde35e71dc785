import { type Decision, hold } from "../model/decision.ts";
import type { AssetView, IntervalView, Observation } from "../model/observation.ts";
import type { Agent, Decided } from "./agent.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";

/** Share of equity in one trade, as margin at 1×. */
const ALLOCATION = 0.2;
/** RSI(14) beyond these on the decision interval: too late to enter. */
const OVERBOUGHT = 70;
const OVERSOLD = 30;
/** The stop lies this many ATR(14) of four hours away, within what the profile allows. */
const STOP_ATR = 1;
/** The target lies this many stops away. */
const REWARD = 3;
/** Widest and nearest stop it asks for, as a fraction of the price. */
const WIDEST_STOP = 0.01;
const NEAREST_STOP = 0.004;

/**
 * Follows the trend: direction from EMA20 against EMA50 and the MACD histogram on four hours; entry when price,
 * MACD and RSI on the decision interval agree; exit when the four-hour trend has turned.
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
  const slow = direction(view.on("4h"));
  if (position !== null) {
    const against = position.side === "long" ? slow < 0 : slow > 0;
    return against
      ? { asset, action: "close", rationale: "the four-hour trend has turned" }
      : hold(asset, "the trend still holds");
  }
  if (slow === 0) return hold(asset, "no trend on four hours");
  if (!confirms(view.on(), slow)) return hold(asset, "the short interval does not confirm");
  return enter(view, slow, ALLOCATION * account.equityUsd);
}

/** +1 up, −1 down, 0 when the signs disagree. */
function direction(view: IntervalView): number {
  const spread = view.series("ema20").last - view.series("ema50").last;
  const histogram = view.series("macd12-26-9.histogram").last;
  if (spread > 0 && histogram > 0) return 1;
  return spread < 0 && histogram < 0 ? -1 : 0;
}

/** The MACD line has just crossed its signal in the trend's direction, on the trend's side of EMA20. */
function confirms(view: IntervalView, slow: number): boolean {
  const histogram = view.series("macd12-26-9.histogram");
  const crossed = histogram.last * slow > 0 && histogram.at(1) * slow <= 0;
  if (!crossed) return false;
  const above = (view.closes.last - view.series("ema20").last) * slow > 0;
  const rsi = view.series("rsi14").last;
  return above && (slow > 0 ? rsi < OVERBOUGHT : rsi > OVERSOLD);
}

function enter(view: AssetView, slow: number, allocationUsd: number): Decision {
  const { asset, mid } = view;
  const atr = view.on("4h").series("atr14").last;
  const distance = Math.min(WIDEST_STOP, Math.max(NEAREST_STOP, STOP_ATR * atr / mid));
  return {
    asset,
    action: slow > 0 ? "buy" : "sell",
    allocationUsd,
    leverage: 1,
    stop: mid * (1 - slow * distance),
    target: mid * (1 + slow * distance * REWARD),
    exitPlan: "Leave when EMA20 and the MACD histogram on four hours both turn.",
    rationale: `four-hour trend ${
      slow > 0 ? "up" : "down"
    }, MACD crossed its signal with it on the short interval`,
  };
}
