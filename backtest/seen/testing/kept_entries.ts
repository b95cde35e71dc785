import type { SeenEntry, SeenStore } from "../../../engine/mod.ts";

/** What was seen, in memory. */
export class KeptEntries implements SeenStore {
  readonly all: SeenEntry[];

  constructor(entries: readonly SeenEntry[] = []) {
    this.all = [...entries];
  }

  entries(): Iterable<SeenEntry> {
    return [...this.all];
  }

  append(entry: SeenEntry): void {
    this.all.push(entry);
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }
}
