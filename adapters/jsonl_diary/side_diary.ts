import { existsSync } from "node:fs";
import { type Diary, DIARY_SCHEMA, type DiaryEntry, type DiaryLine } from "../../engine/mod.ts";
import { JsonlDiary } from "./jsonl_diary.ts";
import { walkDiary } from "./read_diary.ts";

/** What another process did for a run, in a file beside its diary, chained in the same way. */
export interface SideDiary extends Diary, AsyncDisposable {
  /** Whether it, or the run's diary as it is now, has an intent of an order. Throws a RunError for one that is damaged. */
  intended(): (clientOrderId: string | null) => boolean;
}

/**
 * Opens the file at `path`, which is made where there is none, beside the diary of the run of `key`. Throws a RunError
 * where another process writes it, or it is damaged.
 */
export function openSideDiary(
  path: string,
  run: { readonly diaryPath: string; readonly key: string },
): SideDiary {
  const own = new Set<string>();
  const diary = createdOrResumed(path, { key: run.key, onLine: ({ entry }) => noteIntents(entry, own) });
  return {
    append: (entry) => {
      noteIntents(entry, own);
      diary.append(entry);
    },
    commit: () => diary.commit(),
    intended: () => {
      const theirs = new Set<string>();
      walkDiary(run.diaryPath, ({ entry }) => noteIntents(entry, theirs));
      return (id) => id !== null && (own.has(id) || theirs.has(id));
    },
    [Symbol.asyncDispose]: async () => void await diary.close(),
  };
}

function createdOrResumed(
  path: string,
  { key, onLine }: { readonly key: string; readonly onLine: (line: DiaryLine) => void },
): JsonlDiary {
  const diary = existsSync(path)
    ? JsonlDiary.resume(path, { durable: true, onLine })
    : JsonlDiary.create(path, { durable: true });
  if (diary.end.seq === 0) diary.append({ kind: "run", schema: DIARY_SCHEMA, key });
  return diary;
}

/** Notes the client order ids that an entry intends, where it is an intent. */
export function noteIntents(entry: DiaryEntry, into: Set<string>): void {
  if (entry.kind !== "intent") return;
  for (const { legs } of entry.orders) for (const { clientOrderId } of legs) into.add(clientOrderId);
}
