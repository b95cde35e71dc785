import { AGENTS, type Instrument, LLM_AGENT, RISK_PROFILES } from "../engine/mod.ts";
import { MODEL_NAMES } from "./simulation_choice.ts";

/** Everything that can be named at a command line, for what is known to trade. */
export interface KnownNames {
  readonly instruments: readonly Instrument[];
  readonly agents: readonly string[];
  readonly profiles: readonly string[];
  readonly assets: readonly string[];
  readonly models: typeof MODEL_NAMES;
}

/** The names there are. */
export function knownNames(instruments: readonly Instrument[]): KnownNames {
  const assets = instruments.map(({ symbol }) => symbol);
  const agents = [...AGENTS.keys(), LLM_AGENT];
  return { instruments, agents, profiles: [...RISK_PROFILES.keys()], assets, models: MODEL_NAMES };
}
