import { join } from "node:path";
import { type RunIndex, runIndexSchema, type RunManifest, sha256 } from "../../engine/mod.ts";
import { removeIfThere, writeWhole } from "./durable.ts";
import { jsonOrNull, textIfThere } from "./file_text.ts";
import type { DiarySeal } from "./jsonl_diary.ts";
import { RunError } from "./run_error.ts";

const INDEX_SCHEMA = 1;
/** A line of a diary ends with its hash; so much is read of the end of the file to find it. */
const TAIL_BYTES = 80;
const HASH_AT_END = /"hash":"([0-9a-f]{64})"\}\n$/;

/** The first line of the file: of which diary it is, and what the rest hashes to. */
interface IndexHead extends DiarySeal {
  readonly schema: number;
  readonly sha256: string;
}

/** Where the index of a run lies. */
export function indexPathOf(folder: { readonly path: string }): string {
  return join(folder.path, "index.json");
}

/**
 * Writes the index of a run beside its diary. Where it cannot be written nothing is lost and nothing is left: whoever
 * wants it reads the diary.
 */
export function writeIndex(folder: { readonly path: string }, seal: DiarySeal, index: RunIndex): void {
  const path = indexPathOf(folder);
  const body = JSON.stringify(index);
  const head: IndexHead = { schema: INDEX_SCHEMA, ...seal, sha256: sha256(body) };
  try {
    writeWhole(path, `${JSON.stringify(head)}\n${body}\n`);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    removeIfThere(path);
  }
}

/**
 * The index of a run; null where there is none, or where it is not that of the diary: run.json, the diary's last line and the
 * index must tell the same last hash; without a diary run.json and the index.
 */
export function readIndex(
  run: { readonly path: string; readonly diaryPath: string; readonly manifest: RunManifest },
): RunIndex | null {
  const text = textIfThere(indexPathOf(run));
  const seal = run.manifest.diary;
  if (text === null || seal === null) return null;
  const [first, body = ""] = text.split("\n");
  const head = jsonOrNull(first) as Partial<IndexHead> | null;
  const isOurs = head?.schema === INDEX_SCHEMA && head.lines === seal.lines &&
    head.lastHash === seal.lastHash;
  if (!isOurs || head.sha256 !== sha256(body) || isOfAnother(run.diaryPath, seal)) return null;
  const checked = runIndexSchema.safeParse(jsonOrNull(body));
  return checked.success ? checked.data : null;
}

/** Whether there is a diary and it ends otherwise; that of a run which came over a queue may have stayed there. */
function isOfAnother(diaryPath: string, { lastHash }: DiarySeal): boolean {
  const found = lastHashOf(diaryPath);
  return found !== undefined && found !== lastHash;
}

/** The hash at the end of a diary's last line; null where there is none, undefined where there is no diary. */
function lastHashOf(diaryPath: string): string | null | undefined {
  try {
    using file = Deno.openSync(diaryPath, { read: true });
    const size = file.statSync().size;
    file.seekSync(Math.max(0, size - TAIL_BYTES), Deno.SeekMode.Start);
    const bytes = new Uint8Array(TAIL_BYTES);
    const count = file.readSync(bytes) ?? 0;
    return HASH_AT_END.exec(new TextDecoder().decode(bytes.subarray(0, count)))?.[1] ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
