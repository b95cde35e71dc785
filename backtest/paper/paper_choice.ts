import type { Instrument, Interval, RiskProfile } from "../../engine/mod.ts";
import type { ModelChoice, PlayedChoice } from "../backtest_settings.ts";
import { decidingAgent } from "../isolated_agent.ts";
import type { Player } from "../play_backtest.ts";
import { DEFAULT_SIMULATION, type SimulationChoice } from "../simulation_choice.ts";

/** What was asked for, and who decides. */
export interface PaperAsked {
  readonly player: Player & { readonly model?: ModelChoice | undefined };
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
  const { player, profile, instruments, interval, capitalUsd, seed, diary } = asked;
  const { simulation, isSimulatedTime } = asked;
  const { model } = player;
  const isUsual = simulation.latencyMs === DEFAULT_SIMULATION.latencyMs;
  return {
    agent: decidingAgent(player, seed),
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
