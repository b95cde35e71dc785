import { DEFAULT_SIMULATION, type SimulationChoice } from "../../backtest/mod.ts";

/** One choice of the simulation, beside the usual one. */
export interface Choice {
  /** The flags as they are typed; empty: the usual. */
  readonly flags: string;
  readonly simulation: SimulationChoice;
  readonly funding: "on" | "off";
}

function choice(flags: string, changed: Partial<SimulationChoice>): Choice {
  return { flags, simulation: { ...DEFAULT_SIMULATION, ...changed }, funding: "on" };
}

/** What is held against the usual choice, row by row. */
export const CHOICES: readonly Choice[] = [
  choice("", {}),
  choice("--slippage none", { slippage: "none" }),
  choice("--slippage bps:5", { slippage: "bps:5" }),
  choice("--slippage bps:10", { slippage: "bps:10" }),
  choice("--slippage impact", { slippage: "impact" }),
  choice("--max-slippage-bps 3", { maxSlippageBps: 3 }),
  choice("--partial-fills 0.0001", { partialFills: 0.0001 }),
  choice("--latency fixed:1000", { latencyMs: 1000 }),
  choice("--latency fixed:30000", { latencyMs: 30_000 }),
  choice("--path ohlc", { path: "ohlc" }),
  choice("--fees tier:3", { fees: "tier:3" }),
  choice("--fees maker:0,taker:0", { fees: "maker:0,taker:0" }),
  { ...choice("", {}), flags: "--funding off", funding: "off" },
];
