import type { AgentFile } from "./agent_file.ts";
import { isSelfContained, withOwnFace } from "./self_contained.ts";
import { type IsolateOptions, WorkerIsolate } from "./worker_isolate.ts";

/** An isolate that is in use; whoever has it gives it back. */
export interface LentIsolate {
  readonly isolate: WorkerIsolate;
  /** To be kept for the next one, or closed. */
  giveBack(): void;
}

/** Module instances are never freed: after so many an isolate begins anew. */
const MOST_RENEWALS = 200;
const FACE = import.meta.resolve("../../engine/mod.ts");

interface Kept {
  readonly isolate: WorkerIsolate;
  /** Of the agent's file, and what it runs under. */
  readonly name: string;
  renewals: number;
}

/**
 * Isolates for one run after another. An agent begins each run anew, its module loaded again; the worker with all else that is
 * compiled there is kept, but only where the agent could leave nothing behind in it and, looked at, did not. To look at it takes
 * a moment, so the first of a file is not kept: often there is no second.
 */
export class KeptIsolates {
  readonly #mostRenewals: number;
  #kept: Kept | null = null;
  #last = "";

  constructor({ mostRenewals = MOST_RENEWALS }: { readonly mostRenewals?: number } = {}) {
    this.#mostRenewals = mostRenewals;
  }

  /** An agent that has only just been loaded. Throws an AgentError where it cannot be loaded or is none. */
  async open(file: AgentFile, options: IsolateOptions): Promise<LentIsolate> {
    const { harness, parameters } = options;
    const name = JSON.stringify([file.url, file.sha256, harness]);
    const [kept, isSecond] = [this.#kept, this.#last === name];
    [this.#kept, this.#last] = [null, name];
    const isTired = kept !== null && ++kept.renewals > this.#mostRenewals;
    if (kept?.name === name && !isTired && await isRenewed(kept, withOwnFace(file.text, FACE), parameters)) {
      return this.#lent(kept);
    }
    kept?.isolate.close();
    const isKept = isSecond && isSelfContained(file.text);
    const isolate = await WorkerIsolate.open(file, { ...options, isKept });
    return isKept ? this.#lent({ isolate, name, renewals: 0 }) : { isolate, giveBack: () => isolate.close() };
  }

  /** Closes what is kept. */
  close(): void {
    this.#kept?.isolate.close();
    this.#kept = null;
  }

  #lent(kept: Kept): LentIsolate {
    return {
      isolate: kept.isolate,
      giveBack: () => {
        this.close();
        this.#kept = kept;
      },
    };
  }
}

async function isRenewed(
  kept: Kept,
  source: string,
  parameters: IsolateOptions["parameters"],
): Promise<boolean> {
  try {
    return await kept.isolate.renew(source, parameters);
  } catch (error) {
    kept.isolate.close();
    throw error;
  }
}
