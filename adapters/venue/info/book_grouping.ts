import type { BookLevel } from "../../../engine/mod.ts";

/** How the prices of a book are put together: to so many significant figures, the last in steps of `step`. */
export interface BookGrouping {
  readonly figures: number;
  readonly step: number;
}

/** Levels that share a price after grouping, and how many they were. */
export interface GroupedLevel extends BookLevel {
  readonly levels: number;
}

/** Doubles of prices lie this near to the decimal they stand for, in steps of the grid. */
const NEAR = 1e-9;

/** Levels of one side, the best first, on a coarser grid: bids go down to it, asks up. */
export function groupLevels(
  levels: readonly BookLevel[],
  side: "bids" | "asks",
  grouping: BookGrouping | null,
): readonly GroupedLevel[] {
  if (grouping === null) return levels.map((level) => ({ ...level, levels: 1 }));
  const grouped: { price: number; size: number; levels: number }[] = [];
  for (const { price, size } of levels) {
    const onGrid = coarse(price, side, grouping);
    const last = grouped.at(-1);
    if (last?.price !== onGrid) grouped.push({ price: onGrid, size, levels: 1 });
    else {
      last.size += size;
      last.levels++;
    }
  }
  return grouped;
}

function coarse(price: number, side: "bids" | "asks", { figures, step }: BookGrouping): number {
  const exponent = Math.floor(Math.log10(price)) + 1 - figures;
  // Powers above zero are exact, so that what is divided or multiplied by one stays the nearest double.
  const scale = 10 ** Math.abs(exponent);
  const steps = (exponent < 0 ? price * scale : price / scale) / step;
  const whole = (side === "bids" ? Math.floor(steps + NEAR) : Math.ceil(steps - NEAR)) * step;
  return exponent < 0 ? whole / scale : whole * scale;
}
