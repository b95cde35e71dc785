import type { RunIndex, RunManifest, RunStatus } from "../../engine/mod.ts";
import { removeIfThere } from "./durable.ts";
import { writeIndex } from "./index_file.ts";
import { JsonlDiary, type JsonlDiaryOptions } from "./jsonl_diary.ts";
import { orRunError, RunError } from "./run_error.ts";
import {
  createRunFolder,
  type NewRunFolder,
  readManifest,
  updateManifest,
  writeManifest,
} from "./run_folder.ts";

const BLANK = 0x20;
const LINE_END = 0x0a;

/** A run that is being written. */
export interface OpenRun {
  readonly folder: NewRunFolder;
  readonly diary: JsonlDiary;
}

/** How a run ended, and what it came to where that is known. */
export interface RunEnd {
  readonly status: RunStatus;
  /** Wall-clock time, ISO 8601. */
  readonly ended: string;
  readonly metrics?: RunManifest["metrics"];
  /** What the range came to, where that was not known before. */
  readonly range?: RunManifest["range"];
  readonly warnings?: RunManifest["warnings"];
  /** Written beside the diary; not given: whoever wants it reads the diary. */
  readonly index?: RunIndex | undefined;
  /** Why it failed, in a line. */
  readonly fault?: string;
}

/**
 * Makes the folder of a new run inside `root`, with its first manifest and an empty diary. Where one of them cannot be
 * written nothing of it is left behind.
 */
export async function openRun(
  root: string,
  manifestOf: (id: string) => RunManifest,
  options: JsonlDiaryOptions,
): Promise<OpenRun> {
  const folder = createRunFolder(root);
  try {
    return await beginRun(folder, manifestOf, options);
  } catch (error) {
    for (const path of [folder.manifestPath, folder.diaryPath, folder.path]) removeIfThere(path);
    throw error;
  }
}

async function beginRun(
  folder: NewRunFolder,
  manifestOf: (id: string) => RunManifest,
  options: JsonlDiaryOptions,
): Promise<OpenRun> {
  // The diary comes first: a run is there as soon as its manifest is, and may be killed and read from then on.
  const diary = JsonlDiary.create(folder.diaryPath, options);
  try {
    writeManifest(folder, manifestOf(folder.id));
  } catch (error) {
    await diary.close();
    throw error;
  }
  return { folder, diary };
}

/** Closes the diary of a run, and writes down how it ended and its index. */
export async function closeRun({ folder, diary }: OpenRun, { index, ...end }: RunEnd): Promise<RunManifest> {
  const seal = await diary.close();
  const manifest = updateManifest(folder, { ...end, diary: seal });
  if (index !== undefined) writeIndex(folder, seal, index);
  return manifest;
}

/**
 * Closes the diary of a run that cannot go on and marks it as failed, also on a disk that takes no byte more: there
 * the word is put into the manifest as it lies. What went wrong before is what matters, so a folder that cannot be
 * written at all is left as it is: a reader takes the run for an unfinished one.
 */
export async function failRun(run: OpenRun, end: Pick<RunEnd, "ended" | "fault">): Promise<void> {
  try {
    await closeRun(run, { status: "failed", ...end });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    markFailed(run.folder);
  }
}

function markFailed(folder: NewRunFolder): void {
  const { manifestPath } = folder;
  try {
    const marked = JSON.stringify({ ...readManifest(folder), status: "failed" }, null, 2);
    orRunError(`cannot mark ${manifestPath} as failed`, () => {
      using file = Deno.openSync(manifestPath, { read: true, write: true });
      const size = file.statSync().size;
      const text = new TextEncoder().encode(marked);
      if (text.length >= size) throw new Error("it would have to grow");
      // Blanks up to the old length: bytes that the disk has given already are the only ones there are.
      const bytes = new Uint8Array(size).fill(BLANK);
      bytes.set(text);
      bytes[size - 1] = LINE_END;
      file.writeSync(bytes);
    });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
  }
}
