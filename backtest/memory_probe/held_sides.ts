import type { DiaryEntry } from "../../engine/mod.ts";
import { sizeUnits } from "../metrics/size_units.ts";

/** A position's direction: 1 long, −1 short, 0 flat. */
export type HeldSide = -1 | 0 | 1;

/** What a run held when, as a fold over its diary. */
export class HeldSides {
  readonly #units = new Map<string, number>();
  /** Of each asset, each moment its side became another, oldest first. */
  readonly #changes = new Map<string, { readonly time: number; readonly side: HeldSide }[]>();
  #first = Infinity;
  #last = -Infinity;

  constructor(entries: Iterable<DiaryEntry>) {
    for (const entry of entries) this.#add(entry);
  }

  /** What it held after the cycle of this close (ms) and all before it; null outside the run. */
  at(asset: string, time: number): HeldSide | null {
    if (time < this.#first || time > this.#last) return null;
    return this.#changes.get(asset)?.findLast((change) => change.time <= time)?.side ?? 0;
  }

  #add(entry: DiaryEntry): void {
    if (entry.kind !== "cycle" && entry.kind !== "command") return;
    const { close: time } = entry;
    if (entry.kind === "cycle") {
      this.#first = Math.min(this.#first, time);
      this.#last = Math.max(this.#last, time);
    }
    for (const { asset, side, size } of entry.fills ?? []) {
      const units = (this.#units.get(asset) ?? 0) + (side === "buy" ? 1 : -1) * sizeUnits(size);
      this.#units.set(asset, units);
      const changes = this.#changes.get(asset) ?? [];
      changes.push({ time, side: Math.sign(units) as HeldSide });
      this.#changes.set(asset, changes);
    }
  }
}
