/** What to type after a run, ready to paste. */

import { isAgentFile } from "./agent_flags.ts";
import type { Paint } from "./paint.ts";
import { type BacktestOptions, DEFAULTS, type RiskChoice } from "./options.ts";
import { writeEnd, writeStart } from "./period.ts";
import { shellWord } from "./shell_word.ts";
import { simulationWords } from "./simulation_flags.ts";

const LABEL = "next:  ";

/** A page of this run, and the same run with another agent, or what checks an agent of one's own; `id`: the run's. */
export function nextCommands(options: BacktestOptions, id: string): string[] {
  const other = options.agent === "mean-reversion" ? "trend" : "mean-reversion";
  const runs = flag("runs", shellWord(options.runs), DEFAULTS.runs);
  const report = ["deno task report", id, `--html ${id}.html`, ...runs].join(" ");
  if (isAgentFile(options.agent)) {
    const check = ["deno task check-agent", shellWord(options.agent), ...paramWords(options.params)];
    return [report, check.join(" ")];
  }
  const again = [...sameRun(options), `--agent ${other}`, ...runs];
  const compare = ["deno task compare", id, "last", ...runs].join(" ");
  return [report, `deno task backtest ${again.join(" ")}`, compare];
}

/** Commands on the last line, each on one of its own where they do not fit; a null width holds any line. */
export function nextLines(commands: readonly string[], width: number | null, paint: Paint): string[] {
  if (commands.length === 0) return [];
  const line = commands.join(" ".repeat(5));
  const lines = LABEL.length + line.length <= (width ?? Infinity) ? [line] : commands;
  return lines.map((text, index) => (index === 0 ? paint("strong", LABEL) : " ".repeat(LABEL.length)) + text);
}

/** The flags that make the run what it is, but for the agent and for those that have their usual value. */
export function sameRun(options: BacktestOptions): string[] {
  const { from, until, assets, interval, risk, capitalUsd, data, source, funding } = options;
  return [
    `--from ${writeStart(from)}`,
    ...(until === null ? [] : [`--to ${writeEnd(until)}`]),
    ...flag("assets", assets.join(","), DEFAULTS.assets),
    ...flag("interval", interval, DEFAULTS.interval),
    ...flag("risk", riskWord(risk), DEFAULTS.risk),
    ...flag("capital", String(capitalUsd), DEFAULTS.capital),
    ...(data === null ? [] : [`--data ${shellWord(data)}`]),
    ...(source === null ? [] : [`--source ${source}`]),
    ...flag("funding", funding, DEFAULTS.funding),
    ...simulationWords(options.simulation),
    ...(options.skipBadRows ? ["--skip-bad-rows"] : []),
    ...(options.control === undefined ? [] : [`--control ${options.control.name}`]),
  ];
}

/** Parameters as they are typed. */
export function paramWords(params: BacktestOptions["params"]): string[] {
  return params.map(({ name, value }) => `--param ${shellWord(`${name}=${value}`)}`);
}

function flag(name: string, value: string, usual: string): string[] {
  return value === usual ? [] : [`--${name} ${value}`];
}

function riskWord(risk: RiskChoice): string {
  return risk.kind === "file" ? shellWord(risk.path) : risk.name;
}
