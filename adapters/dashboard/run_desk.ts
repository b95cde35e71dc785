import type { Moment, RunManifest } from "../../engine/mod.ts";
import type { DashboardTools } from "./dashboard_tools.ts";
import type { DiaryIndex, IndexState } from "./diary/diary_index.ts";
import { IndexShelf } from "./diary/index_shelf.ts";
import { lastLines, sizeOf } from "./diary/line_reader.ts";
import { readPulse } from "./pulse.ts";
import type { CatalogRun } from "./run_catalog.ts";
import { RunCharts } from "./run_chart.ts";

/** Where runs share recorded answers. */
const SHARED = ".cassettes";
/** A page waits so long for a diary to be read, ms; a longer one is shown as far as it is. */
const READ_MS = 250;

/** What is known of one run, put together from its folder. */
export class RunDesk<Snapshot> {
  readonly #tools: DashboardTools<Snapshot>;
  readonly #shelf: IndexShelf<Snapshot>;
  readonly #charts: RunCharts<Snapshot>;
  readonly #instruments: ReadonlyMap<string, DashboardTools<Snapshot>["instruments"][number]>;

  constructor(tools: DashboardTools<Snapshot>) {
    this.#tools = tools;
    this.#shelf = new IndexShelf(tools.MomentFold);
    this.#charts = new RunCharts(tools);
    this.#instruments = new Map(tools.instruments.map((one) => [one.symbol, one]));
  }

  /** The index of a run's diary, read on for a while: what is left is read behind. */
  async index({ diaryPath }: CatalogRun, waitMs: number = READ_MS): Promise<DiaryIndex<Snapshot>> {
    const index = this.#shelf.of(diaryPath);
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    const reading = index.readOn().catch((error) => console.error(`dashboard: ${error.message}`));
    await Promise.race([reading, promise]);
    clearTimeout(timer);
    return index;
  }

  /** The run after a line; its positions valued at the prices of that moment. */
  valued(run: CatalogRun, moment: Moment): Moment {
    if (run.manifest === null || moment.positions.length === 0 || moment.close === null) return moment;
    const { market } = this.chart({ ...run, manifest: run.manifest });
    const marks = market?.marks(moment.close) ?? new Map<string, number>();
    return this.#tools.valuedMoment(moment, { marks, instruments: this.#instruments });
  }

  /** The market it went by. */
  chart(run: CatalogRun & { readonly manifest: RunManifest }): ReturnType<RunCharts<Snapshot>["of"]> {
    return this.#charts.of(run);
  }

  /** How far its diary is read, and whether more is to come. */
  stateOf(index: DiaryIndex<Snapshot>): IndexState & { readonly isDone: boolean } {
    const { state } = index;
    return { ...state, isDone: state.fault !== null || state.bytes === state.size };
  }

  /** The last lines of a diary that is not read to its end yet; each as it stands there, unchecked. */
  tail({ diaryPath }: CatalogRun, count: number): string[] {
    return sizeOf(diaryPath) === 0 ? [] : lastLines(diaryPath, count).filter(isLine);
  }

  /** What the running process knew between two cycles; null for a run that is not running. */
  pulse({ path, isRunning }: CatalogRun): unknown {
    return isRunning ? readPulse(path) : null;
  }

  /** What a model was asked under these keys, and what it answered. Throws where one of them is gone. */
  questions(run: CatalogRun & { readonly manifest: RunManifest }, keys: readonly string[]): unknown[] {
    const { model } = run.manifest;
    if (model === undefined || keys.length === 0) return [];
    const store = this.#tools.openRecordedCassettes({
      shared: SHARED,
      shipped: this.#tools.shipped,
      run: run.path,
      model,
    }, keys);
    return keys.map((key) => {
      const entry = store.entry(key);
      if (entry === null) return { key, request: null, answer: null };
      // What the provider sent is in the cassette for whoever repairs a reader; a page has no use for it.
      const { raw: _, ...answer } = { raw: null, ...entry.answer };
      return { key, request: JSON.parse(entry.request), answer };
    });
  }
}

function isLine(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "seq" in value;
  } catch {
    return false;
  }
}
