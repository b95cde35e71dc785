import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Preferences } from "./preferences.ts";

/** What every part of a page may need. */
export interface Shared {
  readonly preferences: Preferences;
  /** Opens a line of the diary of a run. */
  openLine(run: string, seq: number): void;
  /** Goes to another page of the dashboard. */
  go(path: string): void;
}

const SharedContext = createContext<Shared | null>(null);

/** Hands it to whatever is inside. */
export const SharedProvider = SharedContext.Provider;

/** What every part may need. */
export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error("a part outside of the page");
  return shared;
}
