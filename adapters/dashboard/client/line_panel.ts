import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { query } from "./ask.ts";
import { cost, duration, time } from "./format.ts";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import { useAnswer } from "./use_answer.ts";
import type { Line, Question } from "./wire.ts";

/** A line of a diary beside the page: what it holds, the decision behind it, and what the model was asked. */
export function LinePanel(
  { run, seq, close }: { run: string; seq: number; close: () => void },
): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const { openLine, go } = useShared();
  const path = `/api/runs/${encodeURIComponent(run)}`;
  const page = useAnswer<{ lines: Line[]; total: number }>(`${path}/diary${query({ from: seq, limit: 1 })}`);
  const next = useAnswer<{ seq: number | null }>(`${path}/find${query({ kind: "cycle", seq: seq - 1 })}`);
  const line = page.value?.lines.find((one) => one.seq === seq) ?? null;
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return html`
    <dialog ref=${dialog} class="line" aria-label=${`line ${
      seq + 1
    } of the diary of run ${run}`} onClose=${close}
      onClick=${(event: MouseEvent) => event.target === dialog.current && dialog.current?.close()}>
        <header>
          <h2>Line ${seq + 1}${line === null ? "" : ` · ${line.kind}`}</h2>
          <button type="button" class="small" disabled=${seq === 0} onClick=${() =>
            openLine(run, seq - 1)}>Previous line</button>
          <button type="button" class="small" disabled=${page.value !== null && seq + 1 >= page.value.total}
            onClick=${() => openLine(run, seq + 1)}>Next line</button>
          <button type="button" class="small" onClick=${() => dialog.current?.close()}>Close</button>
        </header>
        ${page.error !== null && html`<p class="danger">${page.error.message}</p>`}
        ${page.error === null && line === null &&
          html`<p class="quiet">${page.isLoading ? "Reading…" : "This line has not been read yet."}</p>`}
        ${line !== null && html`<${LineView} run=${run} line=${line} key=${seq}/>`}
        ${line !== null && "close" in line && html`<p>
      <a href=${`/scrub?runs=${run}&seq=${seq}`} onClick=${(
          event: Event,
        ) => (event.preventDefault(), dialog.current?.close(), go(`/scrub?runs=${run}&seq=${seq}`))}>
        The run at this line</a>
      ${
          line.kind !== "cycle" && next.value?.seq != null && html`
            · <button type="button" class="figure" data-seq=${next.value.seq}
              onClick=${() => openLine(run, next.value!.seq!)}>the cycle it belongs to</button>
          `
        }</p>`}
      </dialog>
  `;
}

function LineView({ run, line }: { run: string; line: Line }): VNode {
  const { preferences: { zone } } = useShared();
  const { seq, hash, kind, ...fields } = line as unknown as Record<string, unknown> & {
    seq: number;
    hash: string;
    kind: string;
  };
  const keys = line.kind === "cycle" ? line.cassetteKeys ?? [] : [];
  return html`<div>
    ${"close" in line && html`<p class="number">${time(line.close, zone, true)}</p>`}
    <${Fields} value=${fields}/>
    ${keys.length > 0 && html`<${Questions} run=${run} seq=${seq} count=${keys.length}/>`}
    <details><summary>as it stands in diary.jsonl</summary><pre>${
    JSON.stringify({ seq, kind, ...fields, hash }, null, 2)
  }</pre></details>
  </div>`;
}

/** Whatever a line holds, as names and values. */
function Fields({ value }: { value: unknown }): VNode {
  if (Array.isArray(value)) {
    return html`<ol class="fields">${
      value.map((one) =>
        html`
          <li>
            <${Fields} value=${one}/>
              </li>
        `
      )
    }</ol>`;
  }
  if (typeof value !== "object" || value === null) return html`<span class="value">${String(value)}</span>`;
  return html`<dl class="fields">${
    Object.entries(value).map(([name, part]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${/(^close$|At$|^time$)/.test(name) && typeof part === "number" && part > 1e11
            ? html`<span class="value">${new Date(part).toISOString()}</span>`
            : html`<${Fields} value=${part}/>`}</dd>
        </div>
      `
    )
  }</dl>`;
}

function Questions({ run, seq, count }: { run: string; seq: number; count: number }): VNode {
  const [isOpen, open] = useState(false);
  const asked = useAnswer<Question[]>(
    isOpen ? `/api/runs/${encodeURIComponent(run)}/questions/${seq}` : null,
  );
  return html`<details class="questions" onToggle=${(event: Event) =>
    open((event.target as HTMLDetailsElement).open)}>
    <summary>the prompt, ${count === 1 ? "the answer" : `${count} questions`} and tool calls</summary>
    ${asked.isLoading && html`<p class="quiet">Reading the recorded answers…</p>`}
    ${asked.error !== null && html`<p class="warning">${asked.error.message}</p>`}
    ${
    asked.value?.map(({ key, request, answer }, index) =>
      html`<section key=${key}>
      <h3>Question ${index + 1}</h3>
      ${request === null && html`<p class="warning">The recorded answer ${key} is gone.</p>`}
      ${
        request?.messages.map(({ role, text, toolCalls = [] }) =>
          html`<h4>${role}</h4>
        ${text !== "" && html`<pre>${text}</pre>`}
        ${toolCalls.map(({ name, argumentsText }) => html`<pre>${name}(${argumentsText})</pre>`)}`
        )
      }
      ${
        answer !== null &&
        html`<h4>${answer.status}, ${duration(answer.latencyMs)}${
          answer.costUsd === null ? "" : `, ${cost(answer.costUsd)} USD`
        }</h4>
        <pre>${answer.text ?? answer.reason ?? ""}</pre>
        ${
          (answer.toolCalls ?? []).map(({ name, argumentsText }) =>
            html`<pre>${name}(${argumentsText})</pre>`
          )
        }`
      }
    </section>`
    )
  }
  </details>`;
}
