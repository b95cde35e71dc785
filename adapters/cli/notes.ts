import { type AgentTraits, type Fault, type Halt, type Instrument, INTERVAL_MS } from "../../engine/mod.ts";
import { formatCount, formatDuration, formatNumber, formatShare, formatTime } from "./format.ts";
import type { FundingChoice } from "./options.ts";

/** What a simulation ran on, as the simulated world tells it. */
export interface SimulationFacts {
  /** Times without candles, ms. */
  readonly gaps: readonly { readonly asset: string; readonly from: number; readonly to: number }[];
  /** Lengths of the candles that orders settled on, ms. */
  readonly settledOn: readonly number[];
  /** Hours (times the assets) without a recorded funding rate. */
  readonly unfundedHours: number;
  /** What marks and oracle prices were taken from: one word, or one by asset. */
  readonly prices?: { readonly mark: Sources; readonly oracle: Sources };
  /** Candles without a recorded mark, and hours without a recorded oracle price, where others have one. */
  readonly unmarkedCandles?: number;
  readonly unpricedHours?: number;
  /** The simulation's flags that were not left as they usually are. */
  readonly simulation?: readonly string[];
  /** Which funding was asked for, and whose was paid; null: none was recorded. */
  readonly funding?: { readonly choice: FundingChoice; readonly source: string | null };
  /** How often the gate refused, by its codes. */
  readonly refusals?: ReadonlyMap<string, number>;
  /** The asset whose data ends before that of the others, where the run ends with it, ms; null: none does. */
  readonly endsFirst?: { readonly asset: string; readonly at: number } | null;
}

type Source = "candles" | "recorded";
type Sources = Source | { readonly [asset: string]: Source };

/** A market as it was read. */
export interface ReadMarket {
  readonly assets: readonly { readonly instrument: Instrument; readonly funding: unknown }[];
  /** Files that lack rows, with the first of them as an error would have told it. */
  readonly skippedRows?: readonly { readonly path: string; readonly rows: number; readonly first: string }[];
}

/** Sentences for under the summary: what orders settled on, what was lacking, whose funding was paid. */
export function notesOf(facts: SimulationFacts): string[] {
  return [
    `Settled on ${listed(facts.settledOn.map(intervalName))} candles.`,
    ...simulationNotes(facts.simulation ?? []),
    ...gapNotes(facts.gaps),
    ...priceNotes(facts),
    ...fundingNotes(facts),
    ...endNotes(facts.endsFirst ?? null),
    ...refusalNotes(facts.refusals ?? new Map()),
  ];
}

/** Why decisions were refused, the most frequent first. */
function refusalNotes(refusals: ReadonlyMap<string, number>): string[] {
  if (refusals.size === 0) return [];
  const counted = [...refusals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [`Refused: ${counted.map(([code, count]) => `${formatNumber(count, 0)} ${code}`).join(", ")}.`];
}

function simulationNotes(flags: readonly string[]): string[] {
  return flags.length === 0 ? [] : [`Simulated with ${flags.join(" ")}.`];
}

function gapNotes(gaps: SimulationFacts["gaps"]): string[] {
  const times = new Map<string, number>();
  for (const { from, to } of gaps) times.set(`${from} ${to}`, to - from);
  if (times.size === 0) return [];
  const longest = formatDuration(Math.max(...times.values()));
  const length = times.size === 1 ? ` of ${longest}` : `, the longest of ${longest}`;
  return [`${formatCount(times.size, "gap")}${length} in the candles.`];
}

/** Which marks and oracle prices are recorded; that none are is the usual case and need not be said. */
function priceNotes({ prices, unmarkedCandles = 0, unpricedHours = 0 }: SimulationFacts): string[] {
  const { mark = "candles", oracle = "candles" } = prices ?? {};
  const told = [["mark", mark], ["oracle", oracle]] as const;
  const recorded = told.flatMap(([what, of]) => of === "candles" ? [] : [`${what}${assetsWith(of)}`]);
  const holes = [
    ...(unmarkedCandles > 0 ? [`${formatCount(unmarkedCandles, "candle")} without a mark`] : []),
    ...(unpricedHours > 0 ? [`${formatCount(unpricedHours, "hour")} without an oracle price`] : []),
  ];
  if (recorded.length === 0) return [];
  const lacking = holes.length === 0 ? "" : `; ${holes.join(" and ")}: the price of trades instead`;
  return [`Recorded: ${recorded.join(" and ")}${lacking}.`];
}

function assetsWith(sources: Sources): string {
  if (typeof sources === "string") return "";
  const assets = Object.keys(sources).filter((asset) => sources[asset] === "recorded");
  return ` of ${listed(assets)}`;
}

function fundingNotes({ funding, unfundedHours }: SimulationFacts): string[] {
  const { choice, source } = funding ?? { choice: "on", source: null };
  if (choice === "off") return ["Funding was off: none was paid or received."];
  const unfunded = `${formatCount(unfundedHours, "hour")} without a recorded funding rate: not paid.`;
  return [...fundingSource(choice, source), ...(unfundedHours > 0 ? [unfunded] : [])];
}

/** Whose funding it was; the synthetic market's own need not be said, and none is told as a warning. */
function fundingSource(choice: FundingChoice, source: string | null): string[] {
  if (source === null || source.startsWith("synthetic")) return [];
  if (choice === "binance") {
    return ["Funding: Binance's eight-hourly rates, each spread over the hours after it."];
  }
  return [`Funding: ${source}, hourly.`];
}

function endNotes(first: { readonly asset: string; readonly at: number } | null): string[] {
  return first === null ? [] : [`${first.asset}'s data ends first, at ${formatTime(first.at)}.`];
}

/** A warning for faults: how many there are, and what the first one was. */
export function faultWarnings(first: (Fault & { readonly close: number }) | null, count: number): string[] {
  if (first === null) return [];
  const { close, on, what, done } = first;
  const which = count === 1 ? "" : ", the first";
  return [`${formatCount(count, "fault")}${which} at ${formatTime(close)}, ${on}: ${what} (${done}).`];
}

/** A warning for halts: since when nothing was entered any more, and how many days were cut short. */
export function haltWarnings(halts: readonly (Halt & { readonly close: number })[]): string[] {
  const warnings: string[] = [];
  const forGood = halts.find(({ until }) => until === "for-good");
  const days = halts.filter(({ until }) => until === "next-day").length;
  if (days > 0) {
    warnings.push(`Halted for the rest of ${formatCount(days, "day")} by the profile's daily loss.`);
  }
  if (forGood === undefined) return warnings;
  const drawdown = formatShare(-forGood.loss);
  warnings.push(
    `Halted for good at ${
      formatTime(forGood.close)
    } by the profile: a drawdown of ${drawdown}. No entries after it.`,
  );
  return warnings;
}

/**
 * Warnings about what a run was not given: a profile that does not apply, funding that was not recorded though
 * it was asked for.
 */
export function dataWarnings(
  market: ReadMarket,
  agent: AgentTraits,
  funding: FundingChoice = "on",
): string[] {
  const warnings: string[] = [];
  if (agent.ownProfile !== undefined) {
    warnings.push(`${agent.name} trades under a profile of its own; --risk does not apply to it.`);
  }
  const unfunded = market.assets.filter(({ funding }) => funding === null).map(({ instrument }) =>
    instrument.symbol
  );
  if (unfunded.length > 0 && funding !== "off") {
    const kind = funding === "on" ? "hourly" : "eight-hourly";
    warnings.push(`No ${kind} funding was recorded for ${unfunded.join(", ")}: none was paid.`);
  }
  for (const { path, rows, first } of market.skippedRows ?? []) {
    warnings.push(`${formatCount(rows, "bad row")} of ${path} skipped; the first: ${first}`);
  }
  return warnings;
}

/** The asset whose data ends with the run before that of others; null where the end was asked for, or is shared. */
export function endsFirst(
  spans: readonly { readonly asset: string; readonly until: number }[],
  run: { readonly asked: number | null; readonly until: number },
): { readonly asset: string; readonly at: number } | null {
  const { asked, until } = run;
  const first = spans.find((span) => span.until === until);
  if (asked !== null || first === undefined || !spans.some((span) => span.until > until)) return null;
  return { asset: first.asset, at: until };
}

/** `5m`, `1m and 5m`, `5m, 15m and 1h`. */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
}

function intervalName(length: number): string {
  const known = Object.entries(INTERVAL_MS).find(([, ms]) => ms === length);
  return known?.[0] ?? formatDuration(length);
}
