import type { DiaryEntry } from "../engine/mod.ts";

const ENDS: readonly DiaryEntry["kind"][] = ["run", "cycle", "missed", "guard", "command"];

/** Whether nothing is under way after a line: what stands before it belongs to it. */
export function isEnd({ kind }: DiaryEntry): boolean {
  return ENDS.includes(kind);
}
