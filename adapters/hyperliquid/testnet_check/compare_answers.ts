import { ExchangeFault } from "../../../engine/mod.ts";
import { ProbedAccount, type ProbedTerms } from "./probed_account.ts";
import { PROBES } from "./probes.ts";

/** One thing that was asked of both. */
export interface ComparedAnswer {
  readonly point: string;
  readonly asked: string;
  readonly venue: string;
  readonly simulator: string;
  readonly isEqual: boolean;
}

/** Who is held against whom. */
export interface ComparisonTerms {
  /** With a key that has test money. */
  readonly venue: ProbedTerms;
  /** The simulated one, with any key. */
  readonly simulator: ProbedTerms;
  /** Told of each answer as it comes. */
  onAnswer(answer: ComparedAnswer): void;
  /** Aborted: nothing more is asked, and what stands is taken away. */
  readonly signal: AbortSignal;
}

/**
 * Asks both the same, one after the other. Whatever happens, at the end what was placed is cancelled and the position
 * closed; null, or in one line what is left all the same. Throws an ExchangeFault where it cannot begin.
 */
export async function compareAnswers(terms: ComparisonTerms): Promise<string | null> {
  const simulator = await ProbedAccount.open(terms.simulator);
  const venue = await ProbedAccount.open(terms.venue);
  let left: string | null = null;
  try {
    for (const { point, asked, ask } of PROBES) {
      if (terms.signal.aborted) break;
      const told = { venue: await answerOf(venue, ask), simulator: await answerOf(simulator, ask) };
      terms.onAnswer({ point, asked, ...told, isEqual: told.venue === told.simulator });
    }
  } finally {
    left = await venue.clear();
  }
  return left;
}

/** A question that fails is an answer, too: the others are still asked. */
async function answerOf(account: ProbedAccount, ask: (account: ProbedAccount) => Promise<string>) {
  try {
    await account.look();
    return await ask(account);
  } catch (error) {
    if (!(error instanceof ExchangeFault)) throw error;
    return error.message;
  }
}
