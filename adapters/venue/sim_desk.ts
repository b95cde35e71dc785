import { intervalMs, INTERVALS, isInterval, type VenueMarket } from "../../engine/mod.ts";
import { z } from "zod";
import type { MarketClock } from "./market_clock.ts";
import type { MarketWalk } from "./market_walk.ts";
import type { WireAnswer } from "./wire_answer.ts";

/** The most candles of one step: ten years of minutes. */
const MOST_CANDLES = 5_300_000;
const WANTED = 'one of {"until": ms}, {"ms": number} or {"candles": number, "interval"?: "1h"}';

/** How far a step goes. */
const stepSchema = z.union([
  z.strictObject({ until: z.int().nonnegative() }),
  z.strictObject({ ms: z.int().positive() }),
  z.strictObject({ candles: z.int().positive().max(MOST_CANDLES), interval: z.string().optional() }),
]);

type Step = z.infer<typeof stepSchema>;

/** What the simulation's own questions are answered from. */
export interface SimParts {
  readonly clock: MarketClock;
  readonly market: Pick<VenueMarket, "nextClose">;
  readonly walk: MarketWalk;
  /** Where market time began, ms. */
  readonly from: number;
  /** Market time in a unit of wall time; null: it moves by steps alone. */
  readonly speed: number | null;
}

/** Tells and moves market time: `GET /sim/clock` and `POST /sim/advance`, which the venue itself does not have. */
export class SimDesk {
  readonly #parts: SimParts;

  constructor(parts: SimParts) {
    this.#parts = parts;
  }

  /** Market time and the end of the data, ms; the speed, null where time moves by steps. */
  clock(): WireAnswer {
    const { clock, walk, from, speed } = this.#parts;
    const json = {
      time: clock.now(),
      speed,
      step: speed === null,
      ended: walk.hasEnded,
      from,
      until: walk.end,
    };
    return { status: 200, json };
  }

  /** Moves market time on; answered when everything up to then is settled and told. */
  async advance(body: unknown): Promise<WireAnswer> {
    const { speed, walk } = this.#parts;
    if (speed !== null) {
      return refusal(409, `time goes by itself, at speed ${speed}; start with --step to move it`);
    }
    const step = stepSchema.safeParse(body);
    if (!step.success) return refusal(400, `cannot advance by ${shown(body)}; wanted ${WANTED}`);
    const time = this.#target(step.data);
    if (typeof time === "string") return refusal(400, time);
    await walk.to(time);
    return this.clock();
  }

  /** The moment a step leads to, ms; or why there is none. */
  #target(step: Step): number | string {
    const now = this.#parts.clock.now();
    if ("ms" in step) return now + step.ms;
    if ("candles" in step) return this.#afterCandles(now, step);
    if (step.until >= now) return step.until;
    return `cannot advance to ${step.until}; it is ${now} already, and time does not go back`;
  }

  #afterCandles(
    now: number,
    { candles, interval }: { readonly candles: number; readonly interval?: string | undefined },
  ): number | string {
    if (interval !== undefined) {
      if (!isInterval(interval)) return `no interval "${interval}"; there are ${INTERVALS.join(", ")}`;
      const length = intervalMs(interval);
      return (Math.floor(now / length) + candles) * length;
    }
    let time = now;
    for (let passed = 0; passed < candles; passed++) {
      const close = this.#parts.market.nextClose(time);
      if (close === null) return this.#parts.walk.end;
      time = close;
    }
    return time;
  }
}

function refusal(status: number, text: string): WireAnswer {
  return { status, text };
}

function shown(body: unknown): string {
  const text = JSON.stringify(body) ?? String(body);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
