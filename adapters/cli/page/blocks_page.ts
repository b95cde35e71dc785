import type { Block } from "../blocks.ts";
import type { Cell, Row } from "../summary_rows.ts";
import { type Markup, markup, type Piece, printed } from "./markup.ts";

/** The blocks that a terminal shows, as a page. */
export function blocksPage(blocks: readonly Block[]): Markup {
  return markup`${blocks.map(blockPage)}`;
}

function blockPage(block: Block): Piece {
  if (block.kind === "figures") return figuresTable(block.headers, block.rows);
  if (block.kind === "heading") return markup`<h2>${block.text}</h2>\n`;
  if (block.kind === "verdict") return markup`<p class="verdict">${printed(block.text)}</p>\n`;
  return block.small === true
    ? markup`<p class="faint">${block.text}</p>\n`
    : markup`<p>${printed(block.text)}</p>\n`;
}

/** Rows of figures, what is told beside them last. */
function figuresTable(headers: readonly string[], rows: readonly Row[]): Markup {
  const titles = headers.map((header): Piece => markup`<th>${header}</th>`);
  const lines = rows.map(({ label, cells, note, benchmarkNote }): Piece => {
    const notes = [note, benchmarkNote].filter((text) => text !== "").join("; ");
    return markup`<tr><td>${label}</td>${cells.map(cellTag)}<td class="note">${notes}</td></tr>\n`;
  });
  return markup`<div class="wide"><table><tr><th></th>${titles}<th></th></tr>\n${lines}</table></div>\n`;
}

function cellTag({ text, tone }: Cell): Piece {
  return tone === "plain"
    ? markup`<td>${printed(text)}</td>`
    : markup`<td class="${tone}">${printed(text)}</td>`;
}
