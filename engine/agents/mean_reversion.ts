import { type Decision, hold } from "../model/decision.ts";
import type { AssetView, Observation } from "../model/observation.ts";
import type { Agent, Decided } from "./agent.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";

/** Share of equity in one trade, as margin at 1×. */
const ALLOCATION = 0.2;
/** RSI(7) at which a move is held to be overdone. */
const OVERSOLD = 18;
const OVERBOUGHT = 82;
/** RSI(7) at which it is held to be over. */
const MIDDLE = 50;
/** A four-hour trend stronger than this (EMA20 against EMA50, in ATR14) is not stood against. */
const STRONG_TREND = 1.5;

/**
 * Bets on the way back: enters against an overdone move of RSI(7) on the decision interval, unless the
 * four-hour trend is strong; leaves when RSI(7) is back in the middle.
 */
export const meanReversion: Agent = {
  name: "mean-reversion",
  needs: STANDARD_NEEDS,
  decide(observation: Observation): Decided {
    return { decisions: observation.assets.map((view) => decideOne(view, observation)) };
  },
};

function decideOne(view: AssetView, { account }: Observation): Decision {
  const { asset, position } = view;
  const rsi = view.on().series("rsi7").last;
  if (position !== null) {
    const back = position.side === "long" ? rsi >= MIDDLE : rsi <= MIDDLE;
    return back
      ? { asset, action: "close", rationale: "RSI7 is back in the middle" }
      : hold(asset, "the way back is not done");
  }
  const action = rsi <= OVERSOLD ? "buy" : rsi >= OVERBOUGHT ? "sell" : null;
  if (action === null) return hold(asset, "nothing is overdone");
  if (standsAgainst(view, action)) return hold(asset, "overdone, but the four-hour trend is strong");
  return {
    asset,
    action,
    allocationUsd: ALLOCATION * account.equityUsd,
    leverage: 1,
    exitPlan: "Leave when RSI7 is back at 50.",
    rationale: `RSI7 ${
      action === "buy" ? "oversold" : "overbought"
    } without a strong four-hour trend against it`,
  };
}

function standsAgainst(view: AssetView, action: "buy" | "sell"): boolean {
  const slow = view.on("4h");
  const strength = (slow.series("ema20").last - slow.series("ema50").last) / slow.series("atr14").last;
  return action === "buy" ? strength < -STRONG_TREND : strength > STRONG_TREND;
}
