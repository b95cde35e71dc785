import type { VNode } from "preact";
import { AccountPanel } from "./account_panel.ts";
import { ChartPanel } from "./chart_panel.ts";
import { html } from "./html.ts";
import { PositionsPanel } from "./positions_panel.ts";
import { StreamPanel } from "./stream_panel.ts";
import { TabsPanel } from "./tabs_panel.ts";
import type { LiveRun } from "./use_run.ts";
import type { Moment, RunView } from "./wire.ts";

/** A run at a moment: account, positions, chart, reasoning and lists. `live`: not given where the moment is past. */
export function RunBody(
  { view, moment, live = null, close = null, isNarrow = false }: {
    view: RunView;
    moment: Moment;
    live?: LiveRun | null;
    close?: ((asset: string) => void) | null;
    isNarrow?: boolean;
  },
): VNode {
  const { id } = view.run;
  return html`
    <div class=${`zones ${isNarrow ? "narrow" : ""}`}>
      <${AccountPanel} run=${id} moment=${moment} live=${live}/>
        <${PositionsPanel} run=${id} moment=${moment} close=${close}/>
          <${StreamPanel} run=${id} seq=${moment.seq}/>
            <${ChartPanel} key=${id} view=${view} moment=${moment}/>
              <${TabsPanel} run=${id} moment=${moment}/>
                </div>
  `;
}

/** What of a run cannot be shown, and how far it has been read. */
export function Remarks({ view }: { view: RunView }): VNode {
  const { run, reading, warnings } = view;
  const isReading = reading.fault === null && reading.bytes < reading.size;
  return html`<div aria-live="polite">
    ${
    run.damaged !== null &&
    html`<p class="danger">${run.damaged}. Its diary is shown as far as it goes; settings and figures are not.</p>`
  }
    ${
    reading.fault !== null &&
    html`<p class="danger">The diary cannot be read past ${reading.fault}. What is shown is the run up to there.</p>`
  }
    ${
    isReading &&
    html`<p class="warning">The diary is being read, ${
      Math.floor(reading.bytes / reading.size * 100)
    } %: figures are those of line ${reading.lines}.</p>`
  }
    ${
    !run.running && run.status === "running" && html`
      <p
        class="warning">This run is unfinished, and no process runs it. The command that started it goes on with it.</p>
    `
  }
    ${
    run.synthetic &&
    html`<p class="quiet">Synthetic market: good for trying and testing, says nothing about real prices.</p>`
  }
    ${
    warnings.length > 0 && html`
      <details>
        <summary>${warnings.length === 1 ? "a remark" : `${warnings.length} remarks`}</summary>
        <ul>${warnings.map((one) => html`<li>${one}</li>`)}</ul>
      </details>
    `
  }
  </div>`;
}
