/** What a model remembers of the past, asked without showing it any. */
export { type Correlation } from "../statistics/mod.ts";
export { HeldSides } from "./held_sides.ts";
export { type HitRate, type MemoryProbe, probeMemory, type ProbeResult } from "./probe_memory.ts";
export { type ResidualCheck } from "./residual_check.ts";
export { type PlannedProbe, type ProbedMarket, type ProbeParts, probePlanned } from "./probe_planned.ts";
