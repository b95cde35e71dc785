import type { Clock, LookedAfter } from "../../engine/mod.ts";
import { formatDuration } from "./format.ts";

/** One thing that a watchman says. */
export interface Said {
  /** Wall ms. */
  readonly time: number;
  readonly kind: "stale" | "alive" | "position" | "order" | "failed" | "over";
  /** As what it is told to the hook; null: it is not. */
  readonly alert: "naked" | "fault" | null;
  readonly asset: string | null;
  readonly text: string;
}

/** The run's sign of life, wall ms. */
interface LifeSign {
  readonly time: number;
  /** Null: the run has not looked at its account yet. */
  readonly lookedAt: number | null;
  readonly pid: number;
}

/** What a watchman works with. */
export interface WatchmanParts {
  readonly clock: Clock;
  /** How old the sign of life may be, ms. */
  readonly afterMs: number;
  /** How long ago the run may have looked at its account, ms. */
  readonly lookAfterMs: number;
  /** Null: there is none. Throws for one that cannot be read. */
  pulse(): LifeSign | null;
  /** Looks after the positions. Throws where the account does not show. */
  check(): Promise<LookedAfter>;
  /** Whether the run was ended for good. */
  isFinished(): boolean;
  say(said: Said): void;
}

/** Looks at a run's sign of life, and after its positions where that is missing; says each thing once. */
export class Watchman {
  readonly #parts: WatchmanParts;
  /** What was said last of each position. */
  readonly #told = new Map<string, string>();
  #isStale = false;
  #failure: string | null = null;

  constructor(parts: WatchmanParts) {
    this.#parts = parts;
  }

  /** Looks every so often (ms) until the signal is aborted, or there is nothing left to look after. */
  async watch(everyMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted && !await this.look()) await clock.sleepUntil(clock.now() + everyMs, signal);
  }

  /** Looks once; whether nothing is left to look after. */
  async look(): Promise<boolean> {
    const why = this.#whyStale();
    if (why === null) {
      if (this.#isStale) this.#say("alive", { text: "the run shows signs of life again" });
      this.#isStale = false;
      this.#told.clear();
      return false;
    }
    if (!this.#isStale) {
      const text = `${why}; its positions are looked after from here`;
      this.#say("stale", { alert: "fault", text });
    }
    this.#isStale = true;
    return await this.#check();
  }

  /** Null: it lives. */
  #whyStale(): string | null {
    const { clock, afterMs, lookAfterMs } = this.#parts;
    const pulse = this.#readPulse();
    if (typeof pulse === "string") return pulse;
    const now = clock.now();
    const ago = (time: number): string => formatDuration(now - time);
    if (now - pulse.time > afterMs) return `no sign of life of process ${pulse.pid} for ${ago(pulse.time)}`;
    if (pulse.lookedAt === null || now - pulse.lookedAt <= lookAfterMs) return null;
    return `process ${pulse.pid} lives, and has not looked at its account for ${ago(pulse.lookedAt)}`;
  }

  #readPulse(): LifeSign | string {
    try {
      return this.#parts.pulse() ?? "the run has no pulse.json";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #check(): Promise<boolean> {
    try {
      const looked = await this.#parts.check();
      if (this.#failure !== null) this.#say("alive", { text: "the account shows again" });
      this.#failure = null;
      return this.#report(looked);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      if (what !== this.#failure) {
        const text = `the account cannot be looked at, so nothing is protected from here: ${what}`;
        this.#say("failed", { alert: "fault", text });
      }
      this.#failure = what;
      return false;
    }
  }

  #report({ positions, cancelled, account }: LookedAfter): boolean {
    for (const { asset, found, text } of positions) {
      if (this.#told.get(asset) === text) continue;
      this.#told.set(asset, text);
      this.#say("position", { alert: found === "covered" ? null : "naked", asset, text });
    }
    for (const text of cancelled) this.#say("order", { alert: "fault", text });
    if (account.positions.length > 0) return false;
    if (!this.#parts.isFinished()) {
      if (this.#told.get("") !== "flat") this.#say("position", { text: "the account is flat" });
      this.#told.set("", "flat");
      return false;
    }
    this.#say("over", {
      text: "the run was ended for good and holds nothing: there is nothing to look after",
    });
    return true;
  }

  #say(kind: Said["kind"], said: Pick<Said, "text"> & Partial<Said>): void {
    this.#parts.say({ time: this.#parts.clock.now(), alert: null, asset: null, ...said, kind });
  }
}
