import { basename } from "node:path";
import type { RunManifest } from "../../engine/mod.ts";
import type { DashboardTools, FoundFolder } from "./dashboard_tools.ts";

/** The folder of runs is looked through at most so often, ms. */
const FRESH_MS = 1000;
/** And again so soon for a run that is not among those listed: it may just have begun, ms. */
const AGAIN_MS = 100;
/** What an id may look like: a run's own, or the name of a folder that a person renamed. */
const ID = /^[\w.-]{1,80}$/;

/** A run as it is listed. */
export interface CatalogRun {
  /** Its id, or its folder's name where run.json cannot be read. */
  readonly id: string;
  readonly path: string;
  readonly diaryPath: string;
  /** Null where it cannot be read. */
  readonly manifest: RunManifest | null;
  /** Why not; null where it can. */
  readonly damaged: string | null;
  readonly isRunning: boolean;
}

/** The runs in a folder. An id is only ever compared with those that are there: no path is made of it. */
export class RunCatalog<Snapshot> {
  readonly #root: string;
  readonly #tools: Pick<DashboardTools<Snapshot>, "listRuns" | "isRunning">;
  #listed: readonly CatalogRun[] = [];
  #listedAt = -Infinity;

  constructor(root: string, tools: Pick<DashboardTools<Snapshot>, "listRuns" | "isRunning">) {
    this.#root = root;
    this.#tools = tools;
  }

  /** All of them, newest first; looked through again where that was longer ago. */
  list(freshMs: number = FRESH_MS): readonly CatalogRun[] {
    const now = performance.now();
    if (now - this.#listedAt > freshMs) {
      this.#listed = this.#tools.listRuns(this.#root).map((found) => this.#row(found));
      this.#listedAt = now;
    }
    return this.#listed;
  }

  /** The run of an id, or the newest one for `last`; null: there is none. */
  find(id: string): CatalogRun | null {
    if (!ID.test(id)) return null;
    const found = among(this.list(), id) ?? among(this.list(AGAIN_MS), id);
    return found === undefined ? null : { ...found, isRunning: this.isRunning(found) };
  }

  /** Whether a process runs it, now. */
  isRunning({ path, manifest }: Pick<CatalogRun, "path" | "manifest">): boolean {
    return manifest?.status === "running" && this.#tools.isRunning(path);
  }

  #row(found: FoundFolder): CatalogRun {
    const { path, diaryPath, manifest } = found;
    const id = manifest === null ? basename(path) : manifest.id;
    const damaged = found.manifest === null ? found.reason : null;
    return { id, path, diaryPath, manifest, damaged, isRunning: this.isRunning({ path, manifest }) };
  }
}

function among(runs: readonly CatalogRun[], id: string): CatalogRun | undefined {
  return runs.find((run) => id === "last" ? run.damaged === null : run.id === id);
}
