import { formatNumber, formatReturn } from "../format.ts";
import { headline } from "../replay_view.ts";
import { divisionBlock, evidenceBlocks, figuresBlock, monthBlock, warningBlocks } from "../report_blocks.ts";
import { wholeUsd } from "./axes.ts";
import { blocksPage } from "./blocks_page.ts";
import { candleChart } from "./candle_chart.ts";
import { fallChart, lineChart } from "./line_chart.ts";
import { type Markup, markup, type Piece } from "./markup.ts";
import { pageShell } from "./page_shell.ts";
import type { ShownReport } from "./reported.ts";
import { anchorOf, tradesSection } from "./trades_section.ts";

/** A report of one run as a page of its own. */
export function reportPage(report: ShownReport): string {
  const { manifest, run } = report;
  const { breakdown } = run;
  return pageShell(
    `Run ${manifest.id}`,
    markup`<h1>${manifest.agent}</h1>
<p class="faint">${headline(manifest)} · ${manifest.mode}</p>
${blocksPage([...warningBlocks(manifest), figuresBlock(manifest)])}
<h2>How sure</h2>
${blocksPage(evidenceBlocks(report))}
<h2>Equity</h2>
${equitySection(report)}
<h2>Months</h2>
${blocksPage([monthBlock(run)])}
<h2>Assets and sides</h2>
${blocksPage([divisionBlock([...breakdown.byAsset, ...breakdown.bySide])])}
<h2>Trades on the candles</h2>
${candleSection(report)}
<h2>Trades</h2>
${tradesSection(run.trades)}
<h2>Settings</h2>
${settingsSection(report)}`,
  );
}

function equitySection({ manifest: { agent }, run: { index }, market }: ShownReport): Markup {
  const own = { name: agent, points: index.curve };
  const benchmark = typeof market === "string" ? null : market.benchmark;
  const curves = benchmark === null ? [own] : [own, { name: "buy and hold", points: benchmark }];
  return markup`${lineChart(curves, { title: "Equity, USD", format: wholeUsd, height: 300 })}
<p class="faint">Equity in USD, funding and fees in it; below, how far it is under its highest value so far.</p>
${fallChart(own, { title: "Drawdown", format: formatReturn, height: 140 })}`;
}

function candleSection({ run: { trades }, market }: ShownReport): Markup {
  if (typeof market === "string") return markup`<p>The candles are not drawn: ${market}.</p>`;
  const charts = [...market.candles].map(([asset, candles]): Piece => {
    const drawn = trades.flatMap(({ trade }, place) =>
      trade.asset === asset ? [{ trade, anchor: anchorOf(place) }] : []
    );
    return markup`<h3>${asset}</h3>\n${candleChart(asset, candles, drawn)}`;
  });
  return markup`<p class="faint">Triangles are entries in their direction, crosses exits; each leads to its trade below. Candles are joined to what a page has room for, trades are all there.</p>
${charts}`;
}

function settingsSection({ manifest }: ShownReport): Markup {
  const { key, settings, codeRevision, data: { files }, range, started, ended, diary, model, agentFile } =
    manifest;
  const facts = { key, settings, codeRevision, range, started, ended, diary, model, agentFile };
  const rows = files.map(({ path, sha256, rows: count }): Piece =>
    markup`<tr><td>${path}</td><td>${formatNumber(count, 0)}</td><td class="note">${sha256}</td></tr>\n`
  );
  return markup`<pre>${JSON.stringify(facts, null, 2)}</pre>
<div class="wide"><table><tr><th>file</th><th>rows</th><th></th></tr>
${rows}</table></div>`;
}
