import type { Clock, Interval } from "../../engine/mod.ts";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "./errors.ts";
import { formatNumber, formatTime } from "./format.ts";
import { interruptible } from "./interruptible.ts";
import { type FromRunOptions, type FromRunTools, recordFromRun } from "./record_from_run.ts";
import type { RecordOptions } from "./record_options.ts";
import { createStepLine } from "./step_line.ts";
import type { Terminal } from "./terminal.ts";

/** What came of a recording. */
export interface RecordResult {
  readonly candles: number;
  readonly hours: number;
  readonly gaps: number;
  readonly faults: readonly string[];
  readonly withoutMarket: readonly string[];
}

/** How it is recorded: the faces of the rooms that do it, joined by main.ts. */
export interface RecordTools<Market, Venue, Store> {
  readonly openBinance: (options: {
    readonly market: RecordOptions["market"];
    readonly clock: Clock;
    readonly baseUrl?: string | undefined;
    readonly archiveUrl?: string | undefined;
    readonly patienceMs: number;
  }) => Market;
  readonly HyperliquidReader: new (
    clock: Clock,
    options: { readonly baseUrl: string; readonly patienceMs: number; readonly weightPerMinute: number },
  ) => Venue;
  readonly RecordedFolder: new (folder: string) => Store;
  readonly recordMarket: (
    asked: {
      readonly assets: readonly string[];
      readonly interval: Interval;
      readonly from: number;
      readonly until: number;
    },
    parts: {
      readonly market: Market;
      readonly venue: Venue;
      readonly store: Store;
      readonly signal: AbortSignal;
      now(): number;
      onStep(step: { readonly done: number; readonly of: number; readonly what: string }): void;
    },
  ) => Promise<RecordResult>;
  /** The folder that is filled where none is named. */
  readonly store: string;
}

/** What a limit asks to wait is waited for; a ban of hours is told instead. */
const PATIENCE_MS = 5 * 60_000;
/** Nobody trades meanwhile: more than half of the venue's 1,200, with room for a look at its page. */
const VENUE_WEIGHT = 1_000;

/** Records what was asked for, of the markets with a progress line or of a run; gives the exit code. */
export async function recordCommand<Market, Venue, Store, Entries>(
  options: RecordOptions | FromRunOptions,
  terminal: Terminal,
  { markets, run }: {
    readonly markets: () => Promise<RecordTools<Market, Venue, Store>>;
    readonly run: () => Promise<FromRunTools<Entries>>;
  },
): Promise<number> {
  if (!("run" in options)) return await recordMarkets(options, terminal, await markets());
  recordFromRun(options, terminal, await run());
  return 0;
}

async function recordMarkets<Market, Venue, Store>(
  options: RecordOptions,
  terminal: Terminal,
  tools: RecordTools<Market, Venue, Store>,
): Promise<number> {
  const { hyperliquid, binance: baseUrl, archive: archiveUrl } = options;
  const folder = options.data ?? tools.store;
  const clock: Clock = { now: () => Date.now(), sleepUntil: () => undefined };
  const line = createStepLine(terminal, { isShown: options.progress && !options.json });
  const asked = { ...options, until: options.until ?? clock.now() };
  const { result, isInterrupted } = await interruptible(async (signal) => {
    const venue = { baseUrl: hyperliquid, patienceMs: PATIENCE_MS, weightPerMinute: VENUE_WEIGHT };
    const result = await tools.recordMarket(asked, {
      market: tools.openBinance({ ...options, clock, baseUrl, archiveUrl, patienceMs: PATIENCE_MS }),
      venue: new tools.HyperliquidReader(clock, venue),
      store: new tools.RecordedFolder(folder),
      signal,
      now: () => clock.now(),
      onStep: (step) => line.update(step),
    }).finally(() => line.finish());
    return { result, isInterrupted: signal.aborted };
  });
  if (options.json) terminal.print(JSON.stringify({ folder, ...result }));
  else terminal.print(recordLines({ options: asked, folder, result }).join("\n"));
  for (const fault of result.faults) terminal.note(`record: ${fault}\n`);
  if (isInterrupted) return EXIT_INTERRUPTED;
  return result.faults.length > 0 ? EXIT_FAILURE : 0;
}

/** What is told of a recording. */
export function recordLines({ options, folder, result }: {
  readonly options: Pick<RecordOptions, "assets" | "interval" | "from"> & { readonly until: number };
  readonly folder: string;
  readonly result: RecordResult;
}): string[] {
  const { assets, interval, from, until } = options;
  const { candles, hours, gaps, withoutMarket, faults } = result;
  const count = (value: number): string => formatNumber(value, 0);
  const lines = [
    `${assets.join(", ")} · ${interval} · ${formatTime(from)} to ${formatTime(until)}`,
    `  ${count(candles)} candles, ${count(hours)} hours of funding in ${folder}`,
  ];
  if (gaps > 0) lines.push(`  ${count(gaps)} ${gaps === 1 ? "gap" : "gaps"} that nobody has candles of`);
  if (withoutMarket.length > 0) {
    lines.push(
      `  Binance has no market of ${
        withoutMarket.join(", ")
      }: of it there are Hyperliquid's own candles only`,
    );
  }
  if (faults.length > 0) lines.push("  Not all could be had; the same command again goes on from here.");
  const next = result.candles > 0
    ? "deno task data     deno task backtest --from 2024-01"
    : "deno task record --help";
  return [...lines, "", `next:  ${next}`];
}
