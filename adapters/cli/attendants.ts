import type {
  AccountState,
  Awaitable,
  DiaryEntry,
  LoopEnd,
  MarketContext,
  RunManifest,
} from "../../engine/mod.ts";
import type { PaperOptions } from "./paper_options.ts";
import type { PaperWatch } from "./paper_view.ts";
import { shownMode } from "./run_events.ts";

/** The hook that is told what a run does. */
interface Alerts extends AsyncDisposable {
  onEntry(entry: DiaryEntry, isNew: boolean): void;
  attend<Result extends { readonly end: LoopEnd }>(play: () => Promise<Result>): Promise<Result>;
}

/** The pulse in a run's folder. */
interface Pulse extends Disposable {
  onAccount(account: AccountState): void;
}

/** What those who look on at a run are made with. */
export interface AttendantTools<Hook> {
  /** Where alerts go; null: nowhere. Throws where that cannot be right. */
  readAlertSettings(): Hook | null;
  /** Opens what tells it. */
  openAlerts(hook: Hook | null, terms: {
    readonly id: string;
    readonly mode: string;
    readonly clock: { now(): number };
    readonly warn: (line: string) => void;
  }): Alerts;
  /** Begins to write the pulse. */
  openPulse(parts: {
    readonly folder: string;
    readonly assets: readonly string[];
    readonly marks: (assets: readonly string[]) => Awaitable<readonly MarketContext[]>;
    readonly warn: (line: string) => void;
  }): Pulse;
}

/** The run that is looked at, and its screen. */
export interface Attended {
  readonly run: { readonly manifest: RunManifest; readonly folder: { readonly path: string } };
  readonly clock: { now(): number };
  readonly marketData: { contexts(assets: readonly string[]): Awaitable<readonly MarketContext[]> };
  readonly watch: PaperWatch;
}

/** Who looks on at a run on live prices: the screen, the hook that is told what happens, the pulse in the run's folder. */
export interface Attendants extends AsyncDisposable {
  /** What a composition tells. */
  readonly told: {
    readonly onEntry: (entry: DiaryEntry, isNew: boolean) => void;
    readonly onAccount: (account: AccountState) => void;
    /** What is said besides, a line. */
    readonly onNote: (line: string) => void;
  };
  /** Plays the run and tells how it came to its end. */
  readonly attend: Alerts["attend"];
}

/** Opens all who look on. Throws where a setting of the alerts cannot be right. */
export function openAttendants<Hook>(
  options: Pick<PaperOptions, "assets" | "network" | "hyperliquid">,
  { run: { manifest, folder }, clock, marketData, watch }: Attended,
  tools: AttendantTools<Hook>,
): Attendants {
  const { assets } = options;
  const warn = (line: string): void => watch.note(line);
  const mode = shownMode(manifest.mode, options);
  const alerts = tools.openAlerts(tools.readAlertSettings(), { id: manifest.id, mode, clock, warn });
  const marks = (asked: readonly string[]) => marketData.contexts(asked);
  const pulse = tools.openPulse({ folder: folder.path, assets, marks, warn });
  return {
    told: {
      onEntry: (entry, isNew) => {
        watch.onEntry(entry, isNew);
        alerts.onEntry(entry, isNew);
      },
      onAccount: (account) => {
        watch.onAccount(account);
        pulse.onAccount(account);
      },
      onNote: warn,
    },
    attend: (play) => alerts.attend(play),
    [Symbol.asyncDispose]: async () => {
      pulse[Symbol.dispose]();
      await alerts[Symbol.asyncDispose]();
    },
  };
}
