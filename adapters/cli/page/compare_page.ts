import type { RunIndex } from "../../../engine/mod.ts";
import type { Block } from "../blocks.ts";
import { formatReturn } from "../format.ts";
import { blocksPage } from "./blocks_page.ts";
import { lineChart } from "./line_chart.ts";
import { type Markup, markup } from "./markup.ts";
import { pageShell } from "./page_shell.ts";

/** A run's curve and what stands for it. */
export interface NamedIndex {
  readonly name: string;
  readonly index: RunIndex;
  /** By which the best are chosen where there are too many; null: it has none. */
  readonly sharpe: number | null;
}

/** More curves than this cannot be told apart. */
const MOST_CURVES = 16;

/** What a terminal shows of compared runs as a page of its own, with their equity in one chart. */
export function comparePage(
  title: string,
  blocks: readonly Block[],
  { runs, more = markup`` }: {
    readonly runs: readonly NamedIndex[];
    /** What stands below the equity; not given: nothing. */
    readonly more?: Markup;
  },
): string {
  const drawn = runs.filter(({ index }) => index.curve.length > 0);
  const shown = bestOf(drawn);
  const curves = shown.map(({ name, index: { curve } }) => ({
    name,
    points: curve.map(([time, equity]) => [time, equity / curve[0][1] - 1] as const),
  }));
  const chart = lineChart(curves, {
    title: "Return since the first cycle",
    format: formatReturn,
    height: 300,
  });
  const left = drawn.length > shown.length
    ? ` The best ${shown.length} of ${drawn.length} by Sharpe ratio; more could not be told apart.`
    : "";
  return pageShell(
    title,
    markup`<h1>${title}</h1>
${blocksPage(blocks)}
<h2>Equity</h2>
<p class="faint">Return since the first cycle.${left}</p>
${chart}
${more}`,
  );
}

/** As many as can be drawn, the best by Sharpe ratio, in the order they were given. */
function bestOf(runs: readonly NamedIndex[]): readonly NamedIndex[] {
  const value = ({ sharpe }: NamedIndex): number => sharpe ?? -Number.MAX_VALUE;
  const best = new Set(runs.toSorted((a, b) => value(b) - value(a)).slice(0, MOST_CURVES));
  return runs.filter((run) => best.has(run));
}
