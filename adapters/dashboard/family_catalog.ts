import type { RunManifest } from "../../engine/mod.ts";
import type { DashboardTools } from "./dashboard_tools.ts";
import type { CatalogRun, RunCatalog } from "./run_catalog.ts";
import type { VariedSetting } from "./told_family.ts";

/** A run whose manifest can be read. */
export type FamilyMember = CatalogRun & { readonly manifest: RunManifest };

/** Runs that were begun together. */
export interface CatalogFamily {
  readonly id: string;
  /** The highest Sharpe ratio first, those without one last, oldest first among equals. */
  readonly runs: readonly FamilyMember[];
  /** What varies, the values in the order of the runs. */
  readonly varied: readonly VariedSetting[];
  /** The same as long as nothing has changed of it. */
  readonly state: string;
}

/** The families among the runs of a catalog. An id is only ever compared with those that are there. */
export class FamilyCatalog<Snapshot> {
  readonly #catalog: RunCatalog<Snapshot>;
  readonly #tools: Pick<DashboardTools<Snapshot>, "variedSettings">;
  #listed: readonly CatalogRun[] | null = null;
  #members = new Map<string, FamilyMember[]>();
  #families = new Map<string, CatalogFamily>();

  constructor(catalog: RunCatalog<Snapshot>, tools: Pick<DashboardTools<Snapshot>, "variedSettings">) {
    this.#catalog = catalog;
    this.#tools = tools;
  }

  /** The ids of all, that with the newest run first. */
  ids(): readonly string[] {
    this.#look();
    return [...this.#members.keys()];
  }

  /** The family of an id; null: there is none. */
  find(id: string): CatalogFamily | null {
    this.#look();
    const members = this.#members.get(id);
    if (members === undefined) return null;
    const state = members.map(({ id, manifest }) => `${id} ${manifest.status}`).join();
    const known = this.#families.get(id);
    if (known?.state === state) return known;
    const runs = members.toReversed().sort((a, b) => sharpeOf(b) - sharpeOf(a));
    const varied = this.#tools.variedSettings(runs.map(({ manifest }) => manifest));
    const family = { id, runs, varied, state };
    this.#families.set(id, family);
    return family;
  }

  /** Groups the runs anew where they were looked through again. */
  #look(): void {
    const listed = this.#catalog.list();
    if (listed === this.#listed) return;
    this.#listed = listed;
    const members = listed.filter((run): run is FamilyMember => run.manifest?.familyId !== undefined);
    this.#members = Map.groupBy(members, ({ manifest }) => manifest.familyId!);
    for (const id of this.#families.keys()) if (!this.#members.has(id)) this.#families.delete(id);
  }
}

function sharpeOf({ manifest: { metrics } }: FamilyMember): number {
  return metrics?.sharpe ?? -Number.MAX_VALUE;
}
