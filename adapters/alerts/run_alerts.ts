import type { DiaryEntry, LoopEnd } from "../../engine/mod.ts";
import type { Alert, AlertedRun } from "./alert.ts";
import { AlertHook } from "./alert_hook.ts";
import { alertsOf } from "./alerts_of.ts";
import type { HookAddress } from "./hook_message.ts";

/** Who is told what a run does; the last of it goes out when it is disposed of. */
export interface RunAlerts extends AsyncDisposable {
  /** Told of each line of the diary; of those that stood there before nothing is said. */
  onEntry(entry: DiaryEntry, isNew: boolean): void;
  /** Takes an alert that is in no diary. */
  tell(alert: Alert): void;
  /** Plays a run and tells how it came to its end; what it throws is thrown. */
  attend<Result extends { readonly end: LoopEnd }>(play: () => Promise<Result>): Promise<Result>;
}

/** What alerts are about, and what else is told. */
export interface AlertTerms extends AlertedRun {
  /** The run's. */
  readonly clock: { now(): number };
  /** Told one line, once: that the hook does not work. */
  readonly warn: (line: string) => void;
}

/** Opens the alerts of a run; with no address nobody is told. */
export function openAlerts(address: HookAddress | null, terms: AlertTerms): RunAlerts {
  const { id, mode, clock, warn } = terms;
  const hook = address === null ? null : new AlertHook({ address, run: { id, mode }, warn });
  const tell = (alert: Alert): void => hook?.tell(alert);
  const stopped = (text: string): void => tell({ kind: "stop", time: clock.now(), asset: null, text });
  return {
    tell,
    onEntry: (entry, isNew) => {
      if (isNew) alertsOf(entry).forEach(tell);
    },
    attend: async (play) => {
      try {
        const result = await play();
        stopped(ENDS[result.end]);
        return result;
      } catch (error) {
        stopped(`the run failed: ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await hook?.[Symbol.asyncDispose]();
    },
  };
}

const ENDS: Readonly<Record<LoopEnd, string>> = {
  interrupted: "the run was interrupted; positions and orders stand as they are",
  stopped: "the run was stopped for good by a command",
  "reached-end": "the run came to the end of its data",
};
