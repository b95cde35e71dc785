import { quote, unknownName, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { formatCount, formatNumber } from "./format.ts";
import type { CommandHelp } from "./help.ts";
import { DEFAULT_CASSETTES } from "./model_flags.ts";
import type { Terminal } from "./terminal.ts";

/** What `cassette` was asked to do. */
export interface CassetteOptions {
  readonly action: "export" | "import" | "prune";
  /** The packed file; empty for `prune`. */
  readonly file: string;
  readonly cassettes: string;
  readonly runs: string;
  /** The run whose answers are packed; null: all. */
  readonly run: string | null;
  /** Only say what would be removed. */
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly debug: boolean;
}

/** What came of it. */
export interface CassetteReport {
  readonly answers: number;
  readonly removed: number;
  readonly bytes: number;
  readonly damaged: readonly string[];
}

/** How recorded answers are packed, taken over and removed, and which of them runs used. */
export interface CassetteTools {
  /** Packs those with these keys, or all (null), from the folders. */
  exportCassettes(folders: readonly string[], file: string, keys: ReadonlySet<string> | null): CassetteReport;
  /** Takes those of a packed file over. */
  importCassettes(folder: string, file: string): CassetteReport;
  /** Removes those that were not used; only says so where it is tried. */
  pruneCassettes(folder: string, used: ReadonlySet<string>, isTried: boolean): CassetteReport;
  /** Keys that any run names. */
  answersUsed(runs: string): ReadonlySet<string>;
  /** Keys that one run names, and its folder. */
  answersUsedBy(runs: string, run: string): { readonly path: string; readonly keys: ReadonlySet<string> };
}

const COMMAND = "cassette";
const ACTIONS = ["export", "import", "prune"] as const;

/** The help of `cassette`. */
export function cassetteHelp(runs: string): CommandHelp {
  return {
    name: COMMAND,
    summary: "pack, take over or clear away recorded answers of models",
    words: "export FILE | import FILE | prune",
    description:
      "export packs recorded answers into FILE, all of them or those of one run; import takes the answers\n" +
      "of FILE over, and leaves what is there as it is; prune removes answers that no run here used, and\n" +
      "damaged ones.",
    flags: [
      {
        flags: "--run <run>",
        text: "export: only what this run used (an id, its beginning, a path, or last)",
      },
      { flags: "--dry-run", text: "prune: say what would go, and remove nothing" },
      { flags: "--cassettes <folder>", default: DEFAULT_CASSETTES, text: "where recorded answers are kept" },
      { flags: "--runs <folder>", default: runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      { flags: "--debug", text: "show the stack when something fails" },
    ],
    after: `
Examples:
  deno task cassette export mine.cassette.gz --run last
  deno task cassette import mine.cassette.gz
  deno task cassette prune --dry-run`,
  };
}

/** Checks the words and flags of `cassette`; the first that cannot be right is thrown as a UsageError. */
export function readCassetteOptions(flags: RawFlags, words: readonly string[]): CassetteOptions {
  const reader = new FlagReader(COMMAND, flags);
  const [typed = "", file = "", extra] = words;
  const action = ACTIONS.find((one) => one === typed);
  if (typed === "") throw new UsageError(`no action was named (there are: ${ACTIONS.join(", ")})`, COMMAND);
  if (action === undefined) {
    throw unknownName({ command: COMMAND, what: "action", typed, known: ACTIONS, list: true });
  }
  const wantsFile = action !== "prune";
  if (wantsFile && file.trim() === "") {
    throw new UsageError(`${action} has no file; wanted ${action} FILE`, COMMAND);
  }
  const surplus = wantsFile ? extra : words[1];
  if (surplus !== undefined) throw new UsageError(`${quote(surplus)} is one word too many`, COMMAND);
  return {
    action,
    file,
    cassettes: reader.path("cassettes"),
    runs: reader.path("runs"),
    run: reader.has("run") ? reader.text("run") : null,
    dryRun: reader.isOn("dryRun"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** Does what was asked for with the recorded answers, and says what came of it. */
export function cassetteCommand(options: CassetteOptions, terminal: Terminal, tools: CassetteTools): void {
  const report = DOINGS[options.action](options, tools);
  if (options.json) return terminal.print(JSON.stringify(report, null, 2));
  const damaged = report.damaged.map((where) => `damaged, counts as not there: ${where}`);
  terminal.print([SENTENCES[options.action](report, options), ...damaged].join("\n"));
}

const DOINGS: {
  readonly [Action in CassetteOptions["action"]]: (
    options: CassetteOptions,
    tools: CassetteTools,
  ) => CassetteReport;
} = {
  export: ({ cassettes, file, run, runs }, tools) => {
    if (run === null) return tools.exportCassettes([cassettes], file, null);
    const { path, keys } = tools.answersUsedBy(runs, run);
    return tools.exportCassettes([`${path}/cassette`, cassettes], file, keys);
  },
  import: ({ cassettes, file }, tools) => tools.importCassettes(cassettes, file),
  prune: ({ cassettes, runs, dryRun }, tools) =>
    tools.pruneCassettes(cassettes, tools.answersUsed(runs), dryRun),
};

const SENTENCES: {
  readonly [Action in CassetteOptions["action"]]: (
    report: CassetteReport,
    options: CassetteOptions,
  ) => string;
} = {
  export: ({ answers, bytes }, { file }) =>
    `${formatCount(answers, "answer")} packed into ${file}, ${size(bytes)}.`,
  import: ({ answers }, { file, cassettes }) =>
    `${formatCount(answers, "new answer")} of ${file} in ${cassettes}.`,
  prune: ({ answers, removed, bytes }, { dryRun }) =>
    `${formatCount(removed, "file")} ${dryRun ? "would be removed" : "removed"}, ${size(bytes)}; ` +
    `${formatCount(answers, "answer")} kept.`,
};

function size(bytes: number): string {
  return `${formatNumber(bytes / 1000, 1)} kB`;
}
