/** What a run reads besides the market, as it goes over a queue. */

import { isAgentFile } from "../agent_flags.ts";
import { FailureError } from "../errors.ts";
import type { BacktestOptions } from "../options.ts";

/** Where the file of an agent may import from: our own face, wherever the code lies. */
const FACE = /engine\/mod\.ts$/;
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"']+)\2/g;

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

/** Refuses an agent that one file does not hold: a queue carries no more. */
export function refuseOtherImports(path: string): void {
  for (const [, , , specifier] of Deno.readTextFileSync(path).matchAll(IMPORT)) {
    if (!/^[./]|^file:/.test(specifier) || FACE.test(specifier)) continue;
    throw new FailureError(
      `the agent ${path} imports ${specifier}; wanted one that imports nothing but engine/mod.ts: a queue carries one file`,
    );
  }
}

/** The text of an agent with its import of our face pointed at the code that plays it. */
export function withOwnFace(text: string, face: string): string {
  return text.replace(IMPORT, (whole, ...[before, mark, specifier]: string[]) => {
    return isFace(specifier) ? `${before}${mark}${face}${mark}` : whole;
  });
}

function isFace(specifier: string): boolean {
  return /^[./]|^file:/.test(specifier) && FACE.test(specifier);
}
