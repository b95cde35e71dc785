/** The middle of numbers, the lower one of two; 0 where there are none. Sorts them in place. */
export function median(values: Float64Array): number {
  values.sort();
  return values.length === 0 ? 0 : values[(values.length - 1) >> 1];
}
