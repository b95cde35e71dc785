/**
 * What the scripted model says: a made-up trader that looks at the text it is shown and at the number of the candle,
 * and at nothing else. It is no language model, and its decisions are worth nothing.
 * @module
 */

/** A message as chat completions carry it. */
export interface ScriptedMessage {
  readonly role: string;
  readonly content: string | null;
}

/** What it says: an answer, or tools it wants first. */
export type Said =
  | { readonly text: string }
  | { readonly calls: readonly { readonly name: string; readonly arguments: string }[] };

const FOUR_HOURS = 4 * 3_600_000;
/** From an entry to the next of the same asset, candles. */
const PERIOD = 12;
/** Candles a position is kept, unless its stop or target comes first. */
const KEPT = 5;
/** Candles, counted from 2024-01-01, at which something goes wrong on purpose. */
const TOO_MUCH_LEVERAGE = [40, 200];
const BROKEN_ONCE = [25, 133];
const BROKEN_TWICE = [77];
const FIRST = Date.UTC(2024, 0, 1) / FOUR_HOURS;

/** What the situation says of one asset. */
interface Shown {
  readonly asset: string;
  readonly price: number;
  readonly position: string | null;
  readonly opened: number | null;
  readonly coolsDown: boolean;
}

/** Answers a conversation: the same messages always get the same answer. */
export function answer(messages: readonly ScriptedMessage[]): Said {
  const situation = messages.find(({ role }) => role === "user")?.content ?? "";
  const candle = candleOf(situation);
  const shown = assetsOf(situation);
  const hasTools = messages.some(({ role }) => role === "tool");
  if (candle % 3 === 0 && !hasTools) return { calls: callsAt(candle, shown) };
  const refusals = messages.filter(({ role }) => role === "user").length - 1;
  const text = JSON.stringify(decide(candle, shown, equityOf(situation)));
  if (BROKEN_TWICE.includes(candle) || (BROKEN_ONCE.includes(candle) && refusals === 0)) {
    return { text: text.slice(0, Math.floor(text.length / 2)) };
  }
  return { text };
}

/** The number of the candle that has just closed, from 2024-01-01 on. */
function candleOf(situation: string): number {
  const [, time] = /time (\d\S+Z)/.exec(situation) ?? [];
  return Date.parse(time) / FOUR_HOURS - FIRST;
}

function equityOf(situation: string): number {
  return Number(/equity ([\d.,]+) USD/.exec(situation)?.[1].replaceAll(",", "") ?? NaN);
}

function assetsOf(situation: string): Shown[] {
  return situation.split(/\n## /).slice(1).map((section) => {
    const [asset] = section.split("\n", 1);
    const price = Number(/mid ([\d.]+)/.exec(section)?.[1] ?? NaN);
    const position = /position: (long|short)/.exec(section)?.[1] ?? null;
    const [, time] = /opened (\d\S+Z)/.exec(section) ?? [];
    const opened = time === undefined ? null : Math.floor(Date.parse(time) / FOUR_HOURS) - FIRST;
    return { asset, price, position, opened, coolsDown: section.includes("cool-down:") };
  });
}

function callsAt(candle: number, shown: readonly Shown[]) {
  const { asset } = shown[turnOf(candle, shown.length)];
  const tools = [
    {
      name: "fetch_indicator",
      args: { asset, interval: "4h", indicator: { name: "adx", period: 14 }, values: 5 },
    },
    { name: "fetch_candles", args: { asset, interval: "4h", candles: 6 } },
    { name: "fetch_funding", args: { asset, hours: 8 } },
    { name: "fetch_order_history", args: { asset: null } },
    // Something that is not there: the tool says so, and the answer comes all the same.
    { name: "fetch_candles", args: { asset: "DOGE", interval: "4h", candles: 6 } },
  ];
  const { name, args } = tools[turnOf(candle / 3, tools.length)];
  return [{ name, arguments: JSON.stringify(args) }];
}

/** Whose turn it is of so many; blind runs show years before the first candle. */
function turnOf(number: number, count: number): number {
  return (number % count + count) % count;
}

function decide(candle: number, shown: readonly Shown[], equity: number) {
  const decisions = shown.map((one, index) => decideOne(one, candle + 4 * index, { candle, equity }));
  const wanted = decisions.filter(({ action }) => action !== "hold");
  const what = wanted.map(({ action, asset }) => `${action} ${asset}`).join(", ");
  return {
    reasoning:
      `Candle ${candle} of the script. Every ${PERIOD} candles an asset is entered, long and short in turn, and ` +
      `left ${KEPT} candles later.`,
    summary: what === ""
      ? "I wait. Nothing is due at this candle."
      : `I ${what}. The script says so, no market does.`,
    decisions,
  };
}

function decideOne(
  { asset, price, position, opened, coolsDown }: Shown,
  phase: number,
  { candle, equity }: { readonly candle: number; readonly equity: number },
) {
  const nothing = {
    asset,
    action: "hold",
    allocationUsd: null,
    leverage: null,
    stop: null,
    target: null,
    exitPlan: null,
    invalidation: null,
    rationale: "Nothing is due.",
  };
  if (position !== null) {
    const isDue = opened !== null && candle - opened >= KEPT;
    return isDue ? { ...nothing, action: "close", rationale: `Held for ${KEPT} candles.` } : nothing;
  }
  if (coolsDown || phase % PERIOD !== 0) return nothing;
  const isLong = phase / PERIOD % 2 === 0;
  const away = (share: number): number => Number((price * (1 + (isLong ? share : -share))).toPrecision(4));
  return {
    ...nothing,
    action: isLong ? "buy" : "sell",
    allocationUsd: Math.round(equity * 0.1),
    leverage: TOO_MUCH_LEVERAGE.includes(candle) ? 50 : 2,
    stop: away(-0.02),
    target: phase % (3 * PERIOD) === 0 ? null : away(0.05),
    exitPlan: `Out after ${KEPT} candles.`,
    invalidation: isLong ? { indicator: "rsi14", interval: "4h", comparison: "below", level: 20 } : null,
    rationale: `Candle ${candle}: ${isLong ? "a long" : "a short"} is due.`,
  };
}
