/**
 * Sweeps: windows that walk forward, and what the best of many is worth.
 * @module
 */
export {
  type DeflatedBest,
  deflatedBest,
  type SweepEvidence,
  sweepEvidence,
  type Tried,
} from "./sweep_evidence.ts";
export { type WalkWindow, walkWindows } from "./walk_windows.ts";
