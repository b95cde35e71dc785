import { useEffect, useState } from "preact/hooks";
import { ask, type Refused } from "./ask.ts";
import type { RunView } from "./wire.ts";

/** A run as it is now, kept up to date while its diary grows. */
export interface LiveRun {
  readonly view: RunView | null;
  readonly error: Refused | null;
  /** Whether lines come as they are written. */
  readonly isConnected: boolean;
  /** What the running process told between two cycles, and when it came, ms of this machine. */
  readonly pulse: { readonly value: unknown; readonly at: number } | null;
}

/** Lines come in bursts; the page is drawn once for each. */
const TOGETHER_MS = 120;
const AGAIN_MS = 3000;

/** Follows a run: what it is now, again with every line; null: none. */
export function useRun(id: string | null): LiveRun {
  const [run, set] = useState<LiveRun>({ view: null, error: null, isConnected: false, pulse: null });
  useEffect(
    () => id === null ? undefined : follow(id, (changes) => set((before) => ({ ...before, ...changes }))),
    [id],
  );
  return run;
}

/** Asks for the run, and again when something came; gives what ends it. */
function follow(id: string, told: (changes: Partial<LiveRun>) => void): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let events: EventSource | null = null;
  told({ view: null, error: null, isConnected: false, pulse: null });
  const later = (ms: number): void => {
    timer ??= setTimeout(() => (timer = undefined, void load()), ms);
  };
  const load = async (): Promise<void> => {
    try {
      const view = await ask<RunView>(`/api/runs/${encodeURIComponent(id)}`);
      if (isOver) return;
      told({ view, error: null });
      listen(view.reading.lines - 1);
    } catch (error) {
      if (isOver) return;
      told({ error: error as Refused });
      if ((error as Refused).status !== 404) later(AGAIN_MS);
    }
  };
  const listen = (after: number): void => {
    if (events !== null) return;
    events = new EventSource(`/api/runs/${encodeURIComponent(id)}/events?after=${after}`);
    events.onopen = () => told({ isConnected: true });
    events.onerror = () => {
      told({ isConnected: false });
      // A browser that was refused does not try again by itself.
      if (events?.readyState === EventSource.CLOSED) (events = null, later(AGAIN_MS));
    };
    events.addEventListener("line", () => later(TOGETHER_MS));
    events.addEventListener("state", () => later(TOGETHER_MS));
    events.addEventListener(
      "pulse",
      ({ data }) => told({ pulse: { value: JSON.parse(data), at: Date.now() } }),
    );
  };
  void load();
  return () => {
    isOver = true;
    clearTimeout(timer);
    events?.close();
  };
}
