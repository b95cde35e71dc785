import {
  type Agent,
  atr,
  bollinger,
  type Decided,
  type Decision,
  ema,
  hold,
  type IntervalView,
  type Observation,
  rsi,
} from "../../../engine/mod.ts";

/** Share of equity in a trade, as margin at 1×. */
const INVESTED = 0.9;
/** Distance of the stop and of the target from the price, in ATR14. */
const STOP = 1.5;
const TARGET = 3;
/** RSI14 beyond which a move is not followed. */
const OVERBOUGHT = 70;
const OVERSOLD = 30;

/**
 * Enters where EMA9 crosses EMA21, RSI14 is not exhausted and the close lies inside the Bollinger bands; leaves by stop
 * or target.
 */
const bands: Agent = {
  name: "bands",
  needs: [{
    interval: "decision",
    indicators: [ema(9), ema(21), rsi(14), atr(14), bollinger(20, 2)],
    values: 2,
  }],
  decide(observation: Observation): Decided {
    return { decisions: observation.assets.map((view) => decideOne(view, observation)) };
  },
};

function decideOne(view: Observation["assets"][number], { account, assets }: Observation): Decision {
  const { asset, position, mid } = view;
  if (position !== null) return hold(asset, "until stop or target");
  const candles = view.on();
  const close = candles.closes.last;
  const strength = candles.series("rsi14").last;
  const inside = close < candles.series("bollinger20-2.upper").last &&
    close > candles.series("bollinger20-2.lower").last;
  if (!inside || strength > OVERBOUGHT || strength < OVERSOLD) return hold(asset, "exhausted");
  const up = isAbove(candles, 0);
  if (up === isAbove(candles, 1)) return hold(asset, "no cross");
  const range = candles.series("atr14").last * (up ? 1 : -1);
  return {
    asset,
    action: up ? "buy" : "sell",
    allocationUsd: INVESTED * account.equityUsd / assets.length,
    leverage: 1,
    stop: mid - STOP * range,
    target: mid + TARGET * range,
    rationale: "with the averages",
  };
}

function isAbove(candles: IntervalView, ago: number): boolean {
  return candles.series("ema9").at(ago) > candles.series("ema21").at(ago);
}

export default bands;
