import type { JsonValue, RunManifest } from "../../engine/mod.ts";

/** A setting that is not the same in all runs. */
export interface SettingDifference {
  /** Such as `profile.maxLeverage`. */
  readonly name: string;
  /** One for each run, in their order; null: it has none. */
  readonly values: readonly JsonValue[];
}

/** Every setting of the keys, the ranges and the models that differs, in the order of the first run's settings. */
export function settingDifferences(manifests: readonly RunManifest[]): SettingDifference[] {
  const all = manifests.map((manifest) => leavesOf(settingsOf(manifest)));
  const names = new Set(all.flatMap((leaves) => [...leaves.keys()]));
  return [...names]
    .map((name) => ({ name, values: all.map((leaves) => leaves.get(name) ?? null) }))
    .filter(({ values }) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])));
}

function settingsOf({ settings, range, mode, model, agentFile }: RunManifest): JsonValue {
  return {
    mode,
    ...settings,
    from: range.from,
    until: range.until,
    ...(agentFile === undefined ? {} : { agentFile: agentFile.sha256 }),
    ...(model === undefined ? {} : { model: `${model.provider}/${model.model}`, blind: model.blind }),
  };
}

/** Values by their way; a list is one value. */
function leavesOf(value: JsonValue, way = ""): Map<string, JsonValue> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map([[way, value]]);
  const inside = value as { readonly [name: string]: JsonValue };
  return new Map(
    Object.entries(inside).flatMap(([name, one]) => [...leavesOf(one, way === "" ? name : `${way}.${name}`)]),
  );
}
