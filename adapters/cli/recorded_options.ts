import { z } from "zod";
import {
  canonicalJson,
  type Instrument,
  type Interval,
  INTERVALS,
  type JsonValue,
  type ModelCap,
  type ModelChoice,
  type ModelManifest,
  type RiskProfile,
  riskProfileSchema,
  runKey,
  type RunManifest,
  sha256,
  type TypedParameter,
} from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import type { BacktestOptions, DiaryKind } from "./options.ts";
import { DEFAULTS } from "./options.ts";
import { SIMULATION_DEFAULTS } from "./simulation_flags.ts";

/** A run's settings as what would be typed for it. */
export interface RecordedOptions {
  readonly options: BacktestOptions;
  /** Null where no model decided. */
  readonly model: RecordedModel | null;
  readonly terms: {
    readonly instruments: readonly Instrument[];
    readonly donors: readonly Instrument[];
    readonly profile: RiskProfile;
  };
}

/** The model that decided, and on which terms. */
export interface RecordedModel {
  readonly card: ModelManifest;
  readonly choice: ModelChoice;
  readonly blind: { readonly seed: number } | null;
  readonly sample: number;
  readonly latency: number;
  readonly cap: ModelCap | null;
}

/** What is known of a run beside its manifest. */
export interface RecordedParts {
  readonly instruments: readonly Instrument[];
  /** How much its diary keeps. */
  readonly detail: DiaryKind;
  /** Where its candles lie, and which files they are; null: it kept what it saw. */
  readonly files: { readonly folder: string; readonly only: ReadonlySet<string> } | null;
}

const settingsSchema = z.object({
  parameters: z.json(),
  assets: z.array(z.string()).min(1),
  interval: z.enum(INTERVALS as readonly Interval[] as [Interval, ...Interval[]]),
  profile: riskProfileSchema,
  // A run on an account has nothing of how an exchange is simulated.
  capitalUsd: z.number().default(Number(DEFAULTS.capital)),
  seed: z.number(),
  funding: z.enum(["on", "off", "binance"]).default(DEFAULTS.funding),
  slippage: z.string().default(SIMULATION_DEFAULTS.slippage),
  latencyMs: z.number(),
  path: z.enum(["pessimistic", "ohlc"]).default(SIMULATION_DEFAULTS.path),
  fees: z.string(),
  partialFills: z.number().nullable().default(null),
  maxSlippageBps: z.number(),
  control: z.string().optional(),
});

const modelSchema = z.object({
  seed: z.number(),
  modelLatency: z.number(),
  modelCap: z.json(),
  parameters: z.object({
    provider: z.string(),
    model: z.string(),
    parameters: z.object({
      maxTokens: z.number(),
      temperature: z.number().nullable(),
      reasoningEffort: z.string().nullable(),
      options: z.record(z.string(), z.json()),
    }),
    sample: z.number(),
    blind: z.json(),
  }),
});

/** Throws a FailureError for a run that nobody here can play again: a foreign bot's, or one whose settings were changed. */
export function refuseUnplayable(
  { id, agent, agentFile, key, settings, data }: RunManifest,
  { agents, hasSeen }: { readonly agents: readonly string[]; readonly hasSeen: boolean },
): void {
  const wanted = "wanted a run of an agent of ours; deno task verify checks its diary";
  if (runKey(settings) !== key) {
    throw new FailureError(`run.json of ${id} was changed: its settings do not make the key ${key}`);
  }
  if (!agents.includes(agent) && agentFile === undefined) {
    throw new FailureError(
      `run ${id} was decided by ${agent}, which is not here to be asked again; ${wanted}`,
    );
  }
  if (data.files.length === 0 && !hasSeen) {
    throw new FailureError(
      `run ${id} names no candles, and what it saw is gone; wanted the folder seen beside its diary`,
    );
  }
}

/** A run's settings as the options it is planned by again. Throws a FailureError for settings that make no run. */
export function recordedOptions(manifest: RunManifest, parts: RecordedParts): RecordedOptions {
  const { id, agent, agentFile } = manifest;
  const { control: name, ...settings } = checked(settingsSchema, manifest);
  const { parameters, assets, interval, profile, capitalUsd, seed, funding, ...simulation } = settings;
  const listed = (symbols: readonly string[]): Instrument[] =>
    symbols.map((asset) => instrumentOf(asset, parts.instruments, id));
  const beside = name === undefined ? [] : donorsOf(manifest, assets);
  const [instruments, donors] = [assets, beside].map(listed);
  refuseOthers(instruments, manifest);
  const isFile = agentFile !== undefined;
  const options: BacktestOptions = {
    ...(manifest.control?.range ?? manifest.range),
    ...(name === undefined ? {} : { control: { name, donors: donors.map(({ symbol }) => symbol) } }),
    ...{ assets, interval, capitalUsd, seed, funding, simulation },
    agent: isFile ? agentFile.path : agent,
    params: isFile ? typedParameters(parameters as JsonValue) : [],
    model: null,
    risk: { kind: "profile", name: profile.name },
    data: parts.files?.folder ?? null,
    ...(parts.files === null ? {} : { only: parts.files.only }),
    source: null,
    // With the same bytes there is nothing more to skip than the run skipped.
    skipBadRows: true,
    diary: parts.detail,
    ...{ runs: DEFAULTS.runs, json: true, progress: false, benchmark: false, detail: false, debug: false },
  };
  return { options, model: recordedModel(manifest), terms: { instruments, donors, profile } };
}

/** What candles were read of beside what was traded. */
function donorsOf({ data }: RunManifest, assets: readonly string[]): readonly string[] {
  return [...new Set(data.files.map(({ asset }) => asset))].filter((asset) => !assets.includes(asset));
}

function recordedModel(manifest: RunManifest): RecordedModel | null {
  const { model: card } = manifest;
  if (card === undefined) return null;
  const { parameters: asked, seed, modelLatency, modelCap } = checked(modelSchema, manifest);
  const { provider, model, parameters, sample, blind } = asked;
  return {
    card,
    choice: { provider, model, parameters: parameters as ModelChoice["parameters"] },
    blind: blind === null ? null : { seed },
    sample,
    latency: modelLatency,
    cap: modelCap as unknown as ModelCap | null,
  };
}

function checked<Schema extends z.ZodType>(schema: Schema, { id, settings }: RunManifest): z.output<Schema> {
  const read = schema.safeParse(settings);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0];
  throw new FailureError(`run ${id} has settings this version cannot play: ${path.join(".")}: ${message}`);
}

function instrumentOf(asset: string, known: readonly Instrument[], id: string): Instrument {
  const found = known.find(({ symbol }) => symbol === asset);
  if (found !== undefined) return found;
  throw new FailureError(
    `run ${id} traded ${asset}, which instruments.json has neither in fixtures nor in .data; wanted its line there`,
  );
}

/** Throws a FailureError where the venue's rules for an asset stand otherwise in instruments.json than the run had them. */
function refuseOthers(instruments: readonly Instrument[], { id, data }: RunManifest): void {
  const found = sha256(canonicalJson(instruments as unknown as JsonValue));
  if (data.instruments === undefined || data.instruments === found) return;
  const names = instruments.map(({ symbol }) => symbol).join(", ");
  throw new FailureError(
    `instruments.json tells ${names} otherwise than run ${id} had it: the sha256 is ${found}; wanted ${data.instruments}`,
  );
}

/** Parameters as `--param` takes them; what is no single value can only have been the agent's default. */
function typedParameters(parameters: JsonValue): TypedParameter[] {
  return Object.entries(parameters ?? {}).flatMap(([name, value]) =>
    typeof value === "object" ? [] : [{ name, value: String(value) }]
  );
}
