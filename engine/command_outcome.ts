import type { CommandEntry, DecisionRecord, Fault } from "./model/diary_entry.ts";
import type { CommandOutcome } from "./ports/commands.ts";

const SAID: Readonly<Record<CommandEntry["command"], string>> = {
  pause: "paused: the agent is not asked until the run is resumed; stops and targets stay",
  resume: "resumed",
  close: "",
  "close-all": "paused; nothing is open",
};

/** What is told to the person who gave a command, from its line in the diary. */
export function outcomeOf(entry: CommandEntry): CommandOutcome {
  const { command, decisions = [], left = [], faults = [] } = entry;
  const unseen = faults.filter(({ on }) => on === "account");
  const missing = command === "close" && decisions.at(-1)?.outcome !== "filled";
  const done = left.length === 0 && unseen.length === 0 && !missing;
  const said = done ? SAID[command] : command === "close-all" ? "paused" : "";
  const lines = [
    ...decisions.map(lineOf),
    ...left.map(({ asset, side, size }) => `left open: ${side} ${size} ${asset}`),
    ...faults.map(faultLine),
    said,
  ];
  // Pause and resume need no account: they hold even where it cannot be seen.
  return {
    done: done || command === "pause" || command === "resume",
    lines: lines.filter((line) => line !== ""),
  };
}

function lineOf({ asset, outcome, refusal, reason, filledSize, fillPrice }: DecisionRecord): string {
  if (outcome === "filled") {
    return `${asset}: closed ${filledSize}${fillPrice === undefined ? "" : ` at ${fillPrice}`}`;
  }
  const why = refusal?.detail ?? reason;
  return `${asset}: not closed, ${outcome}${why === undefined ? "" : `: ${why}`}`;
}

function faultLine({ on, what, done }: Fault): string {
  return `${on}: ${what}; ${done}`;
}
