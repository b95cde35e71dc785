import { basename, resolve } from "node:path";
import type { RunManifest } from "../../engine/mod.ts";
import { isExpected } from "./errors.ts";
import type { PastRun } from "./runs_table.ts";

/** A run folder as it was found: with its manifest, or with the reason why that cannot be read. */
export type FoundRun =
  | { readonly path: string; readonly manifest: RunManifest }
  | { readonly path: string; readonly manifest: null; readonly reason: string };

/** A run folder as a row of the table; `isRunning`: whether a process runs the run in a folder now. */
export function pastRun(found: FoundRun, isRunning: (folder: string) => boolean = () => false): PastRun {
  // As in the result of a run: who reads the list as JSON need not know where it was made.
  const folder = resolve(found.path);
  if (found.manifest === null) {
    return {
      id: basename(found.path),
      folder,
      damaged: found.reason,
    };
  }
  const { settings, status } = found.manifest;
  return {
    manifest: found.manifest,
    ...(status === "running" && isSeenRunning(found.path, isRunning) ? { isRunning: true } : {}),
    folder,
    assets: Array.isArray(settings.assets) ? settings.assets.map(String) : [],
    interval: String(settings.interval ?? ""),
    profile: profileName(settings.profile),
  };
}

/** Whoever may not open a run's lock, since it is another user's, sees the run as unfinished. */
function isSeenRunning(folder: string, isRunning: (folder: string) => boolean): boolean {
  try {
    return isRunning(folder);
  } catch (error) {
    if (isExpected(error)) return false;
    throw error;
  }
}

function profileName(profile: unknown): string {
  const isNamed = typeof profile === "object" && profile !== null && "name" in profile;
  return isNamed ? String(profile.name) : "";
}
