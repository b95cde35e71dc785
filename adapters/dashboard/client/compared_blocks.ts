import type { VNode } from "preact";
import { html } from "./html.ts";
import type { ComparedBlock } from "./wire.ts";

/** What `deno task compare` says, the one sentence it comes to first. */
export function ComparedBlocks(
  { blocks, level }: {
    blocks: readonly ComparedBlock[];
    /** Of the headings inside: one below that of what they stand in. */
    level: "h2" | "h3";
  },
): VNode {
  const verdict = blocks.find((block) => block.kind === "verdict");
  return html`<div>
    ${verdict !== undefined && "text" in verdict && html`<p class="summary" data-verdict>${verdict.text}</p>`}
    <details open><summary>what it goes by</summary>${
    blocks.map((block) => html`<${Piece} block=${block} level=${level}/>`)
  }</details>
  </div>`;
}

function Piece({ block, level }: { block: ComparedBlock; level: "h2" | "h3" }): VNode | null {
  if (block.kind !== "figures") {
    if (block.kind === "verdict") return null;
    if (block.kind === "heading") return html`<${level}>${block.text}<//>`;
    return html`<p class=${block.small === true ? "quiet" : ""}>${block.text}</p>`;
  }
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${`${block.rows[0]?.label ?? ""}: ${
      block.headers.join(", ")
    }`}>
      <table>
        <thead>
          <tr><td></td>${block.headers.map((header) =>
            header === "" ? html`<td></td>` : html`<th scope="col">${header}</th>`
          )}<td></td></tr>
        </thead>
        <tbody>${block.rows.map(({ label, cells, note }) =>
          html`<tr><th class="text" scope="row">${label}</th>${
            cells.map(({ text }) => html`<td>${text}</td>`)
          }
      <td class="text quiet">${note}</td></tr>`
        )}</tbody>
      </table>
    </div>
  `;
}
