import type { Engine } from "./engine.ts";
import type { GuardRounds } from "./guard_rounds.ts";
import type { AssetFeeds, CandleFeed } from "./indicators/candle_feed.ts";
import { andThen, type Awaitable } from "./model/awaitable.ts";
import type { Fault } from "./model/diary_entry.ts";
import { intervalMs } from "./model/interval.ts";
import type { MarketContext } from "./model/market_context.ts";
import type { Held } from "./model/observation.ts";
import { ALWAYS_IN_TIME, type StaleBounds, type Timeliness } from "./model/timeliness.ts";
import { ingest, type Ingested, lookAround, type TakenWindow, takeWindow } from "./steps/ingest.ts";

/** How a cycle keeps time. */
export interface CycleTime {
  readonly timeliness: Timeliness;
  /** Ends the waiting for what is late: a command waits, or the loop is interrupted. */
  readonly wake: AbortSignal;
  /** What is done while a model thinks; not given: nothing. */
  readonly meanwhile?: GuardRounds | undefined;
}

/** What was ingested, and what of it is not to be decided on. */
export interface IngestedInTime extends Pick<Ingested, "windows" | "contexts"> {
  /** Assets whose data is missing or too old, with the reason; undefined: none. */
  readonly unusable: readonly Held[] | undefined;
  readonly faults: readonly Fault[];
}

const NOT_WOKEN: AbortSignal = new AbortController().signal;
const NO_FAULTS: readonly Fault[] = [];

/** The cycle time of a simulated clock. */
export const IN_TIME: CycleTime = { timeliness: ALWAYS_IN_TIME, wake: NOT_WOKEN };

/**
 * Ingest: candles that should be there by the cycle's close (ms) and are not are asked for again until the deadline.
 * Where one is still missing then, or a field is too old, its asset is not to be decided on.
 */
export function ingestInTime(
  engine: Engine,
  close: number,
  { timeliness, wake }: CycleTime,
): Awaitable<IngestedInTime> {
  const asked = ingest(engine.ports.marketData, engine.assets, close);
  return andThen(asked, (first) => {
    if (timeliness === ALWAYS_IN_TIME && !hasFailed(first)) {
      return { windows: first.windows, contexts: first.contexts, unusable: undefined, faults: NO_FAULTS };
    }
    return untilDeadline(engine, first, { close, timeliness, wake });
  });
}

async function untilDeadline(
  engine: Engine,
  first: Ingested,
  { close, timeliness, wake }: CycleTime & { readonly close: number },
): Promise<IngestedInTime> {
  const { clock, marketData } = engine.ports;
  const { deadlineMs, retryMs } = timeliness;
  const deadline = close + deadlineMs;
  const failures = new Map<string, string>();
  let there = first;
  for (;;) {
    noteFailures(there, failures);
    if (!lacks(there, close) || clock.now() >= deadline || wake.aborted) break;
    await clock.sleepUntil(Math.min(clock.now() + Math.max(1, retryMs), deadline), wake);
    if (!wake.aborted) there = await askAgain(engine, there, close);
  }
  if (there !== first && there.failure === undefined) {
    there = { ...there, ...await lookAround(marketData, [...engine.instruments.keys()], clock.now()) };
    noteFailures(there, failures);
  }
  const unusable = unusableIn(engine.assets, there, { close, now: clock.now(), timeliness });
  const faults = [...faultsOf(failures, there), ...skewFaults(timeliness)];
  return { windows: there.windows, contexts: there.contexts, unusable, faults };
}

/** The candles that are missing, and the contexts where there are none, asked for once more. */
async function askAgain(engine: Engine, there: Ingested, close: number): Promise<Ingested> {
  const { marketData, clock } = engine.ports;
  const windows: TakenWindow[] = [];
  for (const taken of there.windows) {
    windows.push(isMissing(taken, close) ? await takeWindow(marketData, taken, close) : taken);
  }
  if (there.failure === undefined) return { ...there, windows };
  return { windows, ...await lookAround(marketData, [...engine.instruments.keys()], clock.now()) };
}

function hasFailed({ windows, failure }: Ingested): boolean {
  return failure !== undefined || windows.some((taken) => taken.failure !== undefined);
}

function lacks(there: Ingested, close: number): boolean {
  return there.failure !== undefined || there.windows.some((taken) => isMissing(taken, close));
}

/** Whether a candle of this feed closes with the cycle and is not there. */
function isMissing({ feed, window, failure }: TakenWindow, close: number): boolean {
  if (failure !== undefined) return true;
  if (close % intervalMs(feed.interval) !== 0) return false;
  const last = window.length === 0 ? feed.lastClose : window.closeTime(window.length - 1);
  return last < close;
}

function noteFailures({ windows, failure }: Ingested, failures: Map<string, string>): void {
  if (failure !== undefined) failures.set("contexts", failure);
  for (const { asset, feed, failure } of windows) {
    if (failure !== undefined) failures.set(nameOf(asset, feed), failure);
  }
}

function faultsOf(failures: ReadonlyMap<string, string>, there: Ingested): Fault[] {
  const lasting = new Map<string, string>();
  noteFailures(there, lasting);
  return [...failures].map(([on, what]) => {
    const done = lasting.has(on) ? "not decided on" : "asked again until it was there";
    return { step: "ingest", on, what, done };
  });
}

function skewFaults({ clockSkewMs, maxSkewMs }: Timeliness): Fault[] {
  const skew = clockSkewMs();
  if (skew === null || Math.abs(skew) <= maxSkewMs) return [];
  const what = `it is ${Math.abs(skew)} ms ${skew > 0 ? "behind" : "ahead of"} the exchange's`;
  return [{
    step: "ingest",
    on: "clock",
    what,
    done: "what has not closed by the exchange's clock is not taken",
  }];
}

/** What a judgement of age goes by. */
interface Moment {
  readonly close: number;
  readonly now: number;
  readonly timeliness: Timeliness;
}

function unusableIn(assets: readonly AssetFeeds[], there: Ingested, moment: Moment): Held[] {
  const unusable: Held[] = [];
  assets.forEach(({ asset, feeds }, index) => {
    const own = there.windows.filter((taken) => taken.asset === asset);
    const reason = missingIn(own, there.failure, moment) ??
      staleField(there.contexts[index], moment.now, moment.timeliness.staleAfterMs) ??
      staleCandles(feeds, own, moment);
    if (reason !== null) unusable.push({ asset, reason });
  });
  return unusable;
}

function missingIn(own: readonly TakenWindow[], failure: string | undefined, moment: Moment): string | null {
  const { close, timeliness: { deadlineMs } } = moment;
  const missing = own.find((taken) => isMissing(taken, close));
  if (missing?.failure !== undefined) return `no candles of ${missing.feed.interval}: ${missing.failure}`;
  // Where nothing is waited for, a hole is judged by the decision interval alone, in Calculate.
  if (missing !== undefined && deadlineMs > 0) return `no candle of ${missing.feed.interval} by its deadline`;
  return failure === undefined ? null : `no prices: ${failure}`;
}

function staleField({ asOf, ...context }: MarketContext, now: number, bounds: StaleBounds): string | null {
  for (const field of ["mark", "mid", "oracle", "funding"] as const) {
    const age = now - (asOf?.[field] ?? context.time);
    if (age > bounds[field]) return `stale ${field}: ${age} ms old, ${bounds[field]} ms are allowed`;
  }
  return null;
}

function staleCandles(
  feeds: readonly CandleFeed[],
  own: readonly TakenWindow[],
  moment: Moment,
): string | null {
  const allowed = moment.timeliness.staleAfterMs.candles;
  for (const feed of feeds) {
    const window = own.find((taken) => taken.feed === feed)?.window;
    const last = window === undefined || window.length === 0
      ? feed.lastClose
      : window.closeTime(window.length - 1);
    const overdue = moment.now - last - intervalMs(feed.interval);
    if (last >= 0 && overdue > allowed) {
      return `stale candles of ${feed.interval}: overdue by ${overdue} ms, ${allowed} ms are allowed`;
    }
  }
  return null;
}

function nameOf(asset: string, feed: CandleFeed): string {
  return `${asset} ${feed.interval}`;
}
