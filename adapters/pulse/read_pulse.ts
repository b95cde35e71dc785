import { join } from "node:path";
import { type Pulse, PULSE_FILE, pulseSchema } from "./pulse.ts";

/** A pulse that is there and cannot be read: its path and what is wrong. */
export class PulseError extends Error {
  override readonly name = "PulseError";
  /** The message says all there is to know; no stack trace helps. */
  readonly expected = true;
}

/** The pulse in a run's folder; null: there is none. Throws a PulseError for one that is damaged. */
export function readPulse(folder: string): Pulse | null {
  const path = join(folder, PULSE_FILE);
  try {
    const parsed = pulseSchema.safeParse(JSON.parse(Deno.readTextFileSync(path)));
    if (parsed.success) return parsed.data;
    const [{ path: field, message }] = parsed.error.issues;
    throw new PulseError(`${path} is damaged: ${field.join(".") || "content"}: ${message}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (!(error instanceof SyntaxError)) throw error;
    throw new PulseError(`${path} is damaged: ${error.message}`, { cause: error });
  }
}
