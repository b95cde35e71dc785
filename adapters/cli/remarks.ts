import type { AgentTraits, Fault, Halt } from "../../engine/mod.ts";
import {
  dataWarnings,
  endsFirst,
  faultWarnings,
  haltWarnings,
  notesOf,
  type ReadMarket,
  type SimulationFacts,
} from "./notes.ts";
import type { BacktestOptions } from "./options.ts";
import { simulationWords } from "./simulation_flags.ts";

/** What a run was made of and came to, as far as there is something to remark on. */
export interface RemarkedRun {
  readonly options: BacktestOptions;
  readonly agent: AgentTraits;
  readonly market: ReadMarket & { readonly fundingSource: string | null };
  readonly coverage: Pick<SimulationFacts, "gaps" | "settledOn" | "unfundedHours">;
  /** What the market has of each asset, and where the run ended, ms. */
  readonly spans: readonly { readonly asset: string; readonly until: number }[];
  readonly until: number;
  readonly result: {
    readonly warnings: readonly string[];
    readonly halts: readonly (Halt & { readonly close: number })[];
    readonly firstFault: (Fault & { readonly close: number }) | null;
    readonly metrics: { readonly faults: number };
    readonly refusals: ReadonlyMap<string, number>;
  };
}

/** What is said of a run besides its figures: warnings, and notes on what it ran on. */
export function remarksOf(run: RemarkedRun): { readonly warnings: string[]; readonly notes: string[] } {
  const { options, agent, market, coverage, spans, until, result } = run;
  const { warnings, halts, firstFault, metrics, refusals } = result;
  const funding = { choice: options.funding, source: market.fundingSource };
  const simulation = simulationWords(options.simulation);
  const first = endsFirst(spans, { asked: options.until, until });
  return {
    warnings: [
      ...warnings,
      ...faultWarnings(firstFault, metrics.faults),
      ...haltWarnings(halts),
      ...dataWarnings(market, agent, options.funding),
    ],
    notes: notesOf({ ...coverage, simulation, funding, endsFirst: first, refusals }),
  };
}
