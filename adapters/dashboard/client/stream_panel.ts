import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, query } from "./ask.ts";
import { cost, duration, price, size, time, usd } from "./format.ts";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import type { CommandEntry, CycleEntry, ToldLine } from "./wire.ts";

const FIRST = 40;
const PAGE = 200;

/** What the agent thought and what went wrong, newest first, up to line `seq`; more is read as the reader goes down. */
export function StreamPanel({ run, seq }: { run: string; seq: number }): VNode {
  const [lines, set] = useState<readonly ToldLine[] | null>(null);
  const [isAll, setAll] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const read = (before: number, limit: number) =>
    ask<{ lines: ToldLine[] }>(
      `/api/runs/${encodeURIComponent(run)}/diary${query({ kind: "thought", before, limit })}`,
    );
  useEffect(() => {
    let isWanted = true;
    read(seq + 1, FIRST).then((page) => {
      if (!isWanted) return;
      set((before) => joined(page.lines, before, seq));
      setAll(page.lines.length < FIRST);
    }, () => isWanted && set((before) => before ?? []));
    return () => {
      isWanted = false;
    };
  }, [run, seq]);
  const more = (): void => {
    const last = lines?.at(-1)?.seq;
    if (isAll || last === undefined) return;
    read(last, PAGE).then((page) => {
      set((
        before,
      ) => [...before ?? [], ...page.lines.filter((line) => line.seq < (before?.at(-1)?.seq ?? Infinity))]);
      setAll(page.lines.length < PAGE);
    }, () => undefined);
  };
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && more());
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  return html`<section class="stream" aria-label="reasoning and faults">
    <h2>Reasoning</h2>
    ${lines === null && html`<p class="quiet">Reading the diary…</p>`}
    ${
    lines?.length === 0 &&
    html`<p class="quiet">Nothing yet. What the agent decides, and why, would stand here;
      idle holds of a rule are not kept.</p>`
  }
    ${lines?.map((line) => html`<${Told} key=${line.seq} run=${run} line=${line}/>`)}
    <div ref=${end}>${
    lines !== null && lines.length > 0 && isAll && html`<p class="quiet">That is all.</p>`
  }</div>
  </section>`;
}

/** The newest lines before those that are there already; what is later than `seq` goes. */
function joined(
  fresh: readonly ToldLine[],
  before: readonly ToldLine[] | null,
  seq: number,
): readonly ToldLine[] {
  const oldest = fresh.at(-1)?.seq ?? 0;
  const rest = (before ?? []).filter((line) => line.seq < oldest && line.seq <= seq);
  // Only where the two meet is nothing missing in between.
  const isGap = before !== null && before.length > 0 && !before.some((line) => line.seq >= oldest);
  return isGap ? fresh : [...fresh, ...rest];
}

function Told({ run, line }: { run: string; line: ToldLine }): VNode {
  const { preferences: { zone }, openLine } = useShared();
  const at = time(line.close, zone, line.kind === "command");
  const link = html`
    <button type="button" class="figure" data-seq=${line.seq} title=${`line ${line.seq + 1} of the diary`}
      onClick=${() => openLine(run, line.seq)}>${at}</button>
  `;
  if (line.kind === "missed") {
    return html`
      <article class="told fault" tabindex="-1">
        <header>${link}<b class="warning">missed: ${line.cause}</b></header>
        <p>${line.detail}</p>
      </article>
    `;
  }
  if (line.kind === "lapsed") {
    return html`
      <article class="told fault" tabindex="-1">
        <header>${link}<b class="warning">lapsed: ${line.purpose} ${line.asset}</b></header>
        <p>${lapsedText(line)}</p>
      </article>
    `;
  }
  const { faults = [], naked = [] } = line;
  const decisions = line.kind === "guard" ? [] : line.decisions ?? [];
  return html`<article class="told" tabindex="-1">
    <header>${link} ${line.kind === "command" && html`<b>${commandText(line)}</b>`} ${
    line.kind === "guard" && html`<b class="warning">guard</b>`
  }
      ${
    decisions.map((one) =>
      html`<span class=${`chip ${one.action} ${one.outcome}`}>${one.action} ${one.asset}${
        one.outcome === "filled" ? "" : ` · ${one.outcome}`
      }</span>`
    )
  }
      ${line.kind === "cycle" && html`<${ModelUse} line=${line}/>`}
    </header>
    ${line.kind === "cycle" && line.summary !== undefined && html`<p class="summary">${line.summary}</p>`}
    ${
    decisions.map((one) =>
      html`<${Decided} key=${one.asset} decision=${one} isTold=${
        line.kind === "cycle" && line.summary !== undefined
      }/>`
    )
  }
    ${
    line.kind === "cycle" && line.unanswered !== undefined &&
    html`<p class="warning">held without an answer, ${line.unanswered.why}: ${line.unanswered.detail}</p>`
  }
    ${
    line.kind === "cycle" && line.halt !== undefined &&
    html`<p class="danger">no entries ${
      line.halt.until === "for-good" ? "for good" : "for the rest of the day"
    }: lost ${(-line.halt.loss * 100).toFixed(2)} %</p>`
  }
    ${faults.map((fault) => html`<p class="warning">${fault.on}: ${fault.what}; ${fault.done}</p>`)}
    ${
    naked.map((one) =>
      html`<p class="danger">${one.asset} stood without a stop for ${
        duration(one.lengthMs)
      }: ${one.cause}</p>`
    )
  }
    ${line.kind === "cycle" && html`<${More} line=${line}/>`}
  </article>`;
}

type Decision = NonNullable<CycleEntry["decisions"]>[number];

function Decided({ decision, isTold }: { decision: Decision; isTold: boolean }): VNode {
  const { asset, refusal, reason, rationale, filledSize, fillPrice, stop, target } = decision;
  const levels = [
    ...(stop == null ? [] : [`stop ${price(stop)}`]),
    ...(target == null ? [] : [`target ${price(target)}`]),
  ];
  const filled = filledSize === undefined || fillPrice === undefined
    ? []
    : [`${size(filledSize)} at ${price(fillPrice)}`];
  return html`<div>
    <p class=${isTold ? "why" : "summary"}>${isTold ? `${asset}: ` : ""}${rationale}</p>
    ${
    filled.length + levels.length > 0 &&
    html`<p class="quiet number">${asset} ${[...filled, ...levels].join(", ")}</p>`
  }
    ${refusal !== undefined && html`<p class="warning">refused, ${refusal.code}: ${refusal.detail}</p>`}
    ${reason !== undefined && html`<p class="warning">${reason}</p>`}
  </div>`;
}

function ModelUse({ line: { costUsd, latencyMs } }: { line: CycleEntry }): VNode | null {
  if (latencyMs === undefined) return null;
  const paid = costUsd === null || costUsd === undefined ? "cost n/a" : `${cost(costUsd)} USD`;
  return html`<span class="quiet number">${paid} · ${duration(latencyMs)}</span>`;
}

/** What is shown on request: reasoning, why each asset was left alone, tool calls. */
function More(
  { line: { reasoning, rationales = {}, toolCalls = [], decisions = [] } }: { line: CycleEntry },
): VNode | null {
  const told = new Set(decisions.map(({ asset }) => asset));
  const others = Object.entries(rationales).filter(([asset]) => !told.has(asset));
  if (reasoning === undefined && toolCalls.length === 0 && others.length === 0) return null;
  return html`<details><summary>reasoning${
    toolCalls.length > 0 ? ` and ${toolCalls.length} tool call${toolCalls.length === 1 ? "" : "s"}` : ""
  }</summary>
    ${reasoning !== undefined && html`<p class="reasoning">${reasoning}</p>`}
    ${others.map(([asset, why]) => html`<p class="why">${asset}: ${why}</p>`)}
    ${toolCalls.map(({ name, arguments: given }) => html`<pre>${name}(${given})</pre>`)}
  </details>`;
}

/** What became of orders that were not sent in time. */
export function lapsedText(
  { orders, lateMs }: { readonly orders: readonly string[]; readonly lateMs: number },
): string {
  return `${orders.length} orders were intended and not sent, ${duration(lateMs)} too late`;
}

function commandText({ command, asset, by, left = [], equityUsd }: CommandEntry): string {
  const open = left.length === 0 ? "" : `; left open: ${left.map((one) => one.asset).join(", ")}`;
  return `${command}${asset === undefined ? "" : ` ${asset}`}${
    by === undefined ? "" : `, asked by ${by}`
  }${open} · equity ${usd(equityUsd)} USD`;
}
