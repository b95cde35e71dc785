import { type AccountEvent, type EventMark, inDiaryOrder } from "../../../engine/mod.ts";
import type { KnownEvent } from "./events_wire.ts";

/**
 * What happened in an account from a moment on, each event once, in the sequence in which it was first told. The venue
 * tells fills, funding and transfers apart and may tell one late: what comes late is stamped with the time of the last one
 * told, so that times never fall and a mark stays good.
 */
export class EventLog {
  readonly #from: number;
  readonly #events: AccountEvent[] = [];
  readonly #keys = new Set<string>();

  /** Begins with what happened at `from` (ms). */
  constructor(from: number) {
    this.#from = from;
  }

  /** The time of the last event, or of the beginning, ms. */
  get lastTime(): number {
    return this.#events.at(-1)?.time ?? this.#from;
  }

  /** All of them, oldest first. Not a copy. */
  get events(): readonly AccountEvent[] {
    return this.#events;
  }

  /** Takes in what the venue told; gives what of it is new. */
  add(told: readonly KnownEvent[]): readonly AccountEvent[] {
    const fresh: AccountEvent[] = [];
    for (const { key, event } of told) {
      if (event.time < this.#from || this.#keys.has(key)) continue;
      this.#keys.add(key);
      fresh.push(event);
    }
    for (const event of inDiaryOrder(fresh)) {
      const last = this.lastTime;
      this.#events.push(event.time < last ? { ...event, time: last } : event);
    }
    return fresh;
  }

  /** Puts what was there at the beginning before all else. */
  openWith(events: readonly AccountEvent[]): void {
    this.#events.unshift(...events);
  }

  /** What is not known at a mark. */
  after({ time, count }: EventMark): readonly AccountEvent[] {
    const first = this.#events.findIndex((event) => event.time >= time);
    if (first < 0) return [];
    return this.#events.slice(this.#events[first].time === time ? first + count : first);
  }
}
