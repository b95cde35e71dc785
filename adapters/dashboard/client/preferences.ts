import { useEffect, useState } from "preact/hooks";
import type { Zone } from "./format.ts";

/** What a reader chose, kept in the browser. */
export interface Preferences {
  readonly zone: Zone;
  /** `auto`: as the system has it. */
  readonly theme: "auto" | "dark" | "light";
}

const KEY = "reprise-preferences";
const USUAL: Preferences = { zone: "utc", theme: "auto" };

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      zone: kept.zone === "local" ? "local" : "utc",
      theme: kept.theme === "dark" || kept.theme === "light" ? kept.theme : "auto",
    };
  } catch {
    // A browser that keeps nothing, or something else: as if nothing had been chosen.
    return USUAL;
  }
}

function apply({ theme }: Preferences): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The reader's choices, and what changes them. */
export function usePreferences(): [Preferences, (changes: Partial<Preferences>) => void] {
  const [preferences, set] = useState(read);
  useEffect(() => apply(preferences), [preferences]);
  const change = (changes: Partial<Preferences>): void => {
    const next = { ...preferences, ...changes };
    set(next);
    localStorage.setItem(KEY, JSON.stringify(next));
  };
  return [preferences, change];
}

/** Whether the page is dark now, by choice or by the system. */
export function isDark({ theme }: Preferences): boolean {
  return theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}
