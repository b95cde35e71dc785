import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { query, type Refused } from "./ask.ts";
import { ComparedBlocks } from "./compared_blocks.ts";
import { chanceText, countText, intervalText, variedText } from "./families_page.ts";
import { FamilyFigures } from "./family_figures.ts";
import { day, percent, ratio, size, time } from "./format.ts";
import { html } from "./html.ts";
import { Link } from "./now_page.ts";
import { Pager } from "./pager.ts";
import { useShared } from "./shared.ts";
import { type Answer, useAnswer } from "./use_answer.ts";
import type { FamilyRow, FamilyRun, FamilyRunPage, ToldBest, ToldFamily } from "./wire.ts";

const LIMIT = 50;
const AGAIN_MS = 5000;

/** One family: its runs ranked, what is left of the best beside how many were tried, and what is drawn of all of them. */
export function FamilyPage({ id }: { id: string }): VNode {
  const path = `/api/families/${encodeURIComponent(id)}`;
  const [version, again] = useState(0);
  const family = useAnswer<FamilyRow>(path, version);
  const counts = JSON.stringify(family.value?.counts ?? null);
  const ranking = useAnswer<ToldFamily>(family.value === null ? null : `${path}/ranking`, counts);
  const best = useAnswer<ToldBest>(family.value === null ? null : `${path}/best`, counts);
  useEffect(() => {
    document.title = `Family ${id} · Reprise`;
  }, [id]);
  const isGrowing = (family.value?.counts.running ?? 0) > 0;
  useEffect(() => {
    if (!isGrowing) return;
    const timer = setInterval(() => again((before) => before + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isGrowing]);
  if (family.error !== null) return html`<p class="danger">${family.error.message}</p>`;
  if (family.value === null) return html`<p class="quiet">Loading family ${id}…</p>`;
  return html`
    <article>
      <${Headline} family=${family.value} best=${best.value}/>
        ${ranking.error !== null && html`<p class="warning">Not ranked: ${ranking.error.message}</p>`}
        <${Corrections} ranking=${ranking} count=${family.value.counts.all}/>
        <${Ranked} family=${family.value} version=${`${counts} ${ranking.value !== null}`}/>
        ${ranking.value !== null && html`<${FamilyFigures} told=${ranking.value}/>`}
        <p class="quiet">The same in a terminal: <code>deno task compare ${id} --html ${id}.html</code></p>
      </article>
  `;
}

function Headline({ family, best }: { family: FamilyRow; best: ToldBest | null }): VNode {
  const { preferences: { zone } } = useShared();
  const period = `${day(family.from, zone)} to ${day(family.until - 1, zone)}`;
  return html`
    <header>
      <h1>Family ${family.id}: ${family.agents.join(", ")} on ${family.assets.join(", ")}</h1>
      <p>${family.intervals.join(", ")} · ${period} · ${family.sources.join(", ")} · ${countText(
        family,
      )}${family.started === null ? "" : ` · begun ${time(Date.parse(family.started), zone)}`}</p>
      ${family.varied.length > 0 && html`<p>Varies: ${variedText(family)}</p>`}
      ${family.best !== null && html`<${BestLine} row=${family.best} told=${best}/>`}
      ${family.synthetic &&
        html`<p class="quiet">Synthetic market: good for trying and testing, says nothing about real prices.</p>`}
    </header>
  `;
}

function BestLine({ row, told }: { row: NonNullable<FamilyRow["best"]>; told: ToldBest | null }): VNode {
  const ratioText = `Sharpe ratio of ${ratio(row.sharpe)}${row.part === null ? "" : ` on ${row.part}`}`;
  const rest = told === null
    ? ""
    : `, at 95 % ${intervalText(told)}; chance that it is more than luck ${chanceText(told)}`;
  return html`<p>Best: <${Link} to=${`/runs/${row.run}`}>${row.run}<//>${` with a ${ratioText}${rest}`}</p>`;
}

function Corrections({ ranking, count }: { ranking: Answer<ToldFamily>; count: number }): VNode | null {
  const { value, error } = ranking;
  if (error !== null && value === null) return null;
  if (value === null) {
    return html`<p class="quiet" role="status">Ranking ${count} runs${
      count > 100 ? ": this takes a while; the list is below already" : ""
    }…</p>`;
  }
  return html`
    <section aria-label="corrections">
      <${ComparedBlocks} blocks=${value.blocks} level="h2"/>
        ${value.leftOut.length > 0 && html`
          <details>
            <summary>${value.leftOut.length === 1
              ? "a run is left out"
              : `${value.leftOut.length} runs are left out`}</summary>
            <ul>${value.leftOut.map((text) => html`<li>${text}</li>`)}</ul>
          </details>
        `}
      </section>
  `;
}

/** A page of its runs; each leads to its report. */
function Ranked({ family, version }: { family: FamilyRow; version: string }): VNode {
  const [from, setFrom] = useState(0);
  const path = `/api/families/${encodeURIComponent(family.id)}/runs${query({ from, limit: LIMIT })}`;
  const { value, error } = useAnswer<FamilyRunPage>(path, version);
  return html`
    <section aria-label="ranking">
      <h2>Ranked by Sharpe ratio</h2>
      ${error !== null && html`<p class="danger">${(error as Refused).message}</p>`}
      ${value !== null && html`<${RankedTable} family=${family} page=${value} from=${from}/>`}
      ${value !== null &&
        html`<${Pager} from=${from} limit=${LIMIT} total=${value.total} what="runs" to=${setFrom}/>`}
    </section>
  `;
}

function RankedTable(
  { family, page: { runs, isRanked }, from }: { family: FamilyRow; page: FamilyRunPage; from: number },
): VNode {
  const hasParts = runs.some(({ part }) => part !== null);
  const hasAgents = family.agents.length + family.models.length > 1;
  const words = [...(hasAgents ? ["agent"] : []), ...(hasParts ? ["part"] : [])];
  const figures = ["return", "Sharpe", "above zero", "beyond luck", "drawdown", "trades"];
  const head = (names: readonly string[], kind: string) =>
    names.map((name) => html`<th class=${kind} scope="col">${name}</th>`);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="runs of the family">
      <table>
        <caption>Above zero: the chance that the true Sharpe ratio is (PSR). Beyond luck: that it is above the best of what was
          tried without skill (DSR)${isRanked ? "" : "; both come with the ranking"}</caption>
        <thead>
          <tr><th scope="col">#</th><th class="text" scope="col">run</th>${head(words, "text")}
            ${head(family.varied.map(({ name }) => name), "")}${head(figures, "")}
            <th class="text" scope="col">status</th></tr>
        </thead>
        <tbody>${runs.map((run, at) =>
          html`
            <tr key=${run.id}>
              <td class="quiet">${from + at + 1}</td>
              <td class="word">
                <${Link} to=${`/runs/${run.id}`}>${run.id}<//></td>
                  ${hasAgents && html`<td class="word">${run.model ?? run.agent}</td>`}
                  ${hasParts && html`<td class="word">${run.part ?? ""}</td>`}
                  ${run.settings.map((value) => html`<td>${value ?? ""}</td>`)}
                  ${figureCells(run)}<td class="word">${run.running ? "running" : run.status}</td></tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function figureCells(run: FamilyRun): VNode[] {
  const { totalReturn, sharpe, probabilisticSharpe, deflatedSharpe, maxDrawdown, trades } = run;
  const share = (value: number): string => percent(value, false);
  const shown: readonly (readonly [number | null, (value: number) => string, string?])[] = [
    [totalReturn, percent, totalReturn === null ? "" : totalReturn >= 0 ? "gain" : "loss"],
    [sharpe, ratio],
    [probabilisticSharpe, share],
    [deflatedSharpe, share],
    [maxDrawdown, percent],
    [trades, size],
  ];
  return shown.map(([value, as, tone = ""]) =>
    value === null ? html`<td class="quiet">n/a</td>` : html`<td class=${`number ${tone}`}>${as(value)}</td>`
  );
}
