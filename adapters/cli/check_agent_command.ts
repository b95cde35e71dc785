import type { Instrument } from "../../engine/mod.ts";
import { showAgentCheck, type TestedAgent, tooShort } from "./check_agent.ts";
import type { BacktestOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

type AgentFile = TestedAgent["file"];

/** What loads an agent of one's own, plans its runs, and tests it. */
export interface AgentCheckTools<File extends AgentFile, Terms, Player, Plan, Isolate> {
  /** The module that an isolate runs; a URL. */
  readonly harness: string;
  readonly WorkerIsolate: {
    open(
      file: File,
      options: {
        readonly parameters: BacktestOptions["params"];
        readonly harness: string;
        readonly surroundings: number;
      },
    ): Promise<Isolate>;
  };
  openPlayer(
    options: BacktestOptions,
    known: readonly Instrument[],
  ): Promise<
    { readonly terms: Terms; readonly player: Player & { readonly file: File | null }; close(): void }
  >;
  planRun(options: BacktestOptions, terms: Terms & { readonly player: Player }): Promise<Plan>;
  testedAgent(
    plan: Plan,
    open: (surroundings: number) => Promise<Isolate>,
  ): Promise<Omit<TestedAgent, "file"> | null>;
}

/** Tests an agent of the user's: many runs, each in an isolate, none of them kept. Gives the exit code. */
export async function checkAgentCommand<File extends AgentFile, Terms, Player, Plan, Isolate>(
  options: BacktestOptions,
  { terminal, instruments }: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: AgentCheckTools<File, Terms, Player, Plan, Isolate>,
): Promise<number> {
  const { harness, WorkerIsolate } = tools;
  const { terms, player, close } = await tools.openPlayer(options, instruments);
  // It was loaded for what it says of itself; each run gets an isolate of its own.
  close();
  const file = player.file!;
  const isolated = { parameters: options.params, harness };
  const open = (surroundings: number) => WorkerIsolate.open(file, { ...isolated, surroundings });
  const tested = await tools.testedAgent(await tools.planRun(options, { player, ...terms }), open);
  if (tested === null) throw tooShort(options.interval);
  return showAgentCheck({ ...tested, file }, options.json, terminal);
}
