import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { html } from "./html.ts";

const KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ["?", "this help"],
  ["g n", "now"],
  ["g r", "runs"],
  ["g f", "families"],
  ["j k", "through the reasoning, down and up"],
  ["[ ]", "scrubber: previous and next cycle"],
  ["t f d", "scrubber: next trade, next fault, first divergence"],
  ["space", "scrubber: play or stop"],
  ["Enter", "on a figure: the line of the diary it came from"],
  ["Escape", "closes what is open"],
];

/** What the keys do. */
export function HelpDialog({ close }: { close: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return html`
    <dialog ref=${dialog} class="ask" aria-label="keys" onClose=${close}>
      <h2>Keys</h2>
      <dl class="figures wide">${KEYS.map(([key, meaning]) =>
        html`
          <div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${meaning}</dd>
          </div>
        `
      )}</dl>
      <p><button type="button" autofocus onClick=${() => dialog.current?.close()}>Close</button></p>
    </dialog>
  `;
}
