import { canonicalJson, type JsonValue, type RunManifest } from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";
import type { ModelOptions } from "./model_flags.ts";
import type { BacktestOptions, DecidingOptions } from "./options.ts";
import {
  type OpenedRun,
  openRecordedPlayer,
  readDecisions,
  readRecorded,
  type ReadRun,
  type RecordedFolder,
  recordedModelOf,
  type RecordedTools,
  type Terms,
} from "./open_recorded.ts";
import type { RecordedModel } from "./recorded_options.ts";
import type { ReplayOptions } from "./replay_options.ts";
import { refuseInapplicable, type WhatIf } from "./what_if_options.ts";

/** How many recorded decisions there were so far, and how many of them did not apply. */
export interface DecisionCount {
  readonly decisions: number;
  readonly noEffect: number;
}

/** Who can play what if, as far as it matters here. */
export interface WhatIfPlayer {
  readonly agent: { readonly ownProfile?: string | undefined };
  /** Of who decides what was decided. */
  count?(): DecisionCount;
  /** What went wrong with answers so far, a sentence each. */
  warnings?(): readonly string[];
  /** Which model is asked, where one is. */
  readonly asked?: { readonly provider: string; readonly model: string } | undefined;
}

/** What opens a run with something otherwise. */
export interface OpenWhatIfTools<Player extends WhatIfPlayer, Plan> extends RecordedTools<Player, Plan> {
  runTerms(asked: Pick<BacktestOptions, "assets" | "risk">, known: Terms["instruments"]): Terms;
  /** Who asks a model on these terms: recorded answers, a server, or both. */
  openModel(asked: ModelOptions, deciding: DecidingOptions, terms: Terms): Promise<Player>;
}

/** Simulated, no order arrives on the close it was decided at. */
const LEAST_LATENCY_MS = 1;

/** Puts a past run together with what is to be otherwise; its own sight of the market becomes a recording. */
export async function openWhatIf<Player extends WhatIfPlayer, Plan>(
  run: RecordedFolder,
  asked: { readonly options: ReplayOptions; readonly whatIf: WhatIf },
  tools: OpenWhatIfTools<Player, Plan>,
): Promise<OpenedRun<Player, Plan>> {
  const { options: choice, whatIf } = asked;
  const decisions = readDecisions(run, tools);
  const read = changed(readRecorded(run, choice, tools), whatIf, tools);
  // What it saw ends with its last cycle, which no backtest can have: that one needs a moment after it.
  const until = read.saw === null ? endOf(run.manifest, decisions.lastClose) : null;
  const capitalUsd = capitalOf(run.manifest, read.options.capitalUsd);
  const options = {
    ...read.options,
    until,
    capitalUsd,
    runs: choice.runs,
    json: choice.json,
    progress: true,
  };
  const { player, close } = await openChanged(run, { ...read, options }, { choice, whatIf, tools });
  try {
    refuseInapplicable(whatIf, run.manifest, player.agent.ownProfile);
    const decider = whatIf.isClosed ? player : tools.decidingAsRecorded(player, decisions);
    const terms = { ...read.terms, player: decider };
    const { saw } = read;
    const market = saw === null
      ? undefined
      : tools.marketOfSeen(terms.instruments, { manifest: saw.manifest, seen: tools.seenIn(saw.path) });
    const plan = await tools.planRun(options, { ...terms, market });
    return { options, player: decider, plan, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What it began with, USD: a run on an account has no such setting. */
function capitalOf({ settings, metrics }: RunManifest, setUsd: number): number {
  return settings.capitalUsd === undefined ? metrics?.startEquityUsd ?? setUsd : setUsd;
}

/** Up to where a run goes, ms: one that has not ended, or had no end, up to its last whole cycle. */
function endOf({ id, range, status }: RunManifest, lastClose: number | null): number {
  if (status === "finished" && range.until > range.from) return range.until;
  if (lastClose !== null) return lastClose + 1;
  throw new FailureError(`run ${id} has no whole cycle yet; wanted one to ask about`);
}

/** The settings of a run with what is to be otherwise. */
function changed<Player extends WhatIfPlayer, Plan>(
  read: ReadRun,
  { risk, simulation, modelLatency }: WhatIf,
  tools: OpenWhatIfTools<Player, Plan>,
): ReadRun {
  const { options, model, terms } = read;
  const assumed = { ...options.simulation, ...simulation };
  return {
    ...read,
    options: {
      ...options,
      ...(risk === null ? {} : { risk }),
      simulation: { ...assumed, latencyMs: Math.max(LEAST_LATENCY_MS, assumed.latencyMs) },
    },
    model: model === null || modelLatency === null ? model : { ...model, latency: modelLatency },
    terms: risk === null
      ? terms
      : { ...terms, profile: tools.runTerms({ ...options, risk }, tools.instruments).profile },
  };
}

/** Who decided then; where a model is to be asked, who asks it now. */
async function openChanged<Player extends WhatIfPlayer, Plan>(
  run: RecordedFolder,
  read: ReadRun,
  { choice, whatIf, tools }: {
    readonly choice: ReplayOptions;
    readonly whatIf: WhatIf;
    readonly tools: OpenWhatIfTools<Player, Plan>;
  },
): Promise<{ readonly player: Player; close(): void }> {
  const { options, model } = read;
  if (model === null) return await openRecordedPlayer(options, tools);
  const player = whatIf.isClosed
    ? await askedModel({ ...read, model }, { choice, whatIf, tools })
    // Nobody is asked, so no answer need be there.
    : recordedModelOf(run, { ...read, model }, { choice, tools, keys: [] });
  return { player, close: () => undefined };
}

/** Who asks the run's model, or another one. Throws a FailureError where the settings would ask it otherwise than it was. */
async function askedModel<Player extends WhatIfPlayer, Plan>(
  { options, model, terms }: ReadRun & { readonly model: RecordedModel },
  { choice, whatIf, tools }: {
    readonly choice: ReplayOptions;
    readonly whatIf: WhatIf;
    readonly tools: OpenWhatIfTools<Player, Plan>;
  },
): Promise<Player> {
  const { card, cap, latency } = model;
  if (whatIf.prompt === null && card.prompt !== undefined) tools.readRecordedPrompt(card.prompt);
  const asked = {
    ...{ name: whatIf.model ?? card.model, answers: whatIf.answers, blind: card.blind, latency, table: null },
    prompt: whatIf.prompt ?? card.prompt?.path ?? null,
    cassettes: choice.cassettes,
    cap: cap === null
      ? null
      : { unit: cap.unit, limit: cap.limit, perDay: "perDay" in cap ? cap.perDay ?? null : null },
  };
  const player = await tools.openModel(asked, options, terms);
  const [was, is] = [model.choice, player.asked ?? null].map((one) =>
    canonicalJson(one as unknown as JsonValue)
  );
  if (whatIf.model !== null || was === is) return player;
  throw new FailureError(
    `the settings would ask ${is}; the run asked ${was}: wanted the same in .env, or --model`,
  );
}
