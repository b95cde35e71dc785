/** What testing an agent of one's own came to, as text or as JSON. */

import type { JsonValue } from "../../engine/mod.ts";
import { EXIT_FAILURE, FailureError } from "./errors.ts";
import { formatCount, formatPeriod, formatTimeZ, wrap } from "./format.ts";
import { type Paint, painter } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

interface Range {
  readonly from: number;
  readonly until: number;
}

type CheckName = "determinism" | "prefix" | "warm-up" | "continuity" | "faults";
type Comparison =
  | "other-surroundings"
  | "prefix-after-longer"
  | "prefix-alone"
  | "needed-candles"
  | "later-start"
  | "restart";

/** The first that one of the tests found. */
export interface AgentFinding {
  readonly window: Range;
  readonly comparison: Comparison | null;
  /** Where the run was cut, stopped or begun later, ms. */
  readonly turn: number | null;
  readonly difference: {
    readonly close: number;
    readonly asset: string | null;
    readonly entry: string;
    readonly field: string;
    readonly expected: JsonValue;
    readonly found: JsonValue;
  };
}

/** An agent that was tested. */
export interface TestedAgent {
  readonly name: string;
  readonly parameters: JsonValue;
  readonly file: { readonly path: string; readonly sha256: string };
  readonly assets: readonly string[];
  readonly interval: string;
  readonly windows: readonly Range[];
  readonly results: readonly {
    readonly name: CheckName;
    readonly result: "ok" | "failed" | "not-run";
    readonly finding: AgentFinding | null;
  }[];
  readonly asked: number;
  readonly acted: number;
}

const WIDTH = 100;
const NEVER_ASKED = "It was never asked: it needs more candles than there are before and in the windows.";
const NEVER_ACTED = "It never did anything but hold: there was little to compare.";
const INDENT = " ".repeat(22);

/** What each test holds, where it does. */
const HOLDS: Readonly<Record<CheckName, string>> = {
  "determinism": "the same run twice is the same, under another clock and with other dice",
  "prefix": "a run that ends earlier is the beginning of the longer one",
  "warm-up": "the candles that it needs are enough, and from when on it was asked fades",
  "continuity": "a run that was stopped goes on from its diary as if it had not been",
  "faults": "it never failed, and every decision was valid",
};

/** What was compared, and what a difference means. */
const MEANINGS: Readonly<Record<Comparison, { readonly compared: string; readonly means: string }>> = {
  "other-surroundings": {
    compared: "the same run under another clock and with other dice",
    means:
      "It looks at a clock or throws dice of its own; chance is tools.random(asset), time observation.close.",
  },
  "prefix-after-longer": {
    compared: "the run to TURN, after the longer one in the same process",
    means:
      "It keeps something from run to run, in a module variable perhaps: after a longer run it knows what comes.",
  },
  "prefix-alone": {
    compared: "the run to TURN, in a process of its own",
    means: "It decides by something that comes later.",
  },
  "needed-candles": {
    compared: "the run on data that begins with the candles it needs",
    means: "It decides by candles from before those that its needs ask for.",
  },
  "later-start": {
    compared:
      "a run at the same times that was asked from half as long before TURN on (no order goes through in either)",
    means:
      "What it remembers of its first decisions never fades, so its result hangs on when it was started.",
  },
  "restart": {
    compared: "the run stopped at TURN and gone on with from its diary in a new process",
    means: "It keeps something beside its memory, which a restart loses; return it as `memory`.",
  },
};

/** The failure for a range in which there is too little to compare. */
export function tooShort(interval: string): FailureError {
  return new FailureError(
    `the range has too few closes of ${interval}; wanted at least 60: an earlier --from, a later --to, or a shorter --interval`,
  );
}

/** Shows what testing an agent came to; gives the exit code. */
export function showAgentCheck(agent: TestedAgent, json: boolean, terminal: Terminal): number {
  terminal.print(json ? agentCheckJson(agent) : renderAgentCheck(agent, terminal));
  return isSound(agent) ? 0 : EXIT_FAILURE;
}

function isSound({ results, asked }: TestedAgent): boolean {
  return asked > 0 && results.every(({ result }) => result === "ok");
}

function renderAgentCheck(agent: TestedAgent, terminal: Pick<Terminal, "colour">): string {
  const { name, file, assets, interval, windows, asked, acted } = agent;
  const paint = painter(terminal.colour);
  const head = `${paint("strong", name)} (${file.path}) on ${assets.join(", ")} · ${interval}`;
  const times = windows.map(({ from, until }) => `  ${formatPeriod(from, until)}`);
  const lines = [
    `${head}; ${formatCount(windows.length, "window")}, ${formatCount(asked, "decision time")}:`,
    ...times,
    "",
    ...agent.results.flatMap((result) => resultLines(result, paint)),
  ];
  if (asked === 0) lines.push("", paint("danger", NEVER_ASKED));
  else if (acted === 0) lines.push("", paint("warning", NEVER_ACTED));
  return lines.join("\n");
}

function resultLines({ name, result, finding }: TestedAgent["results"][number], paint: Paint): string[] {
  const label = `  ${name.padEnd(13)}`;
  if (result === "ok") return [`${label}${"ok".padEnd(7)}${HOLDS[name]}`];
  if (finding === null) {
    return [paint("faint", `${label}${"–".padEnd(7)}not run: the agent has to be the same twice first`)];
  }
  const [first, ...rest] = findingLines(finding).flatMap((line) => wrap(line, WIDTH - INDENT.length));
  return [`${label}${paint("danger", "FAILED")} ${first}`, ...rest.map((line) => `${INDENT}${line}`)];
}

function findingLines({ window, comparison, turn, difference }: AgentFinding): string[] {
  const { close, asset, entry, field, expected, found } = difference;
  const at = `${formatTimeZ(close)}${asset === null ? "" : ` ${asset}`}`;
  if (comparison === null) return [`at ${at}: ${shown(found)}`, inWindow(window), ...adviceOn(found)];
  const { compared, means } = MEANINGS[comparison];
  return [
    `at ${at}, ${entry} ${field}: ${shown(expected)}, but ${shown(found)}`,
    `in ${compared.replace("TURN", formatTimeZ(turn ?? 0))}`,
    inWindow(window),
    means,
  ];
}

function inWindow({ from, until }: Range): string {
  return `(window ${formatTimeZ(from)} to ${formatTimeZ(until)})`;
}

/** What to do about a failure that says by its words where it comes from. */
function adviceOn(found: JsonValue): string[] {
  const text = String(found);
  if (/no indicator |no candles of |value \d+ of the last /.test(text)) {
    return ["What it looks at must stand in its needs: interval, indicator, and how many values."];
  }
  if (/Requires \w+ access/.test(text)) {
    return ["An agent reaches nothing: all that it may know is the observation and its memory."];
  }
  return [];
}

function shown(value: JsonValue): string {
  if (value === null) return "nothing";
  const text = (typeof value === "number" ? String(value) : JSON.stringify(value))
    // Deno's advice is none for an agent.
    .replace(/, run again with the --allow-\S+ flag/, "");
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function agentCheckJson(agent: TestedAgent): string {
  const results = agent.results.map(({ name, result, finding }) => ({
    name,
    result,
    ...(finding === null
      ? {}
      : { ...finding, means: finding.comparison && MEANINGS[finding.comparison].means }),
  }));
  const { path, sha256 } = agent.file;
  return JSON.stringify({ ok: isSound(agent), ...agent, file: { path, sha256 }, results }, null, 2);
}
