import type { Instrument } from "../../engine/mod.ts";
import { EXIT_INTERRUPTED } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import type { BacktestOptions } from "./options.ts";
import {
  type ProbedRun,
  probedRun,
  type ProbeOptions,
  type RunReaders,
  type ShownProbe,
  showProbe,
} from "./probe_memory.ts";
import type { Terminal } from "./terminal.ts";

/** What opens a model, plans a run whose market it is asked about, and asks. */
export interface ProbeTools<Terms, Asked, Player extends Asked, Plan> extends RunReaders {
  runTerms(options: BacktestOptions, known: readonly Instrument[]): Terms;
  openModel(
    model: NonNullable<BacktestOptions["model"]>,
    options: BacktestOptions,
    terms: Terms,
  ): Promise<Player>;
  planRun(
    options: BacktestOptions,
    terms: Terms & { readonly player: Player & { readonly isolate: null; readonly file: null } },
  ): Promise<Plan>;
  probePlanned(
    plan: Plan,
    parts: { readonly player: Asked; readonly run: ProbedRun | null; readonly signal: AbortSignal },
  ): Promise<ShownProbe>;
}

/** Asks a model what it remembers; nothing is run. Gives the exit code. */
export async function probeCommand<Terms, Asked, Player extends Asked, Plan>(
  given: ProbeOptions,
  { terminal, instruments }: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: ProbeTools<Terms, Asked, Player, Plan>,
): Promise<number> {
  const { options, run } = probedRun(given, tools);
  const terms = tools.runTerms(options, instruments);
  const player = await tools.openModel(options.model!, options, terms);
  const plan = await tools.planRun(options, { player: { ...player, isolate: null, file: null }, ...terms });
  const probed = await interruptible((signal) => tools.probePlanned(plan, { player, run, signal }));
  showProbe(probed, options.json, terminal);
  return probed.result.interrupted ? EXIT_INTERRUPTED : 0;
}
