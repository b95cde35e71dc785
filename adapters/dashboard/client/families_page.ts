import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, query } from "./ask.ts";
import { day, percent, ratio, time } from "./format.ts";
import { html } from "./html.ts";
import { Link } from "./now_page.ts";
import { Pager } from "./pager.ts";
import { useShared } from "./shared.ts";
import { useAnswer } from "./use_answer.ts";
import type { FamilyPage, FamilyRow, ToldBest } from "./wire.ts";

const AGAIN_MS = 5000;
const LIMIT = 20;

/** All families: what varies in each, how far it has come, and what its best run is worth. */
export function FamiliesPage(): VNode {
  const [from, setFrom] = useState(0);
  const [version, again] = useState(0);
  const { value, error } = useAnswer<FamilyPage>(`/api/families${query({ from, limit: LIMIT })}`, version);
  useEffect(() => {
    document.title = "Families · Reprise";
    const timer = setInterval(() => again((before) => before + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const bests = useBests(value?.families ?? []);
  return html`
    <section>
      <h1>Families</h1>
      <p class="quiet">Runs that were begun together: a sweep, or a backtest over lists. Each is ranked as deno task compare does,
        and what many tries do to the best is taken off it.</p>
      ${error !== null && html`<p class="danger">${error.message}</p>`}
      ${value === null && error === null && html`<p class="quiet">Loading…</p>`}
      ${value !== null && html`<${Table} rows=${value.families} bests=${bests}/>`}
      ${value !== null &&
        html`<${Pager} from=${from} limit=${LIMIT} total=${value.total} what="families" to=${setFrom}/>`}
    </section>
  `;
}

/** What a best run says, or why nothing can be said. */
type Best = ToldBest | string;

/** What is known of the best run of each row: asked for one after another, since each takes a while. */
function useBests(rows: readonly FamilyRow[]): ReadonlyMap<string, Best> {
  const [bests, set] = useState<ReadonlyMap<string, Best>>(new Map());
  const state = (row: FamilyRow): string => `${row.id} ${row.counts.finished} ${row.best?.run}`;
  const wanted = rows.filter(({ best }) => best !== null).map(state).join();
  useEffect(() => {
    const leaving = new AbortController();
    const askAll = async (): Promise<void> => {
      for (const row of rows) {
        if (row.best === null || leaving.signal.aborted) continue;
        const told: Best = await ask<ToldBest>(`/api/families/${encodeURIComponent(row.id)}/best`, {
          signal: leaving.signal,
        }).catch(({ message }) => message as string);
        if (!leaving.signal.aborted) set((before) => new Map(before).set(row.id, told));
      }
    };
    void askAll();
    return () => leaving.abort();
  }, [wanted]);
  return bests;
}

function Table(
  { rows, bests }: { rows: readonly FamilyRow[]; bests: ReadonlyMap<string, Best> },
): VNode {
  const { preferences: { zone } } = useShared();
  if (rows.length === 0) {
    return html`
      <p>No families yet. Type in a terminal:</p>
      <pre>deno task sweep --agent ./mine.ts --param fast=5..20:5 --from 2024-01</pre>
    `;
  }
  const columns = ["agent", "varies", "runs", "best Sharpe", "at 95 %", "beyond luck", "data", "begun"];
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="families">
      <table>
        <caption>Newest first. Beyond luck: the chance that the best is above the best of what was tried without skill (DSR)</caption>
        <thead>
          <tr><th class="text" scope="col">family</th>${columns.map((name) =>
            html`<th class="text" scope="col">${name}</th>`
          )}</tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`
            <tr key=${row.id}>
              <td class="word">
                <${Link} to=${`/families/${row.id}`}>${row.id}<//></td>
                  <td class="text">${[...row.agents, ...row.models].join(", ")}</td>
                  <td class="text">${variedText(row)}</td>
                  <td class="word">${countText(row)}</td>
                  ${bestCells(row, bests.get(row.id))}
                  <td class="text">${row.sources.join(", ")}, ${row.assets.join(" ")}, ${row.intervals.join(
                    ", ",
                  )}, ${day(row.from, zone)} to ${day(row.until - 1, zone)}</td>
                  <td class="word">${row.started === null ? "" : time(Date.parse(row.started), zone)}</td>
                </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function bestCells({ best }: FamilyRow, told: Best | undefined): VNode | VNode[] {
  if (best === null) return html`<td class="text quiet" colspan="3">no run has a Sharpe ratio yet</td>`;
  const ofRun = html`
    <td class="number">
      <${Link} to=${`/runs/${best.run}`}>${ratio(best.sharpe)}<//>${best.part === null
        ? ""
        : ` on ${best.part}`}, ${best.totalReturn === null ? "" : percent(best.totalReturn)}</td>
  `;
  if (typeof told === "string") return [ofRun, html`<td class="text quiet" colspan="2">${told}</td>`];
  const [interval, chance] = told === undefined ? ["…", "…"] : [intervalText(told), chanceText(told)];
  return [ofRun, html`<td class="number">${interval}</td>`, html`<td class="number">${chance}</td>`];
}

/** Where the Sharpe ratio of a best run lies. */
export function intervalText({ interval }: ToldBest): string {
  return interval === null ? "n/a: too few days" : `${ratio(interval.low)} to ${ratio(interval.high)}`;
}

/** The chance that it is more than luck, and beside how many trials. */
export function chanceText({ deflatedSharpe, trials }: ToldBest): string {
  if (deflatedSharpe === null) return "n/a: no ledger";
  return trials === null
    ? percent(deflatedSharpe, false)
    : `${percent(deflatedSharpe, false)} beside ${trials} ${trials === 1 ? "try" : "tries"}`;
}

/** What varies in a family, and between which values. */
export function variedText({ varied }: FamilyRow): string {
  return varied.map(({ name, count, values, isRange }) =>
    isRange
      ? `${name} ${values.join(" to ")} (${count} values)`
      : `${name} ${values.join(", ")}${count > values.length ? ` and ${count - values.length} more` : ""}`
  ).join("; ");
}

/** How far it has come. */
export function countText({ counts: { all, finished, running, failed } }: FamilyRow): string {
  const rest = all - finished - failed - running;
  return [
    `${finished} of ${all} done`,
    ...(running === 0 ? [] : [`${running} running`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(rest === 0 ? [] : [`${rest} ended early`]),
  ].join(", ");
}
