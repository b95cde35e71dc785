import {
  type Clock,
  type Diary,
  type Exchange,
  flattenNaked,
  type Instrument,
  intervalMs,
  type Outcome,
  type RunManifest,
} from "../../engine/mod.ts";
import { FlatCanceller } from "./cancel_when_flat.ts";
import { FailureError } from "./errors.ts";
import { formatDuration, formatTimeZ } from "./format.ts";
import { interruptible } from "./interruptible.ts";
import { type Network, NETWORKS, type PaperOptions } from "./paper_options.ts";
import { shownMode } from "./run_events.ts";
import type { Terminal } from "./terminal.ts";
import { type Said, Watchman } from "./watchman.ts";
import type { WatchOptions } from "./watch_options.ts";

/** A run in its folder. */
interface WatchedFolder {
  readonly path: string;
  readonly diaryPath: string;
  readonly manifest: RunManifest;
}

/** Who is told what is done. */
interface Alerts extends AsyncDisposable {
  tell(alert: { kind: "naked" | "fault"; time: number; asset: string | null; text: string }): void;
}

/** The run's account. */
interface TradedAccount {
  readonly exchange: Exchange;
  /** Has the venue cancel every order at a moment, wall ms. */
  scheduleCancel(time: number): Promise<Outcome>;
}

/** What `watch` works with. */
export interface WatchTools<Keys extends object, Hook> {
  /** The run that a person means, in its folder; `last` is the newest that `isMeant`. */
  findRun(runs: string, run: string, isMeant?: (run: WatchedFolder) => boolean): WatchedFolder;
  /** The run's sign of life; null: there is none. Throws for one that cannot be read. */
  readPulse(
    folder: string,
  ): { readonly time: number; readonly lookedAt: number | null; readonly pid: number } | null;
  /** What this process intends, in a file beside the run's diary, and whose an order is by both. */
  openSideDiary(
    path: string,
    run: { readonly diaryPath: string; readonly key: string },
  ): Diary & AsyncDisposable & {
    intended(): (clientOrderId: string | null) => boolean;
  };
  /** What `live` trades with. */
  readTradingKeys(): Keys;
  /** The account of a run. */
  openTrading(
    terms: Keys & { readonly network: WatchOptions["network"]; readonly baseUrl: string },
  ): Promise<{
    readonly account: string | null;
    /** `simulation`: the venue is one. */
    readonly network: string;
    open(run: { readonly id: string; readonly openedAt: number }): Promise<TradedAccount>;
  }>;
  /** Where alerts go; null: nowhere. */
  readAlertSettings(): Hook | null;
  /** Opens what tells it. */
  openAlerts(hook: Hook | null, terms: {
    readonly id: string;
    readonly mode: string;
    readonly clock: Clock;
    readonly warn: (line: string) => void;
  }): Alerts;
  /** Keeps a run to this process; throws a QueueError where another one has it. */
  lockRun(folder: string): Promise<Disposable>;
  readonly SystemClock: new () => Clock;
  /** How a run is called that has an account at a venue. */
  readonly watched: string;
}

/** Looks after a run that shows no sign of life, until Ctrl-C. */
export async function watchCommand<Keys extends object, Hook>(
  options: WatchOptions,
  around: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: WatchTools<Keys, Hook>,
): Promise<void> {
  const { terminal } = around;
  const run = tools.findRun(options.runs, options.run, ({ manifest }) => manifest.mode === tools.watched);
  mustBeWatched(run.manifest, options, tools.watched);
  const clock = new tools.SystemClock();
  const { exchange, scheduleCancel } = await openAccount(run.manifest, options, tools);
  const canceller = new FlatCanceller({ clock, scheduleCancel, lock: () => tools.lockRun(run.path) });
  const { key, range: { from } } = run.manifest;
  await using diary = tools.openSideDiary(`${run.path}/watch.jsonl`, { ...run, key });
  await using alerts = tools.openAlerts(tools.readAlertSettings(), {
    ...{ id: run.manifest.id, mode: shownMode("watch of live", options), clock },
    warn: (line) => terminal.note(`${line}\n`),
  });
  const say = (said: Said): void => {
    const { time, asset, text, alert } = said;
    terminal.print(options.json ? JSON.stringify(said) : `${formatTimeZ(time)}   ${text}`);
    if (alert !== null) alerts.tell({ kind: alert, time, asset, text });
  };
  const { assets, interval } = run.manifest.settings as unknown as Pick<PaperOptions, "assets" | "interval">;
  const instruments = around.instruments.filter(({ symbol }) => assets.includes(symbol));
  const check = async () => {
    const isOurs = diary.intended();
    const looked = await flattenNaked({ clock, exchange, diary }, { key, instruments, isOurs, from });
    const line = await canceller.cancel({ ...looked, isOurs });
    return line === null ? looked : { ...looked, cancelled: [...looked.cancelled, line] };
  };
  const watchman = new Watchman({
    ...{ clock, say, check, pulse: () => tools.readPulse(run.path) },
    isFinished: () => tools.findRun(options.runs, run.path).manifest.status === "finished",
    afterMs: options.afterMs,
    lookAfterMs: options.afterMs + intervalMs(interval),
  });
  if (!options.json) terminal.print(headline(run.manifest, options));
  await interruptible((signal) => watchman.watch(options.everyMs, signal));
}

function headline({ id, settings }: RunManifest, options: WatchOptions): string {
  const where = shownMode("watch", options);
  const after = formatDuration(options.afterMs);
  return `${where} · run ${id} on ${
    String(settings.assets)
  } · acts when there is no sign of life for ${after}`;
}

/** Only a run with an account has positions at a venue, and only its own network's key closes them. */
function mustBeWatched(
  { id, mode, settings }: RunManifest,
  { network }: WatchOptions,
  watched: string,
): void {
  if (mode !== watched) {
    throw new FailureError(
      `run ${id} is a ${mode} run and holds nothing at a venue; wanted a ${watched} run`,
    );
  }
  const { network: its } = settings;
  // Whether the venue is a simulated one is not known before it is asked.
  if (its === undefined || its === network || !NETWORKS.includes(its as Network)) return;
  throw new FailureError(
    `run ${id} trades on ${String(its)}, not on ${network}; wanted --network ${String(its)}`,
  );
}

async function openAccount<Keys extends object, Hook>(
  { id, range, settings }: RunManifest,
  { network, hyperliquid: baseUrl }: WatchOptions,
  tools: WatchTools<Keys, Hook>,
): Promise<TradedAccount> {
  const trading = await tools.openTrading({ ...tools.readTradingKeys(), network, baseUrl });
  const { account, open } = trading;
  const { account: its, network: on } = settings;
  if (on !== undefined && on !== trading.network) {
    const what = `run ${id} trades on the ${String(on)}, and ${new URL(baseUrl).host} is another venue`;
    throw new FailureError(`${what}; wanted --hyperliquid with the address of its venue`);
  }
  if (its !== undefined && its !== account) {
    const what = `run ${id} trades the account ${String(its)}, and the key that is set ${account ?? "none"}`;
    throw new FailureError(`${what}; wanted the key of the run's account or of its API wallet`);
  }
  return await open({ id, openedAt: range.from });
}
