import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, type Flag } from "./help.ts";
import { DEFAULTS } from "./options.ts";

/** What `compare` was asked to do. */
export interface CompareOptions {
  /** Ids, their beginnings, paths, or `last`; one alone is a family. */
  readonly words: readonly string[];
  readonly runs: string;
  /** How often is resampled, and from which seed. */
  readonly draws: number;
  readonly seed: number;
  /** The page to write; null: none. */
  readonly html: string | null;
  readonly json: boolean;
  readonly debug: boolean;
}

/** More have no letters. */
/** How often is drawn, and from where, when nothing else is typed. */
export const USUAL_DRAWS = { draws: 9999, seed: 1 } as const;
const MOST_RUNS = 26;
const FEWEST_DRAWS = 99;

/** How figures are resampled. */
export const RESAMPLING_FLAGS: readonly Flag[] = [
  {
    flags: "--draws <number>",
    default: String(USUAL_DRAWS.draws),
    text: "how often the days are drawn again",
  },
  {
    flags: "--seed <number>",
    default: String(USUAL_DRAWS.seed),
    text: "where the draws begin: the same seed, the same figures",
  },
];

/** The help of `compare`. */
export function compareHelp(): CommandHelp {
  return {
    name: "compare",
    summary: "set runs side by side, and say how sure one can be of what differs",
    words: "RUN RUN [RUN …] | FAMILY",
    description:
      "Shows the settings that differ, the figures of each RUN, where the runs first parted and why, the\n" +
      "trades and decisions they share, and whether their days tell them apart: each difference has an\n" +
      "interval of 95 %. Runs on different data are not tested. RUN is an id, its beginning, a path, or last.\n" +
      "A FAMILY (what backtest makes of lists: an id, its beginning, or last) is ranked, and its best held\n" +
      "against the best of as many by luck.",
    flags: [
      ...RESAMPLING_FLAGS,
      { flags: "--html <file>", text: "also write it as a page of its own; nothing is overwritten" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Exit codes: 0 compared, 1 not tested or it cannot be compared, 2 a value that cannot be right.

Examples:
  deno task compare 7f3a last
  deno task compare 7f3a 91bc c204 --html compared.html
  deno task compare f-00477e21`,
  };
}

/** Checks the words and flags of `compare`. */
export function readCompareOptions(flags: RawFlags, words: readonly string[]): CompareOptions {
  const reader = new FlagReader("compare", flags);
  if (words.length === 0) throw new UsageError("wanted two runs or more, or a family, not none", "compare");
  if (words.length > MOST_RUNS) {
    throw new UsageError(`wanted at most ${MOST_RUNS} runs, not ${words.length}`, "compare");
  }
  return {
    words,
    runs: reader.path("runs"),
    ...readResampling(reader),
    html: reader.has("html") ? reader.path("html") : null,
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** Draws and seed, as the generator can take them. */
export function readResampling(reader: FlagReader): { readonly draws: number; readonly seed: number } {
  const draws = reader.wholeNumber("draws", FEWEST_DRAWS);
  const seed = reader.wholeNumber("seed", 1);
  if (draws > 1_000_000) throw reader.wrong("draws", "1,000,000 at most");
  if (seed > 2_147_483_646) throw reader.wrong("seed", "2,147,483,646 at most");
  return { draws, seed };
}
