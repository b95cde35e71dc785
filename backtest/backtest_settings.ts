import {
  type Agent,
  AGENT_PROFILES,
  type AgentTraits,
  type Instrument,
  type Interval,
  type JsonValue,
  MANIFEST_SCHEMA,
  type RiskProfile,
  runKey,
  type RunManifest,
  type RunSettings,
} from "../engine/mod.ts";
import { DEFAULT_SIMULATION, exchangeOptions, type SimulationChoice } from "./simulation_choice.ts";

/** What is to be run, before it is known on which market. */
export interface BacktestChoice {
  readonly agent: AgentTraits;
  /** The profile that was asked for; an agent's own goes before it. */
  readonly chosen: RiskProfile;
  readonly instruments: readonly Instrument[];
  readonly interval: Interval;
  readonly capitalUsd: number;
  readonly seed: number;
  readonly detail: "trades" | "full";
  /** Which funding is paid: the recorded hourly one, none, or Binance's spread over its hours. */
  readonly funding: "on" | "off" | "binance";
  /** Not given: {@link DEFAULT_SIMULATION}. */
  readonly simulation?: SimulationChoice;
}

/** A choice with an agent that decides here. */
export type PlayedChoice = BacktestChoice & { readonly agent: Agent };

/** The settings of a backtest run. */
export function backtestSettings(choice: PlayedChoice): RunSettings {
  const { agent, instruments, interval, seed, detail, simulation = DEFAULT_SIMULATION } = choice;
  return {
    key: runKey(keySettings(choice)),
    agent,
    instruments,
    interval,
    profile: profileOf(choice),
    seed,
    latencyMs: simulation.latencyMs,
    takerFee: exchangeOptions(simulation, choice.capitalUsd).fees.takerFee,
    maxSlippageBps: simulation.maxSlippageBps,
    detail,
  };
}

/** The manifest of a run that is about to begin, but for what is known of its market and its folder. */
export function manifestDraft(
  choice: BacktestChoice,
  { agentFile, ...rest }: Pick<
    RunManifest,
    "id" | "codeRevision" | "agentFile" | "data" | "range" | "started"
  >,
): RunManifest {
  const settings = keySettings(choice);
  return {
    schema: MANIFEST_SCHEMA,
    mode: "backtest",
    key: runKey(settings),
    agent: choice.agent.name,
    settings,
    ...(agentFile === undefined ? {} : { agentFile }),
    ...rest,
    ended: null,
    status: "running",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
  };
}

/** Everything that can change a decision or a fill, and nothing else. */
function keySettings(choice: BacktestChoice): { [name: string]: JsonValue } {
  const { agent, instruments, interval, capitalUsd, seed, funding, simulation = DEFAULT_SIMULATION } = choice;
  return {
    agent: agent.name,
    parameters: agent.parameters ?? null,
    assets: instruments.map(({ symbol }) => symbol),
    interval,
    profile: { ...profileOf(choice) },
    capitalUsd,
    seed,
    funding,
    ...simulation,
  };
}

function profileOf({ agent, chosen }: BacktestChoice): RiskProfile {
  return agent.ownProfile === undefined ? chosen : AGENT_PROFILES.get(agent.ownProfile)!;
}
