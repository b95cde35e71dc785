/** A comparison told in figures and sentences. */

import type { JsonValue, RunManifest } from "../../engine/mod.ts";
import type { Block } from "./blocks.ts";
import {
  letterOf,
  type ShownComparison,
  type ShownPair,
  type ShownParting,
  type ShownTest,
} from "./compared.ts";
import { line, missing, settingRows, sideRows, signed } from "./compare_rows.ts";
import { chanceText, verdictOf } from "./compare_verdict.ts";
import { formatCount, formatNumber, formatReturn, formatShare, formatSigned, formatTime } from "./format.ts";
import { headline } from "./replay_view.ts";
import { cell, type Row } from "./summary_rows.ts";

const LONGEST_VALUE = 80;

/** All that is told of compared runs, from which runs to the one sentence that it comes to. */
export function compareBlocks(comparison: ShownComparison, manifests: readonly RunManifest[]): Block[] {
  const { runs, pairs, settings } = comparison;
  const letters = runs.map((_, index) => letterOf(index));
  return [
    ...manifests.map((manifest, index): Block => ({
      kind: "text",
      text: `${letterOf(index)} ${headline(manifest)}`,
    })),
    { kind: "heading", text: "Settings that differ" },
    settings.length === 0
      ? { kind: "text", text: "none" }
      : { kind: "figures", headers: letters, rows: settingRows(comparison) },
    { kind: "heading", text: "Figures" },
    { kind: "figures", headers: letters, rows: sideRows(runs) },
    ...pairs.flatMap((pair, index) => pairBlocks(pair, letterOf(index + 1), pairs.length)),
    { kind: "verdict", text: verdictOf(comparison) },
  ];
}

/** The same as JSON: what was compared, and the sentence. */
export function compareJson(comparison: ShownComparison): string {
  return JSON.stringify({ ...comparison, verdict: verdictOf(comparison) }, null, 2);
}

function pairBlocks(pair: ShownPair, letter: string, pairs: number): Block[] {
  const { test, refused } = pair;
  return [
    { kind: "heading", text: `A and ${letter}` },
    ...(test === null
      ? [{ kind: "text", text: `Not tested: ${refused}.` } as const]
      : testBlocks(test, letter, pairs > 1 ? pair.adjustedP : null)),
    ...sharedBlocks(pair, letter),
  ];
}

function testBlocks(test: ShownTest, letter: string, adjustedP: number | null): Block[] {
  const { days, blockLength, optimalBlockLength, draws, seed } = test;
  return [
    {
      kind: "figures",
      headers: [`A − ${letter}`, "from", "to", "p"],
      rows: testRows(test, adjustedP),
    },
    { kind: "text", small: true, text: meaningOf(test) },
    {
      kind: "text",
      small: true,
      text:
        `${formatCount(days, "day")} paired by date, drawn again ${
          formatNumber(draws, 0)
        } times from seed ${seed} ` +
        `in blocks of ${blockLength} days (Politis and White: ${
          formatNumber(optimalBlockLength)
        }). From and to: the ` +
        "interval of 95 %. p: the chance of a difference at least so large were there none.",
    },
  ];
}

function testRows({ meanReturn, sharpe, maxDrawdown }: ShownTest, adjustedP: number | null): Row[] {
  const bp = (value: number) => signed(value, `${formatSigned(value * 10_000)} bp`);
  const points = (value: number) => signed(value, formatReturn(value));
  const ratio = (value: number) => signed(value, formatSigned(value));
  const ends = ({ low, high }: ShownTest["maxDrawdown"]["interval"], of: typeof bp) => [of(low), of(high)];
  const p = (value: number | null) => value === null ? missing("") : cell(chanceText(value));
  return [
    line("mean daily return", [bp(meanReturn.value), ...ends(meanReturn.interval, bp), p(meanReturn.p)]),
    ...(adjustedP === null ? [] : [
      line("  among all pairs", [missing(""), missing(""), missing(""), p(adjustedP)], "Holm"),
    ]),
    ...meanReturn.sensitivity.map(({ blockLength, interval }) =>
      line(`  blocks of ${blockText(blockLength)}`, [missing(""), ...ends(interval, bp), missing("")])
    ),
    sharpe === null
      ? line("Sharpe", [missing(), missing(), missing(), missing()], "the daily returns of one do not vary")
      : line(
        "Sharpe",
        [ratio(sharpe.value), ...ends(sharpe.interval, ratio), p(sharpe.p)],
        "Ledoit and Wolf",
      ),
    line(
      "max drawdown",
      [points(maxDrawdown.value), ...ends(maxDrawdown.interval, points), missing("")],
      "daily",
    ),
  ];
}

/** What the figures mean, in plain words. */
function meaningOf({ meanReturn, sharpe, maxDrawdown }: ShownTest): string {
  const told = (interval: ShownTest["maxDrawdown"]["interval"], more: string, less: string): string =>
    interval.low > 0 ? more : interval.high < 0 ? less : "cannot be told apart";
  return [
    `Daily return: ${told(meanReturn.interval, "A's is higher", "A's is lower")}`,
    ...(sharpe === null
      ? []
      : [`return for its swings: ${told(sharpe.interval, "A's is higher", "A's is lower")}`]),
    `deepest fall: ${told(maxDrawdown.interval, "A fell less", "A fell deeper")}.`,
  ].join("; ");
}

function sharedBlocks({ parting, trades, agreement }: ShownPair, letter: string): Block[] {
  const { matched: [ours, theirs], onlyFirst, onlySecond } = trades;
  const usd = (value: number): string => `${formatSigned(value)} USD`;
  const { points, equal, acted, actedEqual } = agreement;
  const texts = [
    partingText(parting, letter),
    `Trades: ${
      formatNumber(ours.trades, 0)
    } that both made (same asset and side, opened within one candle; A ` +
    `${usd(ours.netPnlUsd)}, ${letter} ${usd(theirs.netPnlUsd)}), ${
      formatNumber(onlyFirst.trades, 0)
    } that only A ` +
    `made (${usd(onlyFirst.netPnlUsd)}), ${formatNumber(onlySecond.trades, 0)} that only ${letter} made (` +
    `${usd(onlySecond.netPnlUsd)}).`,
    points === 0
      ? "Decisions: there is no moment at which both were asked about the same asset."
      : `Decisions: the same at ${formatShare(equal / points)} of ${
        formatNumber(points, 0)
      } moments and assets` +
        (acted === 0
          ? "."
          : `; where one did more than hold, at ${formatShare(actedEqual / acted)} of ${
            formatNumber(acted, 0)
          }.`),
  ];
  return texts.map((text) => ({ kind: "text", text }));
}

function partingText({ parting, same }: ShownPair["parting"], letter: string): string {
  const before = formatCount(same, "cycle");
  if (parting === null) return `Parted: never; ${before} at the same times are the same in content.`;
  const { close, cause, lines, values } = parting;
  const [ours, theirs] = values.map(valueText);
  const place = `${placeOf(parting)}: ${ours} in A, ${theirs} in ${letter}`;
  const where = `lines ${lines[0]} and ${lines[1]} of their diaries`;
  return `Parted: ${
    formatTime(close)
  } UTC, after ${before} that are the same, by ${cause}; ${place} (${where}).`;
}

function placeOf({ entry, field }: ShownParting): string {
  return field === "" ? `the ${entry}` : field;
}

/** Decisions by what they want, another value as it stands. */
function valueText(value: JsonValue): string {
  if (value === null) return "nothing";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value) && value.length > 0) return value.map(valueText).join(" and ");
  const { action, asset } = value as { readonly action?: JsonValue; readonly asset?: JsonValue };
  if (typeof action === "string" && typeof asset === "string") return `${action} ${asset}`;
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function blockText(days: number): string {
  return Number.isInteger(days) ? `${days} days` : `${formatNumber(days, 1)} days`;
}
