import type { Command, Commands } from "../engine/mod.ts";

const NONE: Promise<readonly Command[]> = Promise.resolve([]);
const NEVER: AbortSignal = new AbortController().signal;

/** The commands of a backtest: there is nobody to ask anything. */
export class NoCommands implements Commands {
  /** Always empty. */
  take(): Promise<readonly Command[]> {
    return NONE;
  }

  /** Never aborted. */
  waiting(): AbortSignal {
    return NEVER;
  }

  /** Nobody asked anything. */
  answer(): void {}
}
