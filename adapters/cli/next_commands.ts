/** What to type after a run, ready to paste. */

import { type BacktestOptions, DEFAULTS, type RiskChoice } from "./options.ts";
import { writeEnd, writeStart } from "./period.ts";

/** The list of runs, and the same run with another agent. */
export function nextCommands(options: BacktestOptions): string[] {
  const other = options.agent === "mean-reversion" ? "trend" : "mean-reversion";
  const runs = flag("runs", shellWord(options.runs), DEFAULTS.runs);
  const again = [...sameRun(options), `--agent ${other}`, ...runs];
  return [["deno task runs --sort return", ...runs].join(" "), `deno task backtest ${again.join(" ")}`];
}

/** The flags that make the run what it is, but for the agent and for those that have their usual value. */
function sameRun(options: BacktestOptions): string[] {
  const { from, until, assets, interval, risk, capitalUsd, data } = options;
  return [
    `--from ${writeStart(from)}`,
    ...(until === null ? [] : [`--to ${writeEnd(until)}`]),
    ...flag("assets", assets.join(","), DEFAULTS.assets),
    ...flag("interval", interval, DEFAULTS.interval),
    ...flag("risk", riskWord(risk), DEFAULTS.risk),
    ...flag("capital", String(capitalUsd), DEFAULTS.capital),
    ...(data === null ? [] : [`--data ${shellWord(data)}`]),
  ];
}

function flag(name: string, value: string, usual: string): string[] {
  return value === usual ? [] : [`--${name} ${value}`];
}

function riskWord(risk: RiskChoice): string {
  return risk.kind === "file" ? shellWord(risk.path) : risk.name;
}

/** A value as a shell reads it back: quoted where it holds more than plain letters. */
function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
