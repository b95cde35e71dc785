import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Controls, useCommands } from "./controls.ts";
import { html } from "./html.ts";
import { Remarks, RunBody } from "./run_body.ts";
import { useShared } from "./shared.ts";
import { StartHint } from "./start_hint.ts";
import { StatusStrip } from "./status_strip.ts";
import { useAnswer } from "./use_answer.ts";
import { useRun } from "./use_run.ts";
import type { RunRow } from "./wire.ts";

/** A run as it is now: the one that is asked for, else one that runs, else the newest. */
export function NowPage({ asked }: { asked: string | null }): VNode {
  const runs = useAnswer<RunRow[]>("/api/runs");
  const rows = runs.value ?? [];
  const id = asked ??
    (rows.find(({ running }) => running) ?? rows.find(({ damaged }) => damaged === null) ?? rows[0])?.id ??
    null;
  if (runs.error !== null && asked === null) return html`<p class="danger">${runs.error.message}</p>`;
  if (id === null) {
    return runs.value === null ? html`<p class="quiet">Loading…</p>` : html`
      <${NoRuns} />
    `;
  }
  return html`<${Now} key=${id} id=${id} rows=${rows}/>`;
}

function NoRuns(): VNode {
  return html`
    <section>
      <h1>No runs yet</h1>
      <p>A run would stand here: its equity, positions and reasoning, live. To make one, type in a terminal:</p>
      <pre>deno task backtest --from 2024-01</pre>
      <pre>deno task paper</pre>
    </section>
  `;
}

function Now({ id, rows }: { id: string; rows: readonly RunRow[] }): VNode {
  const { go } = useShared();
  const live = useRun(id);
  const commanding = useCommands(id);
  const { view, error } = live;
  useEffect(() => {
    document.title = view === null ? "Reprise" : `${view.run.agent ?? id} · Reprise`;
  }, [view?.run.agent]);
  if (view === null) {
    return error === null
      ? html`<p class="quiet">Loading run ${id}…</p>`
      : html`<p class="danger">${error.message}</p>`;
  }
  const close = view.run.running ? (asset: string) => commanding.give({ do: "close", asset }) : null;
  const choose = (event: Event): void => go(`/?run=${(event.target as HTMLSelectElement).value}`);
  return html`
    <div>
      <h1 class="hidden">Run ${id} now</h1>
      <${StatusStrip} live=${live} moment=${view.moment}/>
        <div class="row">
          <label class="inline">run <select onChange=${choose}>
            ${rows.some((one) => one.id === id) ? null : html`<option selected>${id}</option>`}
            ${rows.map((one) =>
              html`<option value=${one.id} selected=${one.id === id}>${one.id} · ${
                one.mode ?? "unreadable"
              } · ${one.agent ?? ""}${one.running ? " · running" : ""}</option>`
            )}
          </select></label>
          <${Link} to=${`/runs/${id}`}>report<//> <${Link} to=${`/scrub?runs=${id}`}>scrub<//>
        </div>
        ${error !== null && html`<p class="danger">${error.message}</p>`}
        <${Remarks} view=${view}/>
        <${RunBody} view=${view} moment=${view.moment} live=${live} close=${close}/>
        <${Controls} view=${view} moment=${view.moment} commanding=${commanding}/>
        <${StartHint} view=${view}/>
        ${commanding.dialog}
      </div>
  `;
}

/** A link to another page of the dashboard. */
export function Link({ to, children }: { to: string; children?: unknown }): VNode {
  const { go } = useShared();
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return html`<a href=${to} onClick=${follow}>${children}</a>`;
}
