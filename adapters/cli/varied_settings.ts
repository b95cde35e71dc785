import type { JsonValue, RunManifest } from "../../engine/mod.ts";
import { settingText } from "./compare_rows.ts";
import { relevant, shortName } from "./ranking_view.ts";

/** Something that is not the same in all runs of a family. */
export interface VariedSetting {
  readonly name: string;
  /** One for each run, in their order; null: it has none. */
  readonly values: readonly (string | null)[];
}

/** What tells the settings that differ. */
export interface VariedTools {
  settingDifferences(
    manifests: readonly RunManifest[],
  ): readonly { readonly name: string; readonly values: readonly JsonValue[] }[];
}

/** Gives what tells what varies in a family: of a sweep its points, else the settings that differ, as columns name them. */
export function variedBy(
  tools: VariedTools,
): (manifests: readonly RunManifest[]) => readonly VariedSetting[] {
  return (manifests) => pointsOf(manifests) ?? differences(tools.settingDifferences(manifests));
}

/** Null where one of the runs is of no sweep. */
function pointsOf(manifests: readonly RunManifest[]): readonly VariedSetting[] | null {
  const points = manifests.flatMap(({ sweep }) => sweep === undefined ? [] : [sweep.point]);
  if (points.length < manifests.length) return null;
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))];
  return names.map((name) => ({ name, values: points.map((point) => point[name] ?? null) }));
}

function differences(settings: ReturnType<VariedTools["settingDifferences"]>): readonly VariedSetting[] {
  return relevant(settings).map(({ name, values }) => ({
    name: shortName(name),
    values: values.map((value) => value === null ? null : settingText(name, value)),
  }));
}
