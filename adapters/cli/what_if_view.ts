import type { Metrics, RunManifest } from "../../engine/mod.ts";
import { wrap } from "./format.ts";
import { nextLines } from "./next_commands.ts";
import { DEFAULTS } from "./options.ts";
import { painter } from "./paint.ts";
import { headline } from "./replay_view.ts";
import { isSaidInTable, SUMMARY_WIDTH, SYNTHETIC_MARKET } from "./summary.ts";
import { differenceCell, type Row, summaryRows } from "./summary_rows.ts";
import { shellWord } from "./shell_word.ts";
import { drawTable } from "./summary_table.ts";
import type { DecisionCount } from "./what_if.ts";

/** A run and the one that asks what if. */
export interface WhatIfView {
  readonly parent: RunManifest;
  /** Over the same time; null: it had no cycle. */
  readonly parentMetrics: Metrics | null;
  /** With its metrics and warnings. */
  readonly child: RunManifest;
  readonly folder: string;
  readonly diaryPath: string;
  /** Null where the agent was asked. */
  readonly count: DecisionCount | null;
  readonly columns: number | null;
  readonly colour: boolean;
}

const INDENT = "  ";
const LABEL_WIDTH = 18;
const LEAST_WIDTH = 64;

/** Both side by side, for a person. */
export function renderWhatIf(view: WhatIfView): string {
  const { parent, parentMetrics, child, folder, columns, colour } = view;
  const width = Math.max(LEAST_WIDTH, Math.min(columns ?? SUMMARY_WIDTH, SUMMARY_WIDTH));
  const paint = painter(colour);
  const rows = parentMetrics === null || child.metrics === null
    ? []
    : besideParent(child.metrics, parentMetrics, parent.id);
  const runs = folder.slice(0, -child.id.length - 1);
  const beside = runs === DEFAULTS.runs ? "" : ` --runs ${shellWord(runs)}`;
  const said = [
    ...child.warnings.filter((text) => !isSaidInTable(text)).map((text) => `Warning: ${text}`),
    ...(child.data.synthetic ? [SYNTHETIC_MARKET] : []),
  ];
  return [
    headline(child),
    ...wrap(whatText(view), width),
    "",
    ...(rows.length === 0
      ? [`${INDENT}n/a: one of the two has no figures`]
      : drawTable([`run ${parent.id}`, "what if", "difference"], rows, {
        width,
        labelWidth: LABEL_WIDTH,
        paint,
      })),
    "",
    ...said.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
    "",
    `${INDENT}${paint("faint", "run")}   ${folder}  (run.json, diary.jsonl)`,
    "",
    ...nextLines([`deno task replay ${child.id}${beside}`, `deno task runs${beside}`], width, paint),
  ].join("\n");
}

/** The run, what if, and what if less the run; what is told beside them is of what if. */
function besideParent(child: Metrics, parent: Metrics, parentId: string): Row[] {
  return summaryRows([child, parent]).map(({ cells, benchmarkNote, ...row }) => ({
    ...row,
    cells: [...cells.toReversed(), differenceCell(cells[0], cells[1])],
    benchmarkNote: benchmarkNote.replace(/^buy and hold: /, `run ${parentId}: `),
  }));
}

/** The same as JSON. */
export function whatIfJson({ parent, parentMetrics, child, folder, diaryPath, count }: WhatIfView): string {
  return JSON.stringify(
    {
      runId: child.id,
      diary: Deno.realPathSync(diaryPath),
      manifest: Deno.realPathSync(`${folder}/run.json`),
      metrics: child.metrics,
      parent: { runId: parent.id, metrics: parentMetrics },
      ...child.parent,
      ...(count === null ? {} : count),
      warnings: child.warnings,
    },
    null,
    2,
  );
}

function whatText({ parent, child, count }: WhatIfView): string {
  const { changes = [], loop } = child.parent ?? {};
  const words = changes.filter((word) => word !== "--closed").join(" ");
  const what = words === "" ? "what if nothing were otherwise" : `what if ${words}`;
  if (loop === "closed" || count === null) return `${what}: the agent of run ${parent.id} is asked again`;
  return `${what}: the ${count.decisions} decisions of run ${parent.id} as they were taken, ${count.noEffect} without effect`;
}

/** What a reader of run.json should know of what was played, beside its figures. */
export function whatIfWarnings(
  { id, data }: Pick<RunManifest, "id" | "data">,
  count: DecisionCount | null,
): string[] {
  const warnings: string[] = [];
  if (count !== null && count.noEffect > 0) {
    const { decisions, noEffect } = count;
    const why = "their asset was not held as it was when they were taken";
    warnings.push(`${noEffect} of ${decisions} recorded decisions had no effect: ${why}.`);
  }
  if (data.files.length === 0) {
    const sight = `Played on the candles that run ${id} saw: between its looks the price is theirs`;
    warnings.push(`${sight}, and it ends a cycle before that run.`);
  }
  return warnings;
}
