import { minuteOf } from "../../model/civil_date.ts";
import type { AssetView, IntervalView, Observation } from "../../model/observation.ts";
import { candlesSince } from "../../model/interval.ts";
import type { ExitPlan } from "../../model/exit_plan.ts";
import type { ActiveTrade } from "../../model/trade_book.ts";
import type { RiskProfile } from "../../model/risk_profile.ts";
import { decisionLine, orderLine, tradeLine } from "./history_lines.ts";
import { isPriceLike } from "./price_like.ts";
import { fenced, figuresText, figureText, percentText, usdText } from "./shown_text.ts";
import type { Sight } from "./sight.ts";

/** So many past decisions and closed trades stand in the prompt; a tool tells the rest. */
const SHOWN_DECISIONS = 6;
const SHOWN_TRADES = 4;

/** Through what, and under which limits, a situation is told. */
export interface Telling {
  readonly sight: Sight;
  readonly profile: Pick<RiskProfile, "coolDownCandles">;
}

/**
 * The situation of one cycle in words and figures: market time, the account, each asset, what was decided before. It holds
 * no wall time and no id, so that every composition tells the same market in the same bytes.
 */
export function situationText(observation: Observation, telling: Telling): string {
  const { close, interval, account, held } = observation;
  const { sight } = telling;
  const lines = [
    "# Now",
    `time ${minuteOf(sight.time(close))}, a candle of ${interval} has just closed`,
    "",
    "# Account",
    `equity ${usdText(account.equityUsd)} USD, cash ${usdText(account.balanceUsd)}, free for margin ${
      usdText(account.freeUsd)
    }, return since the start ${percentText(account.totalReturn)}, Sharpe ratio ${
      figureText(account.sharpe())
    }`,
  ];
  for (const asset of sight.assets) {
    lines.push("", ...assetLines(asset, observation, telling));
  }
  for (const { asset } of held) {
    if (!sight.assets.includes(asset)) continue;
    lines.push("", `## ${sight.name(asset)}`, "cannot be observed now; hold");
  }
  lines.push("", "# Your last decisions that asked for something", ...pastLines(observation, sight));
  return lines.join("\n");
}

function assetLines(asset: string, observation: Observation, telling: Telling): string[] {
  const view = observation.assets.find((one) => one.asset === asset);
  if (view === undefined) return [];
  const { sight } = telling;
  return [
    `## ${sight.name(asset)}`,
    priceLine(view, sight),
    ...positionLines(view, observation, sight),
    ...orderLines(view, observation, sight),
    ...coolDownLines(view, observation, telling),
    ...view.intervals.flatMap((of) => seriesLines(asset, of, sight)),
  ];
}

function priceLine(view: AssetView, sight: Sight): string {
  const { asset, mark, mid, oracle, fundingHourly, fundingAnnualized, openInterest } = view;
  const price = (value: number | null) => figureText(value === null ? null : sight.price(asset, value));
  return `mark ${price(mark)}, mid ${price(mid)}, oracle ${price(oracle)}, funding ${
    percentText(fundingHourly, 5)
  } an hour (${percentText(fundingAnnualized)} a year), open interest ${
    figureText(openInterest === null ? null : sight.size(asset, openInterest))
  }`;
}

function positionLines({ asset, position }: AssetView, { account }: Observation, sight: Sight): string[] {
  if (position === null) return ["position: none"];
  const { side, size, entryPrice, leverage, marginUsedUsd, unrealizedPnlUsd, liquidationPrice } = position;
  const trade = account.activeTrades.find((one) => one.asset === asset);
  const liquidation = liquidationPrice === null ? "none" : figureText(sight.price(asset, liquidationPrice));
  const line = `position: ${side} ${figureText(sight.size(asset, size))} from ${
    figureText(sight.price(asset, entryPrice))
  }, leverage ${leverage}, margin ${usdText(marginUsedUsd)} USD, unrealised ${
    usdText(unrealizedPnlUsd)
  } USD, liquidation ${liquidation}`;
  return trade === undefined ? [line] : [line, ...planLines(trade, sight)];
}

function planLines({ asset, openedAt, plan }: ActiveTrade, sight: Sight): string[] {
  const price = (value: number | null) => value === null ? "none" : figureText(sight.price(asset, value));
  const lines = [
    `opened ${minuteOf(sight.time(openedAt))}, stop ${price(plan.stop)}, target ${price(plan.target)}`,
  ];
  if (plan.words !== "") lines.push(`exit plan: ${fenced(plan.words)}`);
  return [...lines, ...invalidationLines(asset, plan, sight)];
}

function invalidationLines(asset: string, { invalidation }: ExitPlan, sight: Sight): string[] {
  if (invalidation === undefined) return [];
  const { indicator, interval, comparison, level } = invalidation;
  const shown = isPriceLike(indicator) ? sight.price(asset, level) : level;
  return [`invalidation: ${indicator} on ${interval} ${comparison} ${figureText(shown)}`];
}

/** Waiting orders by what they do, not by the venue's order or their ids. */
function orderLines({ asset }: AssetView, { account }: Observation, sight: Sight): string[] {
  const lines = account.openOrders.filter((order) => order.asset === asset).map((order) =>
    orderLine(order, sight)
  );
  return lines.sort();
}

function coolDownLines(
  { asset }: AssetView,
  { close, interval, account }: Observation,
  telling: Telling,
): string[] {
  const { coolDownCandles } = telling.profile;
  const last = account.closedTrades.findLast((trade) => trade.asset === asset);
  if (last === undefined || coolDownCandles === 0) return [];
  const passed = candlesSince(last.closedAt, close, interval);
  if (passed >= coolDownCandles) return [];
  return [`cool-down: ${passed} of ${coolDownCandles} candles have passed; no entry`];
}

function seriesLines(asset: string, view: IntervalView, sight: Sight): string[] {
  const { interval, closes, outputs } = view;
  const line = (name: string, values: number[]): string => {
    if (isPriceLike(name)) {
      for (let index = 0; index < values.length; index++) values[index] = sight.price(asset, values[index]);
    }
    return `${interval} ${name}: ${figuresText(values)}`;
  };
  return [
    line("close", closes.values()),
    ...outputs.map((output) => line(output, view.series(output).values())),
  ];
}

function pastLines({ account }: Observation, sight: Sight): string[] {
  const decisions = account.decisions.slice(-SHOWN_DECISIONS).map((decision) =>
    decisionLine(decision, sight)
  );
  const trades = account.closedTrades.slice(-SHOWN_TRADES).map((trade) => tradeLine(trade, sight));
  return [
    ...(decisions.length === 0 ? ["none"] : decisions),
    "",
    "# The last closed trades",
    ...(trades.length === 0 ? ["none"] : trades),
  ];
}
