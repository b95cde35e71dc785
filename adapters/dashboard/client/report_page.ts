import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { CurveChart } from "./curve_chart.ts";
import { time } from "./format.ts";
import { html } from "./html.ts";
import { Figure } from "./figure.ts";
import { METRIC_ROWS, metricOf, type MetricRow, modelRows } from "./metric_rows.ts";
import { Link } from "./now_page.ts";
import { AccountPanel } from "./account_panel.ts";
import { Remarks } from "./run_body.ts";
import { useShared } from "./shared.ts";
import { commandOf } from "./start_hint.ts";
import { StreamPanel } from "./stream_panel.ts";
import { TabsPanel } from "./tabs_panel.ts";
import { useRun } from "./use_run.ts";
import type { Figures, RunView } from "./wire.ts";

/** One run: what was run, its figures beside buy and hold, equity and drawdown, trades, reasoning, settings, hashes. */
export function ReportPage({ id }: { id: string }): VNode {
  const live = useRun(id);
  const { view, error } = live;
  useEffect(() => {
    document.title = `Run ${id} · Reprise`;
  }, [id]);
  if (view === null) {
    return error === null
      ? html`<p class="quiet">Loading run ${id}…</p>`
      : html`<p class="danger">${error.message}</p>`;
  }
  return html`
    <article>
      <${Headline} view=${view}/>
        <${Remarks} view=${view}/>
          <div class="zones report">
          ${view.metrics === null
            ? html`<${AccountPanel} run=${id} moment=${view.moment} live=${live}/>`
            : html`<${MetricTable} view=${view}/>`}
          <section class="chart" aria-label="equity"><h2>Equity and drawdown</h2>
            <${CurveChart} runs=${[{
              id,
              seq: view.moment.seq,
              startUsd: view.moment.account.startUsd?.value ?? null,
            }]}/></section>
          <${StreamPanel} run=${id} seq=${view.moment.seq}/>
          <${TabsPanel} run=${id} moment=${view.moment}/>
        </div>
        <${Settings} view=${view}/>
      </article>
  `;
}

function Headline({ view: { run } }: { view: RunView }): VNode {
  const { preferences: { zone } } = useShared();
  const range = run.from === null || run.until === null
    ? ""
    : ` · ${time(run.from, zone)} to ${time(run.until, zone)}`;
  return html`
    <header>
      <h1>${run.agent ?? "Run"} ${run.assets.length > 0 ? `on ${run.assets.join(", ")}` : run.id}</h1>
      <p>${run.mode} · ${run.interval} · ${run.profile}${range} · run ${run.id} · ${run.running
        ? "running"
        : run.status ?? "unreadable"}</p>
      <p class="row">
        <${Link} to=${`/?run=${run.id}`}>now<//> <${Link} to=${`/scrub?runs=${run.id}`}>scrub<//>
          <a href=${`/api/runs/${run.id}/diary`}>diary as JSON</a></p>
      </header>
  `;
}

function MetricTable({ view }: { view: RunView }): VNode {
  const { run, metrics, benchmark } = view;
  return html`
    <section class="account" aria-label="figures">
      <table>
        <caption>Figures at the end of the run</caption>
        <thead>
          <tr><th class="text" scope="col">figure</th><th scope="col">run</th>${benchmark !== null &&
            html`<th scope="col">buy and hold</th>`}</tr>
        </thead>
        <tbody>${METRIC_ROWS.map((row) =>
          html`
            <tr>
              <th class="text" scope="row">${row.label}</th>
              <td class="number">
                <${Figure} run=${run.id} of=${metricOf(view, row.name)} as=${row.as} name=${row
                  .label} isSigned=${row.isSigned === true}/></td>
                  ${benchmark !== null && html`<td class="number">${benchmarkText(benchmark, row)}</td>`}</tr>
          `
        )}
        ${modelRows(metrics).map(([label, text]) =>
          html`<tr><th class="text" scope="row">${label}</th><td class="number">${text}</td>
      ${benchmark !== null && html`<td></td>`}</tr>`
        )}</tbody>
      </table>
    </section>
  `;
}

function Settings({ view }: { view: RunView }): VNode {
  const { settings, data, codeRevision, key, diary, model } = view;
  return html`
    <section>
      <h2>Settings and hashes</h2>
      <p>Such a run again: <code>${commandOf(view)}</code></p>
      <dl class="figures wide">
        <div>
          <dt>code</dt>
          <dd>${codeRevision ?? "n/a"}</dd>
        </div>
        <div>
          <dt>key</dt>
          <dd>${key ?? "n/a"}</dd>
        </div>
        <div>
          <dt>diary</dt>
          <dd>${diary === null ? "not ended" : `${diary.lines} lines, last hash ${diary.lastHash}`}</dd>
        </div>
        <div>
          <dt>data</dt>
          <dd>${data === null ? "n/a" : `${data.source}, ${data.gaps} gaps`}</dd>
        </div>
      </dl>
      <details>
        <summary>all settings${model === null ? "" : " and the model"}, files with their hashes</summary>
        <pre>${JSON.stringify({ settings, model, data }, null, 2)}</pre>
      </details>
    </section>
  `;
}

/** Buy and hold is run beside it and keeps no diary: there is no line to open. */
function benchmarkText(benchmark: Figures, { name, as }: MetricRow): string {
  const value = benchmark[name];
  return typeof value === "number" ? as(value) : "n/a";
}
