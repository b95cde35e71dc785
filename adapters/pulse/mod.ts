/**
 * The pulse of a running run: a file beside its diary that tells other processes that it lives, and what it holds.
 * @module
 */
export type { Pulse } from "./pulse.ts";
export { openPulse, type PulseParts, PulseWriter, type ShownMark } from "./pulse_writer.ts";
export { PulseError, readPulse } from "./read_pulse.ts";
