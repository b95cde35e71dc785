import type { Agent, AgentTraits, Instrument, Interval, RiskProfile } from "../../engine/mod.ts";
import type { ModelChoice, PlayedChoice } from "../backtest_settings.ts";
import { DEFAULT_SIMULATION, type SimulationChoice } from "../simulation_choice.ts";

/** What was asked for, and who decides: an agent that decides here, none from a file. */
export interface PaperAsked {
  readonly player: { readonly agent: AgentTraits; readonly model?: ModelChoice | undefined };
  readonly profile: RiskProfile;
  readonly instruments: readonly Instrument[];
  readonly interval: Interval;
  readonly capitalUsd: number;
  readonly seed: number;
  readonly diary: "trades" | "full";
  readonly simulation: SimulationChoice;
  /** Whether time is the market's own: then an order takes the usual latency, else what it really takes. */
  readonly isSimulatedTime: boolean;
}

/** What a paper run does, as a backtest of the same candles would. */
export function paperChoice(asked: PaperAsked): PlayedChoice {
  const { player: { agent, model }, profile, instruments, interval, capitalUsd, seed, diary } = asked;
  const { simulation, isSimulatedTime } = asked;
  const isUsual = simulation.latencyMs === DEFAULT_SIMULATION.latencyMs;
  return {
    agent: agent as Agent,
    ...(model === undefined ? {} : { model }),
    chosen: profile,
    instruments,
    interval,
    capitalUsd,
    seed,
    detail: diary,
    funding: "on",
    simulation: isUsual && !isSimulatedTime ? { ...simulation, latencyMs: 0 } : simulation,
  };
}
