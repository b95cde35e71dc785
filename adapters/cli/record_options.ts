/** What `record` takes, and the reading of the values that were typed for it. */

import type { Interval } from "../../engine/mod.ts";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG } from "./help.ts";
import { readAssets, readInterval, readRange } from "./market_flags.ts";
import { DEFAULTS } from "./options.ts";
import { PERIOD_FORMS } from "./period.ts";

/** Which of Binance's markets is recorded. */
export type RecordedMarketKind = "perp" | "spot";

/** What `record` was asked to do. */
export interface RecordOptions {
  readonly assets: readonly string[];
  readonly interval: Interval;
  /** First moment, ms; its month is recorded whole. */
  readonly from: number;
  /** Exclusive end, ms; null: now. */
  readonly until: number | null;
  readonly market: RecordedMarketKind;
  /** The folder that is filled; null: the store. */
  readonly data: string | null;
  /** Where each is asked, an address without a slash at its end; undefined: Binance's own. */
  readonly hyperliquid: string;
  readonly binance: string | undefined;
  readonly archive: string | undefined;
  readonly json: boolean;
  readonly progress: boolean;
  readonly debug: boolean;
}

const COMMAND = "record";
const MARKETS: readonly RecordedMarketKind[] = ["perp", "spot"];
/** What is recorded is the real market: a testnet's prices are nobody's. Source: exchange-rules 9. */
const HYPERLIQUID = "https://api.hyperliquid.xyz";
/** What the README's backtest wants: its year, and the month that its indicators look back on. */
const README_RANGE = { from: "2023-12", to: "2024-12", interval: "1m" } as const;

/** The help of `record`. */
export function recordHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "record real candles and funding, to run backtests on",
    words: "[from-run RUN]",
    description:
      "Fills .data with candles of Binance's archive, what is newer by asking, hourly funding and what there\n" +
      "still is of its own candles of Hyperliquid, by the month. Without flags: all that the README's backtest\n" +
      "wants. No key is needed. Ended or killed, it goes on where it was.\n" +
      "from-run RUN reaches nobody: it writes what a paper run saw, so that a backtest can be run on it.",
    flags: [
      { flags: "--assets <symbols>", default: DEFAULTS.assets, text: "what to record, a comma between" },
      {
        flags: "--from <when>",
        text:
          `first month, UTC: ${PERIOD_FORMS}; default: ${README_RANGE.from}; indicators on 4h want a month before`,
      },
      {
        flags: "--to <when>",
        text: `last month, included; default: now, where nothing is typed ${README_RANGE.to}`,
      },
      { flags: "--interval <length>", default: README_RANGE.interval, text: "length of the candles" },
      { flags: "--market <kind>", default: "perp", text: "perp: Binance's USD-margined perpetuals; spot" },
      { flags: "--data <folder>", text: "the folder to fill; default: .data, of a run market in its folder" },
      { flags: "--hyperliquid <url>", text: "another address than Hyperliquid's (HYPERLIQUID_BASE_URL)" },
      { flags: "--binance <url>", text: "another address than Binance's (BINANCE_BASE_URL)" },
      { flags: "--archive <url>", text: "another address than that of its archive (BINANCE_ARCHIVE_URL)" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "from-run: where runs are kept" },
      { flags: "--json", text: "print the result as one JSON object and nothing else" },
      { flags: "--no-progress", text: "no progress line" },
      DEBUG,
    ],
    after: `
Examples:
  deno task record
  deno task record --assets BTC,DOGE,kPEPE --from 2025-06 --interval 5m
  deno task record from-run last

Then: deno task data, deno task backtest --from 2024-01`,
  };
}

/** Checks the flags of `record`; the first that cannot be right is thrown as a UsageError. */
export function readRecordOptions(flags: RawFlags): RecordOptions {
  const isTyped = flags.from !== undefined || flags.to !== undefined;
  const { from = README_RANGE.from, to = isTyped ? undefined : README_RANGE.to } = flags;
  const reader = new FlagReader(COMMAND, { ...flags, from, ...(to !== undefined && { to }) });
  const assets = readAssets(reader, undefined);
  const market = reader.oneOf("market", "market", MARKETS);
  const small = assets.find((asset) => /^k[A-Z]/.test(asset));
  if (market === "spot" && small !== undefined) {
    const why = "the spot market trades the small coin one by one";
    throw new UsageError(`cannot record ${small} from spot: ${why}; wanted --market perp`, COMMAND);
  }
  return {
    assets,
    market,
    ...readRange(reader),
    interval: readInterval(reader),
    data: reader.has("data") ? reader.path("data") : null,
    hyperliquid: readAddress(reader, "hyperliquid") ?? HYPERLIQUID,
    binance: readAddress(reader, "binance"),
    archive: readAddress(reader, "archive"),
    json: reader.isOn("json"),
    progress: flags.progress !== false,
    debug: reader.isOn("debug"),
  };
}

function readAddress(reader: FlagReader, flag: string): string | undefined {
  if (!reader.has(flag)) return undefined;
  const typed = reader.text(flag).replace(/\/+$/, "");
  if (URL.canParse(typed) && /^https?:$/.test(new URL(typed).protocol)) return typed;
  throw reader.wrong(flag, "an address like http://127.0.0.1:8900");
}
