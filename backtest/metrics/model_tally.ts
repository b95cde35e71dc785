import { addTokens, type CycleEntry, type ModelFigures, NO_TOKENS, type TokenUse } from "../../engine/mod.ts";

/** What a run asked of a model and what that took, summed over its cycles. */
export class ModelTally {
  #decisions = 0;
  #calls = 0;
  /** USD in nano-dollars, in which a sum of many small ones is exact; null as soon as one is not known. */
  #costNanos: number | null = 0;
  #latencyMs = 0;
  #tokens: TokenUse = NO_TOKENS;
  readonly #held: { -readonly [Why in keyof ModelFigures["held"]]: number } = {
    late: 0,
    capped: 0,
    failed: 0,
    invalid: 0,
    aborted: 0,
    abandoned: 0,
  };
  #repaired = 0;

  /** Takes in the next cycle. */
  add({ costUsd, latencyMs, tokens, cassetteKeys, unanswered, repaired }: CycleEntry): void {
    if (unanswered !== undefined) this.#held[unanswered.why]++;
    if (tokens === undefined) return;
    this.#decisions++;
    this.#calls += cassetteKeys?.length ?? 0;
    this.#latencyMs += latencyMs ?? 0;
    this.#tokens = addTokens(this.#tokens, tokens);
    if (repaired !== undefined) this.#repaired++;
    if (costUsd === null || costUsd === undefined || this.#costNanos === null) this.#costNanos = null;
    else this.#costNanos += Math.round(costUsd * 1e9);
  }

  /** The figures; null where no model was asked and none was held back. `growth`: end ÷ start of the run. */
  figures({ startUsd, growth }: { readonly startUsd: number; readonly growth: number }): ModelFigures | null {
    const held = { ...this.#held };
    if (this.#decisions === 0 && Object.values(held).every((count) => count === 0)) return null;
    const costUsd = this.#costNanos === null ? null : this.#costNanos / 1e9;
    return {
      decisions: this.#decisions,
      calls: this.#calls,
      tokens: this.#tokens,
      costUsd,
      latencyMs: this.#latencyMs,
      repaired: this.#repaired,
      held,
      netReturn: costUsd === null || startUsd <= 0 ? null : growth - 1 - costUsd / startUsd,
    };
  }
}
