import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { ComparedBlocks } from "./compared_blocks.ts";
import { CurveChart } from "./curve_chart.ts";
import { time } from "./format.ts";
import { html } from "./html.ts";
import { Figure } from "./figure.ts";
import { METRIC_ROWS, metricOf } from "./metric_rows.ts";
import { Link } from "./now_page.ts";
import { useShared } from "./shared.ts";
import { useAnswer } from "./use_answer.ts";
import type { ComparedBlock, RunView } from "./wire.ts";

/** What the server tells of two runs. */
interface Pair {
  readonly a: RunView;
  readonly b: RunView;
  readonly divergence:
    | { readonly seq: number; readonly close: number | null; readonly isEnd: boolean }
    | null;
  readonly comparison: readonly ComparedBlock[] | null;
  readonly incomparable: string | null;
}

/** Two or more runs beside each other; each after the first is held against it. */
export function ComparePage({ runs }: { runs: readonly string[] }): VNode {
  useEffect(() => {
    document.title = `Compare ${runs.join(", ")} · Reprise`;
  }, [runs.join()]);
  if (runs.length < 2) return html`<p>Wanted two runs: choose them in the <${Link} to="/runs">list<//>.</p>`;
  const [first, ...others] = runs;
  return html`
    <section>
      <h1>Compare</h1>
      <${Together} first=${first} others=${others}/>
        ${others.map((other) => html`<${PairView} key=${other} a=${first} b=${other}/>`)}
      </section>
  `;
}

const pathOf = (a: string, b: string): string =>
  `/api/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;

/** The figures of all, and their growth in one chart. */
function Together({ first, others }: { first: string; others: readonly string[] }): VNode {
  const pairs = [others[0], others[1] ?? null, others[2] ?? null].map((other) =>
    // A page has room for four; the hook is called for each place, taken or not.
    useAnswer<Pair>(other === null ? null : pathOf(first, other))
  );
  const error = pairs.find((one) => one.error !== null)?.error ?? null;
  if (error !== null) return html`<p class="danger">${error.message}</p>`;
  const found = pairs.flatMap(({ value }) => value === null ? [] : [value]);
  if (found.length === 0) return html`<p class="quiet">Loading…</p>`;
  const views = [found[0].a, ...found.map(({ b }) => b)];
  return html`
    <div class="zones report">
      <section class="account" aria-label="figures">
        <div class="scroll" tabindex="0" role="region" aria-label="figures side by side">
          <table>
            <caption>Figures at the end of each run</caption>
            <thead>
              <tr><th class="text" scope="col">figure</th>${views.map(({ run }) =>
                html`
                  <th scope="col">
                    <${Link} to=${`/runs/${run.id}`}>${run.agent} ${run.id}<//></th>
                `
              )}</tr>
            </thead>
            <tbody>${METRIC_ROWS.map((row) =>
              html`<tr><th class="text" scope="row">${row.label}</th>
        ${
                views.map((view) =>
                  html`
                    <td class="number">
                      <${Figure} run=${view.run.id} of=${metricOf(view, row.name)} as=${row.as} name=${row
                        .label} isSigned=${row.isSigned === true}/>
                        </td>
                  `
                )
              }</tr>`
            )}</tbody>
          </table>
        </div>
      </section>
      <section class="chart" aria-label="growth">
        <h2>Growth since the start</h2>
        <${CurveChart} runs=${views.map(({ run, moment }) => ({
          id: run.id,
          seq: moment.seq,
          startUsd: moment.account.startUsd?.value ?? null,
        }))}/>
          <p class="quiet">The drawdown is that of ${views[0].run.id}.</p>
          </section>
          </div>
  `;
}

/** What differs between two runs, where they first do, and what can be said of it. */
function PairView({ a, b }: { a: string; b: string }): VNode {
  const { preferences: { zone }, openLine } = useShared();
  const { value, error, isLoading } = useAnswer<Pair>(pathOf(a, b));
  if (error !== null) return html`<p class="danger">${error.message}</p>`;
  if (value === null) return html`<p class="quiet">${isLoading ? "Loading…" : ""}</p>`;
  const { divergence, comparison, incomparable } = value;
  const settings = differing(value.a.settings, value.b.settings);
  return html`
    <section class="pair">
      <h2>${a} and ${b}</h2>
      ${comparison === null ? html`<p class="warning">Not compared: ${incomparable}.</p>` : html`
        <${ComparedBlocks} blocks=${comparison} level="h3" />
      `}
        <p>${divergence === null ? "Their diaries are the same, line by line." : html`
          They first differ in <button type="button" class="figure" data-seq=${divergence.seq}
            onClick=${() => openLine(a, divergence.seq)}>line ${divergence.seq +
              1}</button>${divergence.close === null
              ? ""
              : `, ${time(divergence.close, zone)}`}${divergence.isEnd ? ", where one of them ends" : ""}.
                ${" "}<${Link} to=${`/scrub?runs=${a},${b}&seq=${divergence.seq}`}>Side by side there<//>
        `}</p>
        ${settings.length === 0 ? html`<p>They have the same settings.</p>` : html`
          <table>
            <caption>Settings that differ</caption>
            <thead>
              <tr>
                <th class="text" scope="col">setting</th>
                <th class="text" scope="col">${a}</th>
                <th class="text" scope="col">${b}</th>
              </tr>
            </thead>
            <tbody>${settings.map(([name, one, other]) =>
              html`
                <tr>
                  <th class="text" scope="row">${name}</th>
                  <td class="text">${one}</td>
                  <td class="text">${other}</td>
                </tr>
              `
            )}</tbody>
          </table>
        `}
        ${value.a.data?.source !== value.b.data?.source &&
          html`<p class="warning">They ran on different data: ${value.a.data?.source} and ${value.b.data?.source}.</p>`}
      </section>
  `;
}

function differing(a: RunView["settings"], b: RunView["settings"]): [string, string, string][] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [a[name], b[name]].map((value) => JSON.stringify(value) ?? "not there");
    return one === other ? [] : [[name, one, other] as [string, string, string]];
  });
}
