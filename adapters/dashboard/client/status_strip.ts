import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Figure } from "./figure.ts";
import { ago, duration, time } from "./format.ts";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import type { LiveRun } from "./use_run.ts";
import type { Moment, RunView } from "./wire.ts";

const LENGTHS: Readonly<Record<string, number>> = {
  ...{ "1m": 1, "3m": 3, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "2h": 120, "4h": 240, "6h": 360 },
  ...{ "8h": 480, "12h": 720, "1d": 1440 },
};

/** The length of an interval, ms. */
export function lengthOf(interval: string | null): number {
  return (LENGTHS[interval ?? ""] ?? 60) * 60_000;
}

/** What the process told of itself between two cycles, as far as it is understood. */
export function pulseOf(
  pulse: unknown,
): {
  readonly equityUsd: number | null;
  readonly marks: readonly (readonly [asset: string, mark: number])[];
} {
  const fields = typeof pulse === "object" && pulse !== null ? pulse as Record<string, unknown> : {};
  const { equityUsd, marks } = fields;
  const told = typeof marks === "object" && marks !== null ? Object.entries(marks) : [];
  return {
    equityUsd: typeof equityUsd === "number" ? equityUsd : null,
    marks: told.filter((one): one is [string, number] => typeof one[1] === "number"),
  };
}

/** Which run this is and how it does: one line that is always there. */
export function StatusStrip({ live, moment }: { live: LiveRun; moment: Moment }): VNode {
  const { view, isConnected } = live;
  const { preferences: { zone } } = useShared();
  const now = useNow();
  const { run } = view!;
  const isMainnet = view!.settings.network === "mainnet";
  const due = run.running ? nextCycle(view!, moment, now) : null;
  const { lastFault, halt, paused, cycles } = moment;
  return html`<section class="strip" aria-label="status">
    <b class=${isMainnet ? "mainnet" : ""}>${run.mode}${isMainnet ? " mainnet" : ""}</b>
    <span>${run.agent}${run.model === null ? "" : ` · ${run.model}`}</span>
    <span>${run.assets.join(", ")} · ${run.interval} · ${run.profile}</span>
    <span>cycle <${Figure} run=${run.id} of=${cycles} as=${String} name="cycle"/></span>
    ${
    moment.close !== null &&
    html`<span>${time(moment.close, zone)}${run.running ? age(moment.close, now) : ""}</span>`
  }
    ${due !== null && html`<span>next in <span class="number">${due}</span></span>`}
    <span class=${`state ${run.running ? "on" : ""}`}>${stateOf(view!, isConnected)}</span>
    ${
    paused.value && html`<span class="warning"><${Figure} run=${run.id} of=${paused} as=${() =>
      "paused"} name="state"/></span>`
  }
    ${
    halt !== null && html`<span class="danger"><${Figure} run=${run.id} of=${halt} name="halt"
      as=${({ until }: { until: string }) =>
      `no entries ${until === "for-good" ? "for good" : "today"}`}/></span>`
  }
    ${
    lastFault !== null && html`<span class="warning">last fault
      <${Figure} run=${run.id} of=${lastFault} name="last fault"
        as=${({ on, close }: { on: string; close: number }) => `${on}, ${time(close, zone)}`}/></span>`
  }
  </section>`;
}

/** This machine's time, told anew each second. */
export function useNow(): number {
  const [now, set] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function stateOf({ run, reading }: RunView, isConnected: boolean): string {
  if (reading.fault !== null) return "diary not readable";
  if (run.running) return isConnected ? "running" : "running, not connected";
  return run.status === "running" ? "unfinished, no process runs it" : run.status ?? "unreadable";
}

/** How long until its next close; null where its time is not this machine's: a recorded market is served. */
function nextCycle({ run }: RunView, { close }: Moment, now: number): string | null {
  if (close === null) return null;
  const length = lengthOf(run.interval);
  if (now < close - 5000 || now - close > 3 * length) return null;
  return duration(Math.ceil((now + 1) / length) * length - now);
}

function age(close: number, now: number): string {
  const text = ago(close, now);
  return text === null ? "" : `, ${text} ago`;
}
