import { join } from "node:path";
import { type AccountState, type Awaitable, isCovered, type Position } from "../../engine/mod.ts";
import { type Pulse, PULSE_FILE } from "./pulse.ts";

/** The price of an asset as the market shows it. */
export interface ShownMark {
  readonly asset: string;
  readonly mark: number | null;
}

/** What a pulse is made of. */
export interface PulseParts {
  /** The run's. */
  readonly folder: string;
  readonly assets: readonly string[];
  /** The market's prices now; where they cannot be had, the last ones stand. */
  readonly marks: (assets: readonly string[]) => Awaitable<readonly ShownMark[]>;
  /** Told one line, once: that the pulse cannot be written. */
  readonly warn: (line: string) => void;
  /** How often it is written, ms. */
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;

/**
 * Writes the pulse of a run into its folder, every few seconds, each time as a whole. Nothing that fails here reaches the
 * run.
 */
export class PulseWriter implements Disposable {
  readonly #parts: PulseParts;
  readonly #path: string;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #marks = new Map<string, number | null>();
  #account: AccountState | null = null;
  #lookedAt: number | null = null;
  #isAsking = false;
  #isOver = false;
  #isWarned = false;

  /** Writes the first one at once. */
  constructor(parts: PulseParts) {
    this.#parts = parts;
    this.#path = join(parts.folder, PULSE_FILE);
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), parts.everyMs ?? EVERY_MS);
  }

  /** Takes the account as the run saw it just now. */
  onAccount(account: AccountState): void {
    this.#account = account;
    this.#lookedAt = Date.now();
    for (const { asset, mark } of account.positions) this.#marks.set(asset, mark);
  }

  /** Writes the last one: from now on it grows old. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#isOver = true;
    this.#write();
  }

  #beat(): void {
    this.#write();
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#ask().finally(() => this.#isAsking = false);
  }

  /** A price that cannot be had is no reason to stop the pulse: it tells that the run lives. */
  async #ask(): Promise<void> {
    const shown = await Promise.resolve().then(() => this.#parts.marks(this.#parts.assets)).catch(() => []);
    if (this.#isOver) return;
    for (const { asset, mark } of shown) this.#marks.set(asset, mark);
    if (shown.length > 0) this.#write();
  }

  #write(): void {
    const temporary = `${this.#path}.tmp`;
    try {
      Deno.writeTextFileSync(temporary, `${JSON.stringify(this.#pulse(), null, 2)}\n`);
      Deno.renameSync(temporary, this.#path);
    } catch (error) {
      if (this.#isWarned) return;
      this.#isWarned = true;
      const why = error instanceof Error ? error.message : String(error);
      this.#parts.warn(`cannot write ${this.#path}: ${why}; a watch will take the run for dead`);
    }
  }

  #pulse(): Pulse {
    const account = this.#account;
    const positions = (account?.positions ?? []).map((position) => this.#positionOf(position, account!));
    const unrealized = positions.reduce((sum, { unrealizedPnlUsd }) => sum + unrealizedPnlUsd, 0);
    return {
      schema: 1,
      pid: Deno.pid,
      time: Date.now(),
      lookedAt: this.#lookedAt,
      accountTime: account?.time ?? null,
      balanceUsd: account?.balanceUsd ?? null,
      equityUsd: account === null ? null : inCents(account.balanceUsd + unrealized),
      marks: Object.fromEntries(this.#parts.assets.map((asset) => [asset, this.#marks.get(asset) ?? null])),
      positions,
    };
  }

  #positionOf(position: Position, account: AccountState): Pulse["positions"][number] {
    const { asset, side, size, entryPrice, unrealizedPnlUsd } = position;
    const mark = this.#marks.get(asset) ?? null;
    const moved = mark === null ? 0 : (mark - position.mark) * size * (side === "long" ? 1 : -1);
    return {
      ...{ asset, side, size, entryPrice, mark },
      unrealizedPnlUsd: inCents(unrealizedPnlUsd + moved),
      isProtected: isCovered("stop", position, account),
    };
  }
}

function inCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

/** Begins to write the pulse of a run. */
export function openPulse(parts: PulseParts): PulseWriter {
  return new PulseWriter(parts);
}
