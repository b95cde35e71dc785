import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type Cell, csvText, saveFile } from "./csv.ts";
import { html } from "./html.ts";

/** A column: how a row's cell is told to a machine, and how it is shown. */
export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
  readonly show?: (row: Row) => unknown;
  readonly isText?: boolean;
}

/** A table that is sorted by a click on a column, and saved as CSV. */
export function SortedTable<Row>(
  { rows, columns, caption, file, none }: {
    rows: readonly Row[];
    columns: readonly Column<Row>[];
    caption: string;
    file: string;
    none: string;
  },
): VNode {
  const [sort, setSort] = useState<{ at: number; isDown: boolean } | null>(null);
  if (rows.length === 0) return html`<p class="quiet">${none}</p>`;
  const ordered = sort === null ? rows : [...rows].sort((a, b) => {
    const [x, y] = [columns[sort.at].of(a), columns[sort.at].of(b)];
    const order = typeof x === "number" && typeof y === "number"
      ? x - y
      : String(x ?? "").localeCompare(String(y ?? ""));
    return sort.isDown ? -order : order;
  });
  const by = (at: number): void => setSort({ at, isDown: sort?.at === at ? !sort.isDown : true });
  const save = (): void =>
    saveFile(
      file,
      csvText(columns.map(({ name }) => name), ordered.map((row) => columns.map(({ of }) => of(row)))),
    );
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption>${caption} <button type="button" class="small" onClick=${save}>CSV</button></caption>
        <thead>
          <tr>${columns.map(({ name, isText }, at) =>
            html`
              <th class=${isText ? "text" : ""} scope="col"
                aria-sort=${sort?.at === at ? (sort.isDown ? "descending" : "ascending") : "none"}>
                      <button type="button" class="small" onClick=${() => by(at)}>${name}${sort?.at === at
                        ? (sort.isDown ? " ↓" : " ↑")
                        : ""}</button></th>
            `
          )}
          </tr>
        </thead>
        <tbody>${ordered.map((row) =>
          html`<tr>${
            columns.map(({ of, show, isText }) =>
              html`<td class=${isText ? "text" : ""}>${show === undefined ? of(row) ?? "" : show(row)}</td>`
            )
          }</tr>`
        )}
          </tbody>
      </table>
    </div>
  `;
}
