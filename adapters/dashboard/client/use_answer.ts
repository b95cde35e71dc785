import { useEffect, useState } from "preact/hooks";
import { ask, type Refused } from "./ask.ts";

/** What was asked for: on its way, there, or refused. The last answer stays until the next one is there. */
export interface Answer<Value> {
  readonly value: Value | null;
  readonly error: Refused | null;
  readonly isLoading: boolean;
}

/** Asks for a path, again whenever it or `version` changes; null: for nothing. */
export function useAnswer<Value>(path: string | null, version: unknown = 0): Answer<Value> {
  const [answer, set] = useState<Answer<Value> & { path: string | null }>(
    { path, value: null, error: null, isLoading: path !== null },
  );
  useEffect(() => {
    if (path === null) return;
    let isWanted = true;
    set((before) => ({ ...before, isLoading: true }));
    ask<Value>(path).then(
      (value) => isWanted && set({ path, value, error: null, isLoading: false }),
      (error) => isWanted && set((before) => ({ ...before, path, error, isLoading: false })),
    );
    return () => {
      isWanted = false;
    };
  }, [path, version]);
  return path === null ? { value: null, error: null, isLoading: false } : answer;
}
