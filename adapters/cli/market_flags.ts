/** Reading of the flags that say which market is looked at, from when to when, and with how much money. */

import { type Interval, INTERVALS, isInterval, toMicro } from "../../engine/mod.ts";
import { unknownName, UsageError } from "./errors.ts";
import type { FlagReader } from "./flag_reader.ts";
import { formatTimeZ } from "./format.ts";
import { parsePeriod, PERIOD_FORMS } from "./period.ts";

/** Six times this, the widest gross of a profile, is still counted exactly in micro-USDC. */
const MAX_MONEY_USD = 1_000_000_000;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** From when to when, ms; without an end null. */
export function readRange(reader: FlagReader): { from: number; until: number | null } {
  const from = readPeriod(reader, "from").start;
  if (!reader.has("to")) return { from, until: null };
  const until = readPeriod(reader, "to").end;
  if (until > from) return { from, until };
  const [fromText, toText] = [reader.text("from"), reader.text("to")];
  throw new UsageError(
    `--to "${toText}" ends at ${formatTimeZ(until)}, --from "${fromText}" starts at ${formatTimeZ(from)}; ` +
      "wanted an end after the start",
    reader.command,
  );
}

function readPeriod(reader: FlagReader, flag: string): { start: number; end: number } {
  const period = parsePeriod(reader.text(flag));
  if (period === null) throw reader.wrong(flag, `a date like ${PERIOD_FORMS}`);
  return period;
}

/** Symbols that are known, each once. */
export function readAssets(reader: FlagReader, known: readonly string[] | undefined): string[] {
  const assets = reader.text("assets").split(",").map((asset) => asset.trim());
  if (assets.some((asset) => asset === "" || /\s/.test(asset))) {
    throw reader.wrong("assets", "symbols with a comma between them, like BTC,ETH");
  }
  const twice = assets.find((asset, index) => assets.indexOf(asset) !== index);
  if (twice !== undefined) throw reader.wrong("assets", `each symbol once; ${twice} stands there twice`);
  const typed = known === undefined ? undefined : assets.find((asset) => !known.includes(asset));
  if (typed === undefined || known === undefined) return assets;
  const remedy = lineToAdd(typed, known);
  throw unknownName({
    command: reader.command,
    what: "asset",
    typed,
    known,
    list: known.length <= 20,
    remedy,
  });
}

/** What makes a symbol known; null where it is none, or only written in another case than a known one. */
function lineToAdd(symbol: string, known: readonly string[]): string | null {
  const isOtherCase = known.some((name) => name.toLowerCase() === symbol.toLowerCase());
  if (isOtherCase || !/^[A-Za-z0-9]{1,20}$/.test(symbol)) return null;
  const tiers = '"marginTiers":[{"lowerBoundUsd":0,"maxLeverage":…}]';
  const line = `{"symbol":"${symbol}","szDecimals":…,"maxLeverage":…,${tiers}}`;
  const own = `add ${line}, with the venue's figures, to fixtures/instruments.json`;
  return `deno task record --assets ${symbol} makes it known; or ${own}`;
}

/** The name of a source; null where none was typed. */
export function readSource(reader: FlagReader): string | null {
  if (!reader.has("source")) return null;
  const typed = reader.text("source");
  if (/^[a-z0-9-]+$/.test(typed)) return typed;
  throw reader.wrong("source", "a name of small letters, digits and hyphens, like binance-perp");
}

/** An interval by its name. */
export function readInterval(reader: FlagReader): Interval {
  const typed = reader.text("interval");
  if (isInterval(typed)) return typed;
  throw unknownName({ command: reader.command, what: "interval", typed, known: INTERVALS, list: true });
}

/** An amount of USD to start with. */
export function readMoney(reader: FlagReader, flag: string): number {
  const typed = reader.text(flag);
  const value = Number(typed);
  const isRight = DECIMAL.test(typed) && value > 0 && value <= MAX_MONEY_USD && toMicro(value) > 0;
  if (isRight) return value;
  throw reader.wrong(flag, "an amount of USD above 0 and up to 1000000000, like 10000");
}
