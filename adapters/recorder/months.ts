/** A month of the calendar, UTC. */
export interface Month {
  /** `2024-01`. */
  readonly name: string;
  /** Its first moment and the one after its last, ms. */
  readonly start: number;
  readonly end: number;
}

/** The months that have anything of a time, in order. */
export function monthsOf(from: number, until: number): readonly Month[] {
  const months: Month[] = [];
  const first = new Date(from);
  for (let index = first.getUTCFullYear() * 12 + first.getUTCMonth();; index++) {
    const [year, month] = [Math.floor(index / 12), index % 12];
    const start = Date.UTC(year, month);
    if (start >= until) return months;
    months.push({ name: new Date(start).toISOString().slice(0, 7), start, end: Date.UTC(year, month + 1) });
  }
}
