import type { JsonValue, RunManifest } from "../../engine/mod.ts";

/** A setting that is not the same in all runs. */
export interface SettingDifference {
  /** Such as `profile.maxLeverage`. */
  readonly name: string;
  /** One for each run, in their order; null: it has none. */
  readonly values: readonly JsonValue[];
}

const PROMPT = "parameters.prompt.sha256";
const PROMPT_VERSION = "parameters.prompt.version";
const SAMPLE = "parameters.sample";

/**
 * Every setting of the keys, the ranges and the models that differs, in the order of the first run's settings. Prompts go by
 * the names of their files where those tell them apart, else by their hashes.
 */
export function settingDifferences(manifests: readonly RunManifest[]): SettingDifference[] {
  const leaves = manifests.map((manifest) => leavesOf(settingsOf(manifest)));
  const all = promptsNamed(manifests, leaves) ?? leaves;
  const names = new Set(all.flatMap((leaves) => [...leaves.keys()]));
  return [...names]
    .map((name) => ({ name, values: all.map((leaves) => leaves.get(name) ?? null) }))
    .filter(({ values }) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])));
}

/** The settings with prompts by name; null where a name stands for two texts, or a text for two names. */
function promptsNamed(
  manifests: readonly RunManifest[],
  leaves: readonly Map<string, JsonValue>[],
): Map<string, JsonValue>[] | null {
  const named = manifests.map(({ model }, index) => {
    const hash = leaves[index].get(PROMPT) ?? null;
    return hash === null ? null : { hash, name: model?.prompt?.path ?? "built-in" };
  });
  const known = named.filter((one) => one !== null);
  const [hashes, names, pairs] = [
    known.map(({ hash }) => hash),
    known.map(({ name }) => name),
    known.map(({ hash, name }) => `${hash} ${name}`),
  ].map((of) => new Set(of).size);
  if (hashes !== pairs || names !== pairs) return null;
  return leaves.map((of, index) =>
    new Map(
      [...of].filter(([name]) => name !== PROMPT_VERSION).map(([name, value]) =>
        name === PROMPT ? ["prompt", named[index]?.name ?? value] : [name, value]
      ),
    )
  );
}

/** What makes a run another variant than another, as text: all of its settings but which sample of a model's answers it had. */
export function variantOf(manifest: RunManifest): string {
  const leaves = leavesOf(settingsOf(manifest));
  leaves.delete(SAMPLE);
  return JSON.stringify([...leaves].sort(([one], [other]) => one < other ? -1 : 1));
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
