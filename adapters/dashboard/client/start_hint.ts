import type { VNode } from "preact";
import { html } from "./html.ts";
import type { RunView } from "./wire.ts";

/** What to type to start such a run: it is started in the terminal, where its rights are given. */
export function commandOf({ run }: Pick<RunView, "run">): string {
  return `deno task ${run.mode} --assets ${
    run.assets.join(",")
  } --interval ${run.interval} --agent ${run.agent} --risk ${run.profile}`;
}

/** Says how runs are started. */
export function StartHint({ view }: { view: RunView | null }): VNode {
  return html`<p class="quiet">Runs are started in the terminal: <code>${
    view === null ? "deno task paper --dashboard" : commandOf(view)
  }</code></p>`;
}
