/** A run's figures with what is known of their error, as blocks. */

import type { Metrics, RunManifest } from "../../engine/mod.ts";
import type { Block } from "./blocks.ts";
import { figure, line, missing, signed } from "./compare_rows.ts";
import type { DetailRow } from "./detail.ts";
import { formatCount, formatNumber, formatReturn, formatShare, formatSigned } from "./format.ts";
import { memoryNotes } from "./model_rows.ts";
import type { ShownReport } from "./page/reported.ts";
import { SYNTHETIC_MARKET } from "./summary.ts";
import { type Cell, cell, type Row, summaryRows } from "./summary_rows.ts";
import { signTone } from "./paint.ts";

/** What the summary of a run shows, beside buy and hold where that was run. */
export function figuresBlock({ agent, metrics, benchmark }: RunManifest): Block {
  const isCompared = benchmark !== null && agent !== "buy-and-hold";
  const columns: readonly Metrics[] = isCompared ? [metrics!, benchmark] : [metrics!];
  return {
    kind: "figures",
    headers: isCompared ? [agent, "buy and hold"] : [agent],
    rows: summaryRows(columns),
  };
}

/** The same figures with intervals, and the chances of the Sharpe ratio. */
export function evidenceBlocks({ manifest: { metrics }, evidence, intervals }: ShownReport): Block[] {
  const ends = (
    of: { readonly low: number; readonly high: number } | null,
    format: (value: number) => string,
  ): Cell[] => of === null ? [missing(), missing()] : [cell(format(of.low)), cell(format(of.high))];
  const { totalReturn, maxDrawdownDaily } = metrics!;
  const rows = [
    line("return", [
      signed(totalReturn, formatReturn(totalReturn)),
      ...ends(intervals?.totalReturn ?? null, formatReturn),
    ]),
    line("Sharpe", [figure(evidence.sharpe, formatSigned), ...ends(intervals?.sharpe ?? null, formatSigned)]),
    line("max drawdown", [
      figure(maxDrawdownDaily, formatReturn),
      ...ends(intervals?.maxDrawdown ?? null, formatReturn),
    ], "of the daily equity"),
  ];
  const said = intervals === null
    ? `${formatCount(evidence.days, "daily return")}, an interval needs 30.`
    : `From and to: the interval of 95 %, of ${formatCount(evidence.days, "daily return")} drawn again ${
      formatNumber(intervals.draws, 0)
    } times from seed ${intervals.seed} in blocks of ${intervals.blockLength} days: where the figure of another span like ` +
      "this one may lie.";
  return [
    { kind: "figures", headers: ["", "from", "to"], rows },
    { kind: "text", small: true, text: said },
    { kind: "figures", headers: [""], rows: chanceRows({ evidence }) },
  ];
}

function chanceRows({ evidence }: Pick<ShownReport, "evidence">): Row[] {
  const { probabilisticSharpe, minimumTrackRecordDays: days, trials, deflatedSharpe } = evidence;
  return [
    line(
      "above zero",
      [figure(probabilisticSharpe, formatShare)],
      "chance that the true Sharpe ratio is (PSR)",
    ),
    line(
      "days it needs",
      [days === null ? cell("none") : cell(formatNumber(Math.ceil(days), 0))],
      "to be told from zero (MinTRL); none: it is not above it",
    ),
    ...(trials === null ? [] : [
      line("tried", [cell(formatNumber(trials.raw, 0))], "distinct trials on this data, the ledger says"),
      line(
        "  beyond their luck",
        [figure(deflatedSharpe?.raw ?? null, formatShare)],
        "chance that it is above the best of as many without skill (DSR)",
      ),
      line(
        "tried, effective",
        [figure(trials.effective, (count) => formatNumber(count, 1))],
        "independent ones",
      ),
      line("  beyond their luck", [figure(deflatedSharpe?.effective ?? null, formatShare)]),
    ]),
  ];
}

/** What the reader must know before any figure. */
export function warningBlocks(manifest: RunManifest): Block[] {
  const { data: { synthetic, gaps, source }, warnings, status } = manifest;
  const texts = [
    ...(status === "finished" ? [] : [`The run is ${status}.`]),
    ...(synthetic ? [`${SYNTHETIC_MARKET}.`] : []),
    ...memoryNotes(manifest),
    ...warnings,
    `Data: ${source}${gaps === 0 ? "" : `, ${formatCount(gaps, "gap")} in the candles`}.`,
  ];
  return texts.map((text) => ({ kind: "text", text }));
}

/** Months: what each brought, and its closed trades. */
export function monthBlock({ months, breakdown }: ShownReport["run"]): Block {
  const trades = new Map(breakdown.byMonth.map((row) => [row.name, row]));
  const rows = months.map(({ month, return: brought, maxDrawdown }) => {
    const closed = trades.get(month);
    return line(month, [
      signed(brought, formatReturn(brought)),
      cell(formatReturn(maxDrawdown)),
      cell(formatNumber(closed?.trades ?? 0, 0)),
      closed === undefined ? missing("") : signed(closed.netPnlUsd, `${formatSigned(closed.netPnlUsd)} USD`),
    ]);
  });
  return { kind: "figures", headers: ["return", "deepest fall", "trades", "net PnL"], rows };
}

/** Closed trades by asset or side. */
export function divisionBlock(rows: readonly DetailRow[]): Block {
  return {
    kind: "figures",
    headers: ["trades", "win rate", "net PnL", "fees", "funding"],
    rows: rows.map(({ name, trades, winRate, netPnlUsd, feesUsd, fundingUsd }) =>
      line(name, [
        cell(formatNumber(trades, 0)),
        cell(formatShare(winRate)),
        usd(netPnlUsd),
        usd(-feesUsd),
        usd(fundingUsd),
      ])
    ),
  };
}

function usd(value: number): Cell {
  return cell(`${formatSigned(value)} USD`, signTone(value));
}
