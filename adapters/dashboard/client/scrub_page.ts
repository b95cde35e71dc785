import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, query } from "./ask.ts";
import { time } from "./format.ts";
import { html } from "./html.ts";
import { Remarks, RunBody } from "./run_body.ts";
import { useShared } from "./shared.ts";
import { useAnswer } from "./use_answer.ts";
import type { Moment, RunView } from "./wire.ts";

const SPEEDS = [1, 4, 16];

/** What the transport can do, for buttons and keys. */
interface Transport {
  step(by: number): void;
  jump(kind: "trade" | "fault"): void;
  diverge(): void;
  toggle(): void;
}

/** A run candle by candle as it stood at that moment; a second one beside it at the same time. */
export function ScrubPage({ runs, start }: { runs: readonly string[]; start: number | null }): VNode {
  const [first, second = null] = runs;
  const a = useAnswer<RunView>(first === undefined ? null : `/api/runs/${encodeURIComponent(first)}`);
  const b = useAnswer<RunView>(second === null ? null : `/api/runs/${encodeURIComponent(second)}`);
  useEffect(() => {
    document.title = `Scrub ${runs.join(" and ")} · Reprise`;
  }, [runs.join()]);
  if (first === undefined) {
    return html`<p>Wanted a run: <code>/scrub?runs=ID</code>, or two with a comma between.</p>`;
  }
  const error = a.error ?? b.error;
  if (error !== null) return html`<p class="danger">${error.message}</p>`;
  if (a.value === null || (second !== null && b.value === null)) return html`<p class="quiet">Loading…</p>`;
  return html`<${Scrub} key=${runs.join()} a=${a.value} b=${b.value} start=${start}/>`;
}

function Scrub({ a, b, start }: { a: RunView; b: RunView | null; start: number | null }): VNode {
  const id = encodeURIComponent(a.run.id);
  const [asked, go] = useState<{ seq?: number; cycle?: number }>(
    start === null ? { cycle: 1 } : { seq: start },
  );
  const [isPlaying, play] = useState(false);
  const [speed, setSpeed] = useState(SPEEDS[1]);
  const [said, say] = useState("");
  const moment = useAnswer<Moment>(`/api/runs/${id}/moment${query(asked)}`);
  const at = moment.value;
  const beside = useAnswer<Moment>(
    b === null || at?.close == null
      ? null
      : `/api/runs/${encodeURIComponent(b.run.id)}/moment${query({ at: at.close })}`,
  );
  const cycle = at?.cycles.value ?? 0;
  const last = a.moment.cycles.value;
  const transport: Transport = {
    step: (by) => (say(""), go({ cycle: Math.max(1, Math.min(last, cycle + by)) })),
    jump: (kind) =>
      void jumpTo(id, { kind, seq: at?.seq ?? 0 }).then((seq) =>
        seq === null ? say(`no later ${kind}`) : (say(""), go({ seq }))
      ),
    diverge: () =>
      void divergenceOf(a, b).then(
        (seq) => seq === null ? say("they do not differ") : (say(""), go({ seq })),
        () => say("nothing to compare with"),
      ),
    toggle: () => play(!isPlaying),
  };
  useKeys(transport);
  useEffect(() => {
    if (!isPlaying || at === null || moment.isLoading) return;
    if (cycle >= last) return play(false);
    const timer = setTimeout(() => transport.step(1), 1000 / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, at, moment.isLoading, speed]);
  return html`
    <section>
      <h1>${a.run.agent} ${a.run.id}${b === null ? "" : ` beside ${b.run.agent} ${b.run.id}`}</h1>
      <${Remarks} view=${a}/>
        <${Bar} transport=${transport} isPlaying=${isPlaying} speed=${speed} setSpeed=${setSpeed}
          isPair=${b !== null} cycle=${cycle} last=${last} close=${at?.close ?? null} said=${said}/>
        ${moment.error !== null && html`<p class="danger">${moment.error.message}</p>`}
        <div class=${b === null ? "" : "sides"}>
          ${at !== null && html`
            <div>
              <${RunBody} view=${a} moment=${at} isNarrow=${b !== null}/>
                </div>
          `}
          ${b !== null && beside.value !== null && html`
            <div>
              <${RunBody} view=${b} moment=${beside.value} isNarrow=${true}/>
                </div>
          `}
        </div>
      </section>
  `;
}

/** The buttons and the slider, and where they stand. */
function Bar(
  { transport, isPlaying, speed, setSpeed, isPair, cycle, last, close, said }: {
    transport: Transport;
    isPlaying: boolean;
    speed: number;
    setSpeed: (speed: number) => void;
    isPair: boolean;
    cycle: number;
    last: number;
    close: number | null;
    said: string;
  },
): VNode {
  const { preferences: { zone } } = useShared();
  const at = close === null ? "" : time(close, zone);
  const slide = (event: Event): void =>
    transport.step(Number((event.target as HTMLInputElement).value) - cycle);
  const choose = (event: Event): void => setSpeed(Number((event.target as HTMLSelectElement).value));
  return html`<div class="transport" role="group" aria-label="transport">
    <button type="button" onClick=${() => transport.step(-1)} disabled=${cycle <= 1}>Back</button>
    <button type="button" onClick=${transport.toggle} disabled=${cycle >= last}>${
    isPlaying ? "Stop" : "Play"
  }</button>
    <button type="button" onClick=${() => transport.step(1)} disabled=${cycle >= last}>Step</button>
    <label class="inline">speed <select onChange=${choose}>${
    SPEEDS.map((one) => html`<option value=${one} selected=${one === speed}>${one} candles a second</option>`)
  }</select></label>
    <button type="button" onClick=${() => transport.jump("trade")}>Next trade</button>
    <button type="button" onClick=${() => transport.jump("fault")}>Next fault</button>
    ${isPair && html`<button type="button" onClick=${transport.diverge}>First divergence</button>`}
    <input type="range" min="1" max=${
    Math.max(1, last)
  } value=${cycle} aria-label="cycle" aria-valuetext=${at} onInput=${slide}/>
    <span class="number" role="status" data-at=${close ?? ""}>cycle ${cycle} of ${last}${
    at === "" ? "" : `, ${at}`
  } ${said}</span>
  </div>`;
}

async function jumpTo(id: string, { kind, seq }: { kind: string; seq: number }): Promise<number | null> {
  return (await ask<{ seq: number | null }>(`/api/runs/${id}/find${query({ kind, seq })}`)).seq;
}

async function divergenceOf(a: RunView, b: RunView | null): Promise<number | null> {
  if (b === null) throw new Error("one run alone");
  const asked = query({ a: a.run.id, b: b.run.id });
  const { divergence } = await ask<{ divergence: { seq: number } | null }>(`/api/compare${asked}`);
  return divergence?.seq ?? null;
}

function useKeys(transport: Transport): void {
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = {
      "[": () => transport.step(-1),
      "]": () => transport.step(1),
      "t": () => transport.jump("trade"),
      "f": () => transport.jump("fault"),
      "d": () => transport.diverge(),
      " ": () => transport.toggle(),
    };
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element &&
        event.target.closest("input, select, textarea, button, summary, dialog") !== null;
      const key = keys[event.key];
      if (
        key === undefined || event.ctrlKey || event.metaKey || event.altKey || (isTyping && event.key === " ")
      ) return;
      if (event.target instanceof HTMLInputElement && event.target.type !== "range") return;
      event.preventDefault();
      key();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}
