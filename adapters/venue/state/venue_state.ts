import type { AcceptedAction } from "../exchange/accepted_action.ts";
import { StateError } from "./state_error.ts";
import {
  type HeaderLine,
  headerLineSchema,
  type Standing,
  STATE_SCHEMA,
  type StateHeader,
  type StateLine,
  stateLineSchema,
} from "./state_line.ts";
import { type LogLine, StateLog, type TornLine } from "./state_log.ts";

/** How often the clock's time is written while nothing else is, ms on the wall. */
const CLOCK_EVERY_MS = 3_000;

/** Where a state is played again. */
export interface Stage {
  /** Where market time ends, ms: what happened later cannot be played again. */
  readonly until: number;
  /** Moves the market to a time (ms), settling on the way as it likes; it never goes back. */
  moveTo(time: number): Promise<void>;
  /** Opens an account, with the money a newcomer gets. */
  open(address: string): Promise<void>;
  /** Carries an action out as it was then: no signature, nonce or limit is asked for, but all of them noted. */
  perform(action: AcceptedAction): Promise<void>;
  /** How the accounts stand now, by address. */
  standings(): Promise<Readonly<Record<string, Standing>>>;
}

/** What was played again. */
export interface Replayed {
  readonly actions: number;
  /** Market time it came to, ms; null: the file was new. */
  readonly time: number | null;
  /** One line on a last line that was not written to its end and was dropped; null: all were whole. */
  readonly dropped: string | null;
}

/**
 * A venue's accounts over a restart: a log of all that was accepted, played again at the next start. The simulation is
 * deterministic, so the accounts come out as they were. It has no signature and no signed body in it.
 */
export class VenueState {
  readonly #log: StateLog;
  readonly #lines: Iterator<LogLine, void, void>;
  #isReplayed: boolean;
  #lastTime: number | null = null;
  #clockWrittenAt = -Infinity;

  /** {@link openState} is the way to one. */
  constructor(log: StateLog, lines: Iterator<LogLine, void, void>, isNew: boolean) {
    this.#log = log;
    this.#lines = lines;
    this.#isReplayed = isNew;
  }

  /** Calls when what happens cannot be noted any more. */
  onFailure(call: (failure: StateError) => void): void {
    this.#log.onFailure = call;
  }

  /** A last line that was not written to its end: it counts for nothing, and goes with the next one. */
  get torn(): TornLine | null {
    return this.#log.torn;
  }

  /**
   * Plays everything again, up to the time the clock had come to. Throws a StateError where a line is damaged, or where
   * an account comes out otherwise than it stood when the venue was stopped.
   */
  async replay(stage: Stage): Promise<Replayed> {
    let actions = 0;
    for (let step = this.#lines.next(); step.done !== true; step = this.#lines.next()) {
      const line = this.#checked(step.value, stage.until);
      await stage.moveTo(line.time);
      this.#lastTime = line.time;
      if (line.kind === "opened") await stage.open(line.address);
      else if (line.kind === "stopped") await this.#compare(line.accounts, stage, step.value.number);
      else if (line.kind === "action") {
        const { kind: _, ...action } = line;
        await stage.perform(action);
        actions++;
      }
    }
    this.#isReplayed = true;
    return { actions, time: this.#lastTime, dropped: this.#dropped() };
  }

  /** Notes an account that was opened at a market time (ms). */
  opened(address: string, time: number): void {
    this.#append({ kind: "opened", time, address });
  }

  /** Notes an action that was accepted, in the order in which its account carries them out. */
  record({ time, address, nonce, signer, action }: AcceptedAction): void {
    this.#append({ kind: "action", time, address, nonce, signer, action });
  }

  /**
   * Notes how far the market has come (ms). It may be told of every move: one in a few seconds is written, and every one
   * that somebody was told of. What moves while everything is played again is known.
   */
  moved(time: number, isTold: boolean = false): void {
    if (!this.#isReplayed || time === this.#lastTime) return;
    if (!isTold && performance.now() - this.#clockWrittenAt < CLOCK_EVERY_MS) return;
    this.#clockWrittenAt = performance.now();
    this.#append({ kind: "clock", time });
  }

  /** Notes how the accounts stand at the end, waits until the disk has everything, and lets go of the file. */
  async close(
    end: { readonly time: number; readonly accounts: Readonly<Record<string, Standing>> } | null,
  ): Promise<void> {
    try {
      if (end !== null && this.#isReplayed) {
        this.#append({ kind: "stopped", time: end.time, accounts: end.accounts });
      }
    } finally {
      await this.#log.close();
    }
  }

  #dropped(): string | null {
    const { torn, path } = this.#log;
    if (torn === null) return null;
    return `${path}, line ${torn.line}: its ${torn.bytes} bytes were not written to the line's end; they are dropped`;
  }

  #append(line: StateLine): void {
    if (!this.#isReplayed) throw new Error(`the state ${this.#log.path} has not been played again yet`);
    this.#lastTime = line.time;
    this.#log.append(line);
  }

  #checked({ number, value }: LogLine, until: number): StateLine {
    const checked = stateLineSchema.safeParse(value);
    const where = `${this.#log.path}, line ${number}`;
    if (!checked.success) {
      const [{ path, message }] = checked.error.issues;
      throw new StateError(`${where}: ${path.length === 0 ? "" : `field ${path.join(".")}: `}${message}`);
    }
    if (this.#lastTime !== null && checked.data.time < this.#lastTime) {
      throw new StateError(`${where}: its time ${checked.data.time} lies before the line's above it`);
    }
    if (checked.data.time > until) {
      const [there, here] = [checked.data.time, until].map((time) => new Date(time).toISOString());
      throw new StateError(
        `${where}: its accounts have come to ${there}, this venue ends at ${here}; wanted a later end`,
      );
    }
    return checked.data;
  }

  async #compare(then: Readonly<Record<string, Standing>>, stage: Stage, line: number): Promise<void> {
    const now = await stage.standings();
    for (const [address, was] of Object.entries(then)) {
      const is = now[address];
      const field = is === undefined ? null : differing(was, is);
      if (field === undefined) continue;
      const what = field === null ? "is gone" : `has ${field} ${is[field]}, and had ${was[field]}`;
      throw new StateError(
        `${this.#log.path}, line ${line}: played again, account ${address} ${what} when the venue was stopped; ` +
          "the file is from another version of the simulation, or was changed",
      );
    }
  }
}

/**
 * Opens the state in a file for this venue alone, made where there is none. Throws a StateError where it is the state of
 * a venue with other settings (the first field that differs is named) or of something else.
 */
export function openState(path: string, venue: StateHeader): VenueState {
  const log = StateLog.open(path);
  try {
    const lines = log.lines();
    const first = lines.next();
    if (first.done !== true) {
      compareHeader(path, headerOf(path, first.value.value), venue);
      return new VenueState(log, lines, false);
    }
    // A file that something else has written is left as it is.
    if (log.torn !== null && !log.tornBegins(BEGINNING)) throw notOurs(path);
    const header: HeaderLine = { kind: "venue-state", schema: STATE_SCHEMA, venue };
    log.append(header);
    log.syncNow();
    return new VenueState(log, lines, true);
  } catch (error) {
    log.release();
    throw error;
  }
}

/** How every state begins; tells a torn first line from a file that is no state. */
const BEGINNING = '{"kind":"venue-state"';

function headerOf(path: string, value: unknown): StateHeader {
  const checked = headerLineSchema.safeParse(value);
  if (!checked.success) throw notOurs(path);
  const { schema, venue } = checked.data;
  if (schema === STATE_SCHEMA) return venue;
  throw new StateError(`${path} has schema ${schema}; this version reads ${STATE_SCHEMA}`);
}

function notOurs(path: string): StateError {
  return new StateError(`${path} is no state of a venue; wanted one, or the name of a new file`);
}

function compareHeader(path: string, there: StateHeader, here: StateHeader): void {
  for (const field of new Set([...Object.keys(here), ...Object.keys(there)])) {
    if (there[field] === here[field]) continue;
    throw new StateError(
      `${path} is the state of another venue: its ${field} is ${told(there[field])}, this one's is ` +
        `${told(here[field])}; wanted the same, or another file`,
    );
  }
}

function told(value: StateHeader[string] | undefined): string {
  return value === undefined ? "not there" : String(value);
}

function differing(was: Standing, is: Standing): keyof Standing | undefined {
  return (Object.keys(was) as (keyof Standing)[]).find((field) => was[field] !== is[field]);
}
