/**
 * The Clock port on the system's clock.
 * @module
 */
export * from "./system_clock.ts";
