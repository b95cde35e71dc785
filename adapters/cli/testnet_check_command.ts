/** `testnet-check`: what the testnet answers beside what our simulated venue does. */

import type { Instrument } from "../../engine/mod.ts";
import { parseCommandLine } from "./command_line.ts";
import { EXIT_FAILURE, EXIT_INTERRUPTED, FailureError } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import type { Known } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import type { TestnetCheckOptions } from "./testnet_check_options.ts";
import { plannedVenue, type VenueTools } from "./venue_command.ts";
import type { VenueOptions } from "./venue_options.ts";

/** One thing that was asked of both. */
interface Answer {
  readonly point: string;
  readonly asked: string;
  readonly venue: string;
  readonly simulator: string;
  readonly isEqual: boolean;
}

type Answerer = (request: Request) => Promise<Response>;
type Tools<Read, Plan> = Pick<VenueTools<Read, Plan, unknown>, "read" | "planVenue" | "settledWithin">;
type Source = { readonly source: string; readonly synthetic: boolean };
type Range = { readonly from: number; readonly until: number };

/** What it works with. */
export interface TestnetCheckTools<Wallet, Transport, Read, Plan> extends Tools<Read, Plan> {
  /** Opens a planned venue that listens nowhere. */
  standingVenue(venue: VenueOptions & Plan & { readonly warn: (line: string) => void }): Answerer;
  /** What `live` trades with. */
  readTradingKeys(): { readonly key: string | null; readonly account: string | null };
  readonly Wallet: { new (key: string): Wallet; throwaway(): Wallet };
  readonly AnsweringTransport: new (baseUrl: string, answer?: Answerer) => Transport;
  /** Open points that are not asked, and why. */
  readonly NOT_ASKED: readonly string[];
  /** Asks both; null, or what is left at the venue. */
  compareAnswers(terms: {
    readonly venue: Probed<Wallet, Transport>;
    readonly simulator: Probed<Wallet, Transport>;
    readonly signal: AbortSignal;
    onAnswer(answer: Answer): void;
  }): Promise<string | null>;
}

interface Probed<Wallet, Transport> {
  readonly wallet: Wallet;
  readonly transport: Transport;
  readonly account: string | null;
  readonly coin: string;
}

/** Nobody listens there: requests are handed over in this process. */
const SIMULATOR = "http://simulator";

/** Asks both venues, prints what they said, and gives the exit code. Throws a FailureError where something is left. */
export async function testnetCheckCommand<Wallet, Transport, Read extends Source, Plan extends Range>(
  options: TestnetCheckOptions,
  around: Known & { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: TestnetCheckTools<Wallet, Transport, Read, Plan>,
): Promise<number> {
  const { terminal } = around;
  const { asset: coin, hyperliquid, json } = options;
  const { key, account } = tools.readTradingKeys();
  if (key === null) throw new FailureError(NO_KEY);
  const plan = plannedVenue(simulated(coin, around), around.instruments, tools);
  const warn = (line: string): void => terminal.note(`simulator: ${line}\n`);
  const simulator = new tools.AnsweringTransport(SIMULATOR, tools.standingVenue({ ...plan, warn }));
  const venue = new tools.AnsweringTransport(hyperliquid);
  if (!json) terminal.print(`testnet-check · ${new URL(hyperliquid).host} · ${coin}\n`);
  const answers: Answer[] = [];
  const onAnswer = (answer: Answer): void => {
    answers.push(answer);
    if (!json) terminal.print(answerLines(answer));
  };
  const { left, isInterrupted } = await interruptible(async (signal) => {
    const left = await tools.compareAnswers({
      venue: { transport: venue, wallet: new tools.Wallet(key), account, coin },
      simulator: { transport: simulator, wallet: tools.Wallet.throwaway(), account: null, coin },
      ...{ onAnswer, signal },
    });
    return { left, isInterrupted: signal.aborted };
  });
  const differing = answers.filter(({ isEqual }) => !isEqual).length;
  if (json) terminal.print(JSON.stringify({ answers, notAsked: tools.NOT_ASKED, left }, null, 2));
  else terminal.print(endLines({ answers, differing, left, notAsked: tools.NOT_ASKED }));
  if (left !== null) {
    throw new FailureError(`${left} is left in ${coin} at ${hyperliquid}; end it there by hand`);
  }
  if (isInterrupted) return EXIT_INTERRUPTED;
  return differing === 0 ? 0 : EXIT_FAILURE;
}

/** The options of the simulated venue, as if they had been typed. */
function simulated(coin: string, known: Known): VenueOptions {
  const words = ["venue", "--from", "2024-01-02", "--to", "2024-01", "--step", "--limits", "off"];
  const parsed = parseCommandLine([...words, "--assets", coin], known);
  if (parsed.command !== "venue") throw new Error("another command than venue was read");
  return parsed.options;
}

const NO_KEY =
  "no key is set; set HYPERLIQUID_PRIVATE_KEY_FILE (or HYPERLIQUID_PRIVATE_KEY) to one with test money";

function answerLines({ point, asked, venue, simulator, isEqual }: Answer): string {
  const head = `  ${isEqual ? "equal  " : "DIFFERS"}  ${point}: ${asked}`;
  const indent = " ".repeat(11);
  return isEqual
    ? `${head}\n${indent}both       ${venue}`
    : `${head}\n${indent}venue      ${venue}\n${indent}simulator  ${simulator}`;
}

function endLines({ answers, differing, left, notAsked }: {
  readonly answers: readonly Answer[];
  readonly differing: number;
  readonly left: string | null;
  readonly notAsked: readonly string[];
}): string {
  const verdict = differing === 0 ? "all equal" : `${differing} differ`;
  return [
    "",
    `${answers.length} asked, ${verdict}; ${left === null ? "flat, nothing of it stands" : `left: ${left}`}`,
    "",
    "Not asked:",
    ...notAsked.map((line) => `  ${line}`),
  ].join("\n");
}
