import type { VNode } from "preact";
import { html } from "./html.ts";

/** Which part of a list is shown, and what leads to the next and the one before; nothing where all of it is. */
export function Pager(
  { from, limit, total, what, to }: {
    from: number;
    limit: number;
    total: number;
    what: string;
    to: (from: number) => void;
  },
): VNode | null {
  if (total <= limit) return null;
  const last = Math.min(total, from + limit);
  return html`
    <nav class="row" aria-label=${`pages of ${what}`}>
      <button type="button" disabled=${from === 0} onClick=${() =>
        to(Math.max(0, from - limit))}>Previous</button>
      <button type="button" disabled=${last >= total} onClick=${() => to(from + limit)}>Next</button>
      <span class="quiet" role="status">${from + 1} to ${last} of ${total}</span>
    </nav>
  `;
}
