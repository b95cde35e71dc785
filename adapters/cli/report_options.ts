import { readResampling, RESAMPLING_FLAGS } from "./compare_options.ts";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG } from "./help.ts";
import { PLACES_FLAGS, readRunChoice, RUN_WORDS, type RunChoice } from "./replay_options.ts";

/** What `report` was asked to do. */
export interface ReportOptions extends RunChoice {
  /** The page to write. */
  readonly html: string;
  readonly draws: number;
  readonly seed: number;
}

/** The help of `report`. */
export function reportHelp(): CommandHelp {
  return {
    name: "report",
    summary: "write all about one run as a page",
    words: "[RUN]",
    description:
      "Reads and checks the diary of RUN, and writes one HTML file that needs nothing else: its figures with\n" +
      "intervals of 95 %, equity and drawdown beside buy and hold, months, and every trade on the candles\n" +
      `with the reasoning that made it. Nothing is overwritten, nobody is asked. ${RUN_WORDS}`,
    flags: [
      { flags: "--html <file>", text: "where to" },
      ...RESAMPLING_FLAGS,
      ...PLACES_FLAGS,
      { flags: "--json", text: "print the evidence and the months as JSON" },
      DEBUG,
    ],
    after: `
Examples:
  deno task report last --html report.html`,
  };
}

/** Checks the words and flags of `report`. */
export function readReportOptions(flags: RawFlags, words: readonly string[]): ReportOptions {
  const reader = new FlagReader("report", flags);
  if (!reader.has("html")) throw new UsageError("wanted --html, a file to write", "report");
  return { ...readRunChoice(reader, words), html: reader.path("html"), ...readResampling(reader) };
}
