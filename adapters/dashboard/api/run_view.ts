import type { z } from "zod";
import type { Moment, RunManifest } from "../../../engine/mod.ts";
import type { IndexState } from "../diary/diary_index.ts";
import type { CatalogRun } from "../run_catalog.ts";
import { assetsOf } from "../run_chart.ts";
import type { runRowSchema, runSchema } from "./schemas.ts";

/** A row of the list of runs. */
export type RunRow = z.infer<typeof runRowSchema>;

const UNREADABLE = {
  ...{ mode: null, agent: null, model: null, assets: [], interval: null, profile: null, source: null },
  ...{ synthetic: false, family: null, status: null, started: null, ended: null, from: null, until: null },
  ...{ totalReturn: null, sharpe: null, maxDrawdown: null, trades: null },
};

/** A run as a row of the list. */
export function runRow({ id, damaged, manifest, isRunning }: CatalogRun): RunRow {
  if (manifest === null) return { id, damaged, running: false, ...UNREADABLE };
  const { mode, agent, model, settings, data, status, started, ended, range, metrics } = manifest;
  return {
    ...{ id, damaged, running: isRunning, mode, agent, status, started, ended },
    model: model === undefined ? null : `${model.provider}/${model.model}`,
    assets: [...assetsOf(manifest)],
    interval: typeof settings.interval === "string" ? settings.interval : null,
    profile: profileName(settings.profile),
    source: data.source,
    synthetic: data.synthetic,
    family: manifest.familyId ?? null,
    from: range.from,
    until: range.until,
    totalReturn: metrics?.totalReturn ?? null,
    sharpe: metrics?.sharpe ?? null,
    maxDrawdown: metrics?.maxDrawdown ?? null,
    trades: metrics?.trades ?? null,
  };
}

/** How a run stands, beside what its manifest tells. */
export interface Standing {
  readonly reading: IndexState;
  readonly moment: Moment;
  readonly pulse: unknown;
}

/** One run whole; of the files it read the names alone: where they lie is nobody else's business. */
export function runView(run: CatalogRun, standing: Standing): z.infer<typeof runSchema> {
  const { manifest } = run;
  const { moment, reading, pulse } = standing;
  const rest = {
    run: runRow(run),
    reading: { ...reading },
    moment: moment as z.infer<typeof runSchema>["moment"],
    pulse,
  };
  if (manifest === null) {
    return {
      ...{ settings: {}, model: null, data: null, codeRevision: null, key: null, diary: null },
      ...{ metrics: null, benchmark: null, warnings: [], interruptions: [] },
      ...rest,
    };
  }
  const { settings, model = null, codeRevision, key, diary, warnings, interruptions = [] } = manifest;
  return {
    ...{ settings: { ...settings }, codeRevision, key, diary },
    model: model === null ? null : { ...model, prompt: model.prompt?.sha256 ?? null },
    data: { ...manifest.data, files: manifest.data.files.map(nameAlone) },
    metrics: manifest.metrics === null ? null : { ...manifest.metrics },
    benchmark: manifest.benchmark === null ? null : { ...manifest.benchmark },
    ...{ warnings: [...warnings], interruptions: [...interruptions] },
    ...rest,
  };
}

function nameAlone(file: RunManifest["data"]["files"][number]): RunManifest["data"]["files"][number] {
  return { ...file, path: file.path.replace(/^.*[/\\]/, "") };
}

function profileName(profile: unknown): string | null {
  const isNamed = typeof profile === "object" && profile !== null && "name" in profile;
  return isNamed ? String(profile.name) : null;
}
