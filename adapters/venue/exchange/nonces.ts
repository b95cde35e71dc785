import { DAY_MS } from "../../../engine/mod.ts";
import { duplicateNonce, highNonce, lowNonce } from "./refusals_wire.ts";

/** How many of a signer's nonces are remembered. Source: exchange-rules 5.3. */
const KEPT = 100;
const BACK_MS = 2 * DAY_MS;
const AHEAD_MS = DAY_MS;

/**
 * The nonces of every signer: the hundred highest are kept; a new one is above the least of a hundred and none of them,
 * and lies between two days before and one day after the time on the wall. Source: exchange-rules 5.3.
 */
export class Nonces {
  /** By signer, rising. */
  readonly #kept = new Map<string, number[]>();

  /** Takes a nonce at a moment on the wall (ms); the venue's words where it does not. */
  take(signer: string, nonce: number, wallNow: number): string | null {
    const kept = this.#kept.get(signer) ?? [];
    const least = Math.floor(wallNow - BACK_MS);
    const most = Math.floor(wallNow + AHEAD_MS);
    if (nonce <= least) return lowNonce(nonce, least + 1);
    if (nonce >= most) return highNonce(nonce, most - 1);
    if (kept.includes(nonce)) return duplicateNonce(nonce);
    if (kept.length === KEPT && nonce < kept[0]) return lowNonce(nonce, kept[0]);
    this.note(signer, nonce);
    return null;
  }

  /** Notes a nonce that was taken before. */
  note(signer: string, nonce: number): void {
    let kept = this.#kept.get(signer);
    if (kept === undefined) this.#kept.set(signer, kept = []);
    let at = kept.length;
    while (at > 0 && kept[at - 1] > nonce) at--;
    if (kept[at - 1] === nonce) return;
    kept.splice(at, 0, nonce);
    if (kept.length > KEPT) kept.shift();
  }
}
