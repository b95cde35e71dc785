import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { percent, ratio, size, time, type Zone } from "./format.ts";
import { html } from "./html.ts";
import { Link } from "./now_page.ts";
import { useShared } from "./shared.ts";
import { type Column, SortedTable } from "./sorted_table.ts";
import { useAnswer } from "./use_answer.ts";
import type { RunRow } from "./wire.ts";

const AGAIN_MS = 5000;

/** All runs, filtered and sorted; two of them chosen are compared. */
export function RunsPage(): VNode {
  const { go } = useShared();
  const [words, setWords] = useState("");
  const [mode, setMode] = useState("");
  const [chosen, choose] = useState<readonly string[]>([]);
  const [version, again] = useState(0);
  const runs = useAnswer<RunRow[]>("/api/runs", version);
  useEffect(() => {
    document.title = "Runs · Reprise";
    const timer = setInterval(() => again((before) => before + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const rows = runs.value ?? [];
  const modes = [...new Set(rows.flatMap((one) => one.mode ?? []))];
  const shown = rows.filter((one) => (mode === "" || one.mode === mode) && isMatch(one, words));
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-4));
  return html`<section>
    <h1>Runs</h1>
    <div class="row">
      <label class="inline">filter <input type="search" value=${words} placeholder="agent, asset, model, id"
        onInput=${(event: Event) => setWords((event.target as HTMLInputElement).value)}/></label>
      <label class="inline">mode <select onChange=${(event: Event) =>
    setMode((event.target as HTMLSelectElement).value)}>
        <option value="">all</option>${
    modes.map((one) => html`<option value=${one}>${one}</option>`)
  }</select></label>
      <button type="button" disabled=${chosen.length < 2} onClick=${() =>
    go(`/compare?runs=${chosen.join(",")}`)}>
        Compare ${chosen.length < 2 ? "two or more" : chosen.length}</button>
      <button type="button" disabled=${chosen.length !== 2} onClick=${() =>
    go(`/scrub?runs=${chosen.join(",")}`)}>Side by side</button>
    </div>
    ${runs.error !== null && html`<p class="danger">${runs.error.message}</p>`}
    ${runs.value === null && runs.error === null && html`<p class="quiet">Loading…</p>`}
    <${Table} rows=${shown} chosen=${chosen} toggle=${toggle} isAny=${rows.length > 0} isThere=${
    runs.value !== null
  }/>
  </section>`;
}

function isMatch(row: RunRow, words: string): boolean {
  const text = [row.id, row.agent, row.model, row.mode, row.interval, row.profile, row.source, ...row.assets]
    .join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function Table(
  { rows, chosen, toggle, isAny, isThere }: {
    rows: readonly RunRow[];
    chosen: readonly string[];
    toggle: (id: string) => void;
    isAny: boolean;
    isThere: boolean;
  },
): VNode | null {
  const { preferences: { zone } } = useShared();
  if (!isThere) return null;
  const columns = columnsOf({ chosen, toggle, zone });
  return html`
    <${SortedTable} rows=${rows} columns=${columns} caption=${`${rows.length} runs`} file="runs.csv"
      none=${isAny
        ? "No run fits the filter."
        : "No runs yet. Type in a terminal: deno task backtest --from 2024-01"}/>
  `;
}

function columnsOf(
  { chosen, toggle, zone }: { chosen: readonly string[]; toggle: (id: string) => void; zone: Zone },
): Column<RunRow>[] {
  const figure = (value: number | null, as: (value: number) => string, isSigned = false) =>
    value === null
      ? html`<span class="quiet">n/a</span>`
      : html`<span class=${`number ${isSigned ? value >= 0 ? "gain" : "loss" : ""}`}>${as(value)}</span>`;
  return [
    {
      ...{ name: "run", of: (one) => one.id, isText: true },
      show: (one) =>
        html`<label class="inline"><input type="checkbox" checked=${chosen.includes(one.id)} disabled=${
          one.damaged !== null
        }
        aria-label=${`compare ${one.id}`} onChange=${() =>
          toggle(one.id)}/></label> <${Link} to=${`/runs/${one.id}`}>${one.id}<//>`,
    },
    { name: "mode", of: (one) => one.mode, isText: true },
    {
      name: "agent",
      of: (one) => one.agent,
      isText: true,
      show: (one) =>
        one.damaged === null
          ? `${one.agent}${one.model === null ? "" : ` · ${one.model}`}`
          : html`<span class="danger">${one.damaged}</span>`,
    },
    { name: "assets", of: (one) => one.assets.join(" "), isText: true },
    { name: "interval", of: (one) => one.interval, isText: true },
    {
      name: "from",
      of: (one) => one.from,
      isText: true,
      show: (one) => one.from === null ? "" : time(one.from, zone).slice(0, 10),
    },
    { name: "return", of: (one) => one.totalReturn, show: (one) => figure(one.totalReturn, percent, true) },
    { name: "Sharpe", of: (one) => one.sharpe, show: (one) => figure(one.sharpe, ratio) },
    { name: "drawdown", of: (one) => one.maxDrawdown, show: (one) => figure(one.maxDrawdown, percent) },
    { name: "trades", of: (one) => one.trades, show: (one) => figure(one.trades, size) },
    {
      name: "status",
      of: (one) => one.running ? "running" : one.status,
      isText: true,
      show: (one) =>
        one.running
          ? html`<b class="state on">running</b>`
          : one.status === "running"
          ? "unfinished"
          : one.status ?? "unreadable",
    },
    {
      name: "started",
      of: (one) => one.started,
      isText: true,
      show: (one) => one.started === null ? "" : time(Date.parse(one.started), zone),
    },
  ];
}
