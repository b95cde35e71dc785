import {
  type Agent,
  AGENT_PROFILES,
  type AgentTraits,
  canonicalJson,
  gradeMemory,
  type Instrument,
  type Interval,
  type JsonValue,
  MANIFEST_SCHEMA,
  type ModelCap,
  type ModelManifest,
  type RiskProfile,
  runKey,
  type RunManifest,
  type RunSettings,
  sha256,
} from "../engine/mod.ts";
import { DEFAULT_SIMULATION, exchangeOptions, type SimulationChoice } from "./simulation_choice.ts";

/** The language model of a run, and its terms. */
export interface ModelChoice {
  /** How much of its recorded latency passes on the clock: 1 all, 0 nothing. */
  readonly latency: number;
  /** What may be spent on it; null: anything. */
  readonly cap: ModelCap | null;
  /** What the manifest says of it, but for what follows from the period. */
  readonly card: Omit<ModelManifest, "memory">;
}

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
  /** Not given: no model is asked. */
  readonly model?: ModelChoice;
  /** The hash of the diary that decisions are taken from, whatever is seen; not given: the agent decides. */
  readonly decisionsFrom?: string | undefined;
  /** Not given: the market as it was recorded. */
  readonly control?: ControlChoice;
}

/** A market that is another than the recorded one. */
export interface ControlChoice {
  /** Such as `shuffle:7`. */
  readonly name: string;
  /** What is traded as it is really called. */
  readonly instruments: readonly Instrument[];
}

/** A choice with an agent that decides here. */
export type PlayedChoice = BacktestChoice & { readonly agent: Agent };

/** The settings of a backtest run. */
export function backtestSettings(choice: PlayedChoice): RunSettings {
  const { agent, instruments, interval, seed, detail, simulation = DEFAULT_SIMULATION, model } = choice;
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
    ...(model === undefined ? {} : { modelLatency: model.latency }),
  };
}

/** The manifest of a run that is about to begin, but for what is known of its market and its folder. */
export function manifestDraft(
  choice: BacktestChoice,
  { agentFile, ...rest }: Pick<
    RunManifest,
    | "id"
    | "mode"
    | "codeRevision"
    | "agentFile"
    | "data"
    | "range"
    | "started"
    | "familyId"
    | "control"
    | "sweep"
  >,
): RunManifest {
  const settings = keySettings(choice);
  return {
    schema: MANIFEST_SCHEMA,
    key: runKey(settings),
    agent: choice.agent.name,
    settings,
    ...(agentFile === undefined ? {} : { agentFile }),
    // What a model remembers is of the real time, whatever times it is shown.
    ...modelOf(choice, rest.control?.range ?? rest.range),
    ...rest,
    data: {
      ...rest.data,
      instruments: sha256(canonicalJson(realInstruments(choice) as unknown as JsonValue)),
    },
    ended: null,
    status: "running",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
  };
}

function modelOf({ model }: BacktestChoice, range: RunManifest["range"]): Pick<RunManifest, "model"> {
  if (model === undefined) return {};
  return { model: { ...model.card, memory: gradeMemory(range, model.card.cutoff) } };
}

/** Everything that can change a decision or a fill, and nothing else. */
export function keySettings(choice: BacktestChoice): { [name: string]: JsonValue } {
  const { agent, interval, capitalUsd, seed, funding, model, decisionsFrom } = choice;
  const { simulation = DEFAULT_SIMULATION, control } = choice;
  return {
    agent: agent.name,
    parameters: agent.parameters ?? null,
    assets: realInstruments(choice).map(({ symbol }) => symbol),
    interval,
    profile: { ...profileOf(choice) },
    capitalUsd,
    seed,
    funding,
    ...simulation,
    ...(model === undefined ? {} : { modelLatency: model.latency, modelCap: model.cap as JsonValue }),
    ...(decisionsFrom === undefined ? {} : { decisionsFrom }),
    ...(control === undefined ? {} : { control: control.name }),
  };
}

/** What is traded as the venue calls it, whatever names the agent is shown. */
function realInstruments({ instruments, control }: BacktestChoice): readonly Instrument[] {
  return control?.instruments ?? instruments;
}

/** The profile it is traded under: the chosen one, but for an agent that has its own. */
export function profileOf({ agent, chosen }: BacktestChoice): RiskProfile {
  if (agent.ownProfile === undefined) return chosen;
  const own = AGENT_PROFILES.get(agent.ownProfile)!;
  return chosen.smallest === true ? { ...own, smallest: true } : own;
}
