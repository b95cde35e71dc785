/** What a run reads besides the market, as it goes over a queue. */

import type { JsonValue } from "../../../engine/mod.ts";
import { isAgentFile } from "../agent_flags.ts";
import type { BacktestOptions } from "../options.ts";

/** A file by its content. */
export interface ShippedFile {
  readonly path: string;
  readonly sha256: string;
}

/** A run as it goes over the queue. */
export interface QueuedRun {
  readonly familyId: string;
  readonly job: number;
  readonly play: JsonValue;
  readonly market: readonly ShippedFile[];
  readonly files: readonly ShippedFile[];
  /** What the agent imports, each by its path from the agent's folder. */
  readonly modules: readonly ShippedFile[];
  readonly cassettes: string | null;
  readonly withDiary: boolean;
}

/** The files that options name: agent, profile, prompt, table of models. */
export function filesNamedIn({ agent, risk, model }: BacktestOptions): string[] {
  return [
    ...(isAgentFile(agent) ? [agent] : []),
    ...(risk.kind === "file" ? [risk.path] : []),
    ...(model?.prompt ? [model.prompt] : []),
    ...(model?.table ? [model.table] : []),
  ];
}

/** The same options with files and folders where they lie here. */
export function withPaths(
  options: BacktestOptions,
  places: {
    readonly path: (path: string) => string;
    readonly data: string;
    readonly runs: string;
    readonly cassettes: string;
  },
): BacktestOptions {
  const { agent, risk, model } = options;
  const { path, data, runs, cassettes } = places;
  return {
    ...options,
    ...{ data, runs },
    agent: isAgentFile(agent) ? path(agent) : agent,
    risk: risk.kind === "file" ? { ...risk, path: path(risk.path) } : risk,
    model: model === null ? null : {
      ...model,
      prompt: model.prompt === null ? null : path(model.prompt),
      table: model.table === null ? null : path(model.table),
      cassettes,
    },
  };
}
