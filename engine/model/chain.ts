import { z } from "zod";
import { DIARY_SCHEMA, type DiaryEntry } from "./diary_entry.ts";
import { diaryEntrySchema } from "./diary_schema.ts";
import { sha256 } from "./hash.ts";

/** What the first line of a diary is chained to. */
export const CHAIN_START: string = "0".repeat(64);

/** A line of a diary as it is written, and the hash that the next one is chained to. */
export interface ChainedLine {
  /** JSON with `seq` first and `hash` last, no line end. */
  readonly text: string;
  readonly hash: string;
}

/** A line that was read and checked. */
export interface DiaryLine {
  /** Its place, counted from 0. */
  readonly seq: number;
  readonly entry: DiaryEntry;
  readonly hash: string;
}

/** The end of a diary so far: where the next line goes and what it is chained to. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

const HASH_FIELD = ',"hash":"';
const HASH_TAIL = HASH_FIELD.length + 64 + '"}'.length;
const fields = z.looseObject({ seq: z.number().int().min(0), hash: z.string().length(64) });

/** Writes an entry as the line after `end`: its hash is SHA-256 over the hash before and the line without hash. */
export function chainLine(end: ChainEnd, entry: DiaryEntry): ChainedLine {
  const chained = `${end.hash}{"seq":${end.seq},${JSON.stringify(entry).slice(1)}`;
  const hash = sha256(chained);
  // Cut from what was hashed, which is one piece by now: the line is not put together a second time.
  return { text: chained.slice(end.hash.length, -1) + HASH_FIELD + hash + '"}', hash };
}

/**
 * Reads a line that must stand after `end`. Throws an Error that says what is wrong with it: not JSON, another
 * place than expected, a hash that does not follow from the line before, another schema version, or a field out of it.
 */
export function readLine(text: string, end: ChainEnd): DiaryLine {
  const parsed = fields.safeParse(parseJson(text));
  if (!parsed.success) throw new Error("no seq and hash");
  const { seq, hash, ...entry } = parsed.data;
  if (seq !== end.seq) throw new Error(`seq ${seq} where ${end.seq} was expected`);
  if (text.slice(-HASH_TAIL, -66) !== HASH_FIELD) throw new Error("the hash is not its last field");
  if (sha256(`${end.hash}${text.slice(0, -HASH_TAIL)}}`) !== hash) {
    throw new Error(
      "its hash does not follow from the line before: this line, or one before it, was changed",
    );
  }
  if (entry.kind === "run" && typeof entry.schema === "number" && entry.schema !== DIARY_SCHEMA) {
    const age = entry.schema > DIARY_SCHEMA ? "a newer" : "an older";
    throw new Error(`written by ${age} version (schema ${entry.schema}); this one reads ${DIARY_SCHEMA}`);
  }
  const checkedEntry = diaryEntrySchema.safeParse(entry);
  if (!checkedEntry.success) {
    const issue = checkedEntry.error.issues[0];
    throw new Error(`field ${issue.path.join(".") || "kind"}: ${issue.message}`);
  }
  return { seq, entry: checkedEntry.data, hash };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error("not JSON", { cause: error });
  }
}
