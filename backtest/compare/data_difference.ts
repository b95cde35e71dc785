import type { DataFile, RunManifest } from "../../engine/mod.ts";

/**
 * Why two runs were not on the same data, in words; null: they were. Files that both read must have the same SHA-256; one that
 * only one of them read (another asset, a longer interval to look at, a later month) is no difference. A control makes another
 * market of the same files.
 */
export function dataDifference(first: RunManifest, second: RunManifest): string | null {
  const [ourControl, theirControl] = [first, second].map(({ control }) => control?.name ?? null);
  if (ourControl !== theirControl) {
    const { id } = ourControl === null ? second : first;
    return `run ${id} was played on a control of the market (${ourControl ?? theirControl})`;
  }
  const [ours, theirs] = [groupsOf(first.data.files), groupsOf(second.data.files)];
  const shared = [...ours.keys()].filter((name) => theirs.has(name));
  if (ours.size === 0 || theirs.size === 0) {
    const { id } = ours.size === 0 ? first : second;
    return `run ${id} names no file of candles in its run.json, so nothing shows that both saw the same`;
  }
  if (!shared.some((name) => name.endsWith(CANDLES))) return "they have no series of candles in common";
  for (const name of shared) {
    const [mine, yours] = [ours.get(name)!, theirs.get(name)!];
    const other = mine.find(({ path, sha256 }) => yours.some((file) => isOther(file, { path, sha256 })));
    if (other !== undefined) return `${name}: ${nameOf(other.path)} has another SHA-256 in each`;
    const common = mine.some(({ sha256 }) => yours.some((file) => file.sha256 === sha256));
    if (!common) return `${name}: no file is the same in both`;
  }
  return null;
}

const CANDLES = " candles";

/** The files of each series, by a name such as `BTC 15m candles`. */
function groupsOf(files: readonly DataFile[]): Map<string, DataFile[]> {
  const groups = new Map<string, DataFile[]>();
  for (const file of files) {
    const name = [file.asset, file.interval, file.kind].filter((part) => part !== null).join(" ");
    groups.set(name, [...groups.get(name) ?? [], file]);
  }
  return groups;
}

function isOther(file: DataFile, { path, sha256 }: Pick<DataFile, "path" | "sha256">): boolean {
  return nameOf(file.path) === nameOf(path) && file.sha256 !== sha256;
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}
