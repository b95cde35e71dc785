/** What a model remembers of the past, asked without showing it any. */
export { type HitRate, type MemoryProbe, probeMemory, type ProbeResult } from "./probe_memory.ts";
