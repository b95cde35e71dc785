/** The keys of a running screen: what a key asks for, and what the last line says of them. */

import type { Command } from "../../engine/mod.ts";

/** What a key asks for; `leave`: this process ends, the run stays unfinished. */
export type KeyEffect =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "leave" }
  | { readonly kind: "none" };

const NONE: KeyEffect = { kind: "none" };
/** What matters of them fits into 40 characters. */
const QUESTIONS = {
  "close-all": "Close all positions and pause: y yes, any other key no",
  leave: "Leave: g goes on later, s stops for good, any other key stays",
} as const;

/** Reads keys one by one; what cannot be taken back is asked about once. */
export class ScreenKeys {
  #asking: keyof typeof QUESTIONS | null = null;

  /** What a key asks for; `isPaused`: the run is paused now. */
  press(key: string, isPaused: boolean): KeyEffect {
    const asked = this.#asking;
    this.#asking = null;
    const letter = key.toLowerCase();
    if (asked === "close-all") return letter === "y" ? commanded({ do: "close-all" }) : NONE;
    if (asked === "leave") return leaving(letter);
    if (letter === "p") return commanded({ do: isPaused ? "resume" : "pause" });
    if (letter === "c") this.#asking = "close-all";
    else if (letter === "q") this.#asking = "leave";
    return NONE;
  }

  /** The question that waits for a key, or what keys there are. */
  hint(isPaused: boolean): string {
    if (this.#asking !== null) return QUESTIONS[this.#asking];
    return `p ${isPaused ? "resume" : "pause"}   c close all   q leave`;
  }

  /** Whether a question waits for a key. */
  get isAsking(): boolean {
    return this.#asking !== null;
  }
}

function leaving(letter: string): KeyEffect {
  if (letter === "s") return commanded({ do: "stop" });
  return letter === "g" ? { kind: "leave" } : NONE;
}

function commanded(command: Command): KeyEffect {
  return { kind: "command", command };
}
