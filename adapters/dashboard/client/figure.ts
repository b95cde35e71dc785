import type { VNode } from "preact";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import type { MaybeTraced } from "./wire.ts";

/** What a figure is shown with. */
export interface FigureProps<Value> {
  readonly run: string;
  readonly of: MaybeTraced<Value>;
  readonly as: (value: Value) => string;
  /** What it is, for whoever hears the page. */
  readonly name: string;
  /** Coloured by its sign. */
  readonly isSigned?: boolean;
  readonly none?: string;
}

/** A figure that opens the line of the diary it came from. */
export function Figure<Value>(
  { run, of, as, name, isSigned = false, none = "n/a" }: FigureProps<Value>,
): VNode {
  const { openLine } = useShared();
  if (of === null) return html`<span class="quiet">${none}</span>`;
  const text = as(of.value);
  const sign = isSigned && typeof of.value === "number" && /[1-9]/.test(text)
    ? of.value > 0 ? "gain" : "loss"
    : "";
  return html`
    <button type="button" class=${`figure ${sign}`} data-seq=${of.seq}
      title=${`line ${of.seq + 1} of the diary`} aria-label=${`${name}: ${text}, from line ${
        of.seq + 1
      } of the diary`}
      onClick=${() => openLine(run, of.seq)}>${text}</button>
  `;
}
