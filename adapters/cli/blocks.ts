/** What is told in figures and sentences, laid out for a terminal; pages lay out the same blocks for themselves. */

import { wrapTo } from "./fitted_table.ts";
import type { Paint } from "./paint.ts";
import type { Row } from "./summary_rows.ts";
import { drawTable, type TableFrame } from "./summary_table.ts";

/** A piece of what is told. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  /** Sentences; `small`: beside a figure, not in its place. */
  | { readonly kind: "text"; readonly text: string; readonly small?: boolean }
  /** The one sentence that it all comes to. */
  | { readonly kind: "verdict"; readonly text: string }
  | { readonly kind: "figures"; readonly headers: readonly string[]; readonly rows: readonly Row[] };

const INDENT = "  ";
/** A terminal of this width where there is none. */
const WIDTH = 100;

/** The blocks as lines of a terminal, figures of all tables beginning in one column. */
export function drawBlocks(blocks: readonly Block[], columns: number | null, paint: Paint): string {
  const labels = blocks.flatMap((block) =>
    block.kind === "figures" ? block.rows.map(({ label }) => label) : []
  );
  const labelWidth = Math.max(0, ...labels.map((label) => label.length));
  const frame = { width: columns ?? WIDTH, labelWidth, paint, isWhole: columns === null };
  const drawn = blocks.map((block) => {
    if (block.kind === "figures") return drawFigures(block, frame);
    if (block.kind === "heading") return ["", paint("strong", block.text)];
    if (block.kind === "verdict") {
      return [
        "",
        ...wrapTo(block.text, frame.width).map((line) => paint("strong", line)),
      ];
    }
    const indent = block.small === true ? INDENT.repeat(2) : INDENT;
    const lines = wrapTo(block.text, frame.width - indent.length);
    return lines.map((line) => indent + paint(block.small === true ? "faint" : "plain", line));
  });
  return drawn.flat().join("\n").replace(/^\n+/, "");
}

/** A table of one nameless column needs no line for its header. */
function drawFigures({ headers, rows }: Extract<Block, { kind: "figures" }>, frame: TableFrame): string[] {
  const lines = drawTable(headers, rows, frame);
  return headers.every((header) => header === "") ? lines.slice(1) : lines;
}
