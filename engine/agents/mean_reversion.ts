import { type Decision, hold } from "../model/decision.ts";
import type { AssetView, Observation } from "../model/observation.ts";
import type { Agent, Decided } from "./agent.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";

/** Share of equity in one trade, as margin at 1×. */
const ALLOCATION = 0.2;
/** RSI7 and RSI14 at or below these together: a fall is overdone; mirrored for a rise. */
const OVERDONE_7 = 6;
const OVERDONE_14 = 20;
/** RSI7 at which the way back is done; mirrored for a short. */
const DONE = 55;
/** A four-hour trend stronger than this (EMA20 from EMA50, in ATR14) is not stood against. */
const STRONG_TREND = 2;

/**
 * Bets on the way back: enters against a move that RSI7 and RSI14 on the decision interval both call overdone,
 * unless the four-hour trend is strong; leaves when RSI7 is past the middle. Stop and target are the profile's.
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
  const rsi7 = view.on().series("rsi7").last;
  if (position !== null) {
    const done = position.side === "long" ? rsi7 >= DONE : rsi7 <= 100 - DONE;
    return done
      ? { asset, action: "close", rationale: "RSI7 is past the middle" }
      : hold(asset, "the way back is not done");
  }
  const action = overdone(rsi7, view.on().series("rsi14").last);
  if (action === null) return hold(asset, "nothing is overdone");
  if (standsAgainst(view, action)) return hold(asset, "overdone, but the four-hour trend is strong");
  return {
    asset,
    action,
    allocationUsd: ALLOCATION * account.equityUsd,
    leverage: 1,
    exitPlan: `Leave when RSI7 is back past ${action === "buy" ? DONE : 100 - DONE}.`,
    rationale: `RSI7 and RSI14 say the ${
      action === "buy" ? "fall" : "rise"
    } is overdone; no strong trend against it`,
  };
}

function overdone(rsi7: number, rsi14: number): "buy" | "sell" | null {
  if (rsi7 <= OVERDONE_7 && rsi14 <= OVERDONE_14) return "buy";
  return rsi7 >= 100 - OVERDONE_7 && rsi14 >= 100 - OVERDONE_14 ? "sell" : null;
}

function standsAgainst(view: AssetView, action: "buy" | "sell"): boolean {
  const slow = view.on("4h");
  const strength = (slow.series("ema20").last - slow.series("ema50").last) / slow.series("atr14").last;
  return action === "buy" ? strength < -STRONG_TREND : strength > STRONG_TREND;
}
