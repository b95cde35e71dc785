import { z } from "zod";
import type { Clock } from "../../engine/mod.ts";

/** Market time could not be told or moved; the message names the venue, what was asked and what came. */
export class VenueClockError extends Error {
  override readonly name = "VenueClockError";
}

const simClockSchema = z.object({
  time: z.number(),
  speed: z.number().positive().nullable(),
  ended: z.boolean(),
  from: z.number(),
  until: z.number(),
});

/** What `GET /sim/clock` tells, all times in ms of market time; speed null: it moves by steps alone. */
export type SimClock = z.infer<typeof simClockSchema>;

/** How long an answer may take, ms. */
const PATIENCE_MS = 30_000;
/** The longest the venue is left alone while market time goes by itself, wall ms. */
const LONGEST_NAP_MS = 1_000;

/**
 * The market time of a venue that was started with `deno task venue`: a stepped one is moved by whoever sleeps, at one
 * with a speed it goes by itself.
 */
export class VenueClock implements Clock {
  readonly #url: string;
  readonly #wallNow: () => number;
  #told: SimClock;
  #toldAt: number;
  #last: number;

  private constructor(url: string, told: SimClock, wallNow: () => number) {
    this.#url = url;
    this.#wallNow = wallNow;
    this.#told = told;
    this.#toldAt = wallNow();
    this.#last = told.time;
  }

  /**
   * The clock of the venue at an address, like `http://127.0.0.1:8900`; null where whoever answers has none, as the real
   * venue. Throws a VenueClockError where nobody answers.
   */
  static async open(
    url: string,
    wallNow: () => number = () => performance.now(),
  ): Promise<VenueClock | null> {
    const answer = await ask(url, "/sim/clock", {});
    if (!answer.ok) {
      await answer.body?.cancel();
      return null;
    }
    return new VenueClock(url, await read(url, answer), wallNow);
  }

  /** Market time, ms: at a venue with a speed reckoned on from what it last told. It never goes back. */
  now(): number {
    const { time, speed, until } = this.#told;
    const passed = speed === null ? 0 : Math.floor((this.#wallNow() - this.#toldAt) * speed);
    return this.#last = Math.max(this.#last, Math.min(time + passed, until));
  }

  /** Where market time began and where its data ends, ms. */
  get span(): { readonly from: number; readonly until: number } {
    return this.#told;
  }

  /** Whether market time has come to the end of the data: it stands still from then on. */
  get hasEnded(): boolean {
    return this.now() >= this.#told.until;
  }

  /**
   * Moves a stepped venue on, or waits while market time goes by itself. It ends early where the data does, then
   * {@link hasEnded}, or where the signal is aborted. Throws a VenueClockError where the venue does not answer.
   */
  async sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    while (this.now() < time && !this.hasEnded && signal?.aborted !== true) {
      const { speed } = this.#told;
      if (speed === null) await this.#tell("/sim/advance", { until: Math.ceil(time) });
      else await this.#nap((time - this.now()) / speed, signal);
    }
  }

  async #nap(wallMs: number, signal: AbortSignal | undefined): Promise<void> {
    await pause(Math.min(Math.max(1, Math.ceil(wallMs)), LONGEST_NAP_MS), signal);
    if (signal?.aborted !== true) await this.#tell("/sim/clock", null);
  }

  async #tell(path: string, body: object | null): Promise<void> {
    const headers = { "content-type": "application/json" };
    const asked = body === null ? {} : { method: "POST", headers, body: JSON.stringify(body) };
    this.#told = await read(this.#url, await ask(this.#url, path, asked));
    this.#toldAt = this.#wallNow();
  }
}

async function ask(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const why = `${url} cannot be reached: ${reasonOf(error)}`;
    throw new VenueClockError(`${why}; wanted Hyperliquid, or a venue like deno task venue`, {
      cause: error,
    });
  }
}

/** What a failed fetch says is only that it failed; why stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function read(url: string, answer: Response): Promise<SimClock> {
  const text = await answer.text();
  const told = answer.ok ? simClockSchema.safeParse(parsed(text)) : null;
  if (told?.success) return told.data;
  throw new VenueClockError(
    `${url} told no market time: ${answer.status} ${
      text.slice(0, 120)
    }; wanted {time, speed, ended, from, until}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener("abort", wake);
  });
}
