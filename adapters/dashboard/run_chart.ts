import { type ChartMarket, type Interval, isInterval, type RunManifest } from "../../engine/mod.ts";
import { reasonOf } from "./dashboard_error.ts";
import type { DashboardTools } from "./dashboard_tools.ts";
import type { CatalogRun } from "./run_catalog.ts";

/** What a run on live prices saw is read again after so long, ms. */
const FRESH_MS = 5_000;
/** So many markets are kept, the ones asked for last. */
const KEPT = 3;

/** The market of a run, or why none can be had. */
export type RunChart = { readonly market: ChartMarket } | { readonly market: null; readonly reason: string };

/** The markets that runs went by, read from the files they read or from what they saw; never from a network. */
export class RunCharts<Snapshot> {
  readonly #tools: DashboardTools<Snapshot>;
  readonly #kept = new Map<string, { readonly chart: RunChart; readonly at: number }>();

  constructor(tools: DashboardTools<Snapshot>) {
    this.#tools = tools;
  }

  /** The market of a run; what is gone or was changed is told in words. */
  of(run: CatalogRun & { readonly manifest: RunManifest }): RunChart {
    const kept = this.#kept.get(run.path);
    const isFresh = kept !== undefined && (!run.isRunning || performance.now() - kept.at < FRESH_MS);
    const chart = isFresh ? kept.chart : this.#read(run);
    this.#kept.delete(run.path);
    this.#kept.set(run.path, { chart, at: isFresh ? kept.at : performance.now() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return chart;
  }

  #read({ manifest, path }: CatalogRun & { readonly manifest: RunManifest }): RunChart {
    const tools = this.#tools;
    const assets = assetsOf(manifest);
    const instruments = tools.instruments.filter(({ symbol }) => assets.includes(symbol));
    try {
      const recorded = manifest.data.files.length > 0
        ? this.#fromFiles(manifest, instruments)
        : tools.assetsOfSeen(instruments, tools.seenIn(path));
      if (!recorded.some(({ candles }) => candles.length > 0)) {
        return { market: null, reason: "no candle of it has been kept yet" };
      }
      return { market: new tools.RecordedChart(recorded) };
    } catch (error) {
      return { market: null, reason: reasonOf(error) };
    }
  }

  #fromFiles({ data, settings }: RunManifest, instruments: DashboardTools<Snapshot>["instruments"]) {
    const { folder, only } = this.#tools.findRecordedFiles(data.files, null);
    const interval = intervalOf(settings);
    const asked = { data: folder, only, source: data.source, instruments, interval } as const;
    const read = this.#tools.marketReader(this.#tools.places);
    return read({ ...asked, funding: "off", skipBadRows: true }, []).assets;
  }
}

/** The assets that a run trades, as its settings tell. */
export function assetsOf({ settings }: Pick<RunManifest, "settings">): readonly string[] {
  return Array.isArray(settings.assets) ? settings.assets.map(String) : [];
}

/** The interval a run decides on. */
export function intervalOf(settings: RunManifest["settings"]): Interval {
  const interval = String(settings.interval ?? "");
  return isInterval(interval) ? interval : "1h";
}
