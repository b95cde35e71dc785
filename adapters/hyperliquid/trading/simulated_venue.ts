import { z } from "zod";

const clockSchema = z.object({ time: z.int().nonnegative(), step: z.boolean() });
/** Nothing but the market of a simulation has a time that can be asked for like this. */
const PATH = "/sim/clock";
const TIMEOUT_MS = 4_000;

/** What a simulated venue tells of its time. */
export interface SimulatedClockRow {
  /** Market time, ms. */
  readonly time: number;
  /** Whether it moves by steps alone. */
  readonly step: boolean;
}

/**
 * The market time of a simulated venue; null where the address is none, or nobody answers there: then no key may be made
 * up.
 */
export async function simulatedClock(baseUrl: string): Promise<SimulatedClockRow | null> {
  try {
    const response = await fetch(`${baseUrl}${PATH}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const read = response.ok ? clockSchema.safeParse(JSON.parse(text)) : null;
    return read?.success === true ? read.data : null;
  } catch {
    // Whatever is wrong there is told by the first question that needs an answer.
    return null;
  }
}
