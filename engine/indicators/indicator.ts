/**
 * A streaming indicator: fed each closed candle once, in order; reads nothing else. So its value can depend on
 * no later candle, and a run on a prefix of the data equals the whole run up to that point.
 */
export interface Indicator {
  /** Name and settings in one word, such as "ema20" or "macd12-26-9"; the same for the same spec. */
  readonly id: string;
  /** Names of the values, in the order `value` counts them, such as ["line", "signal", "histogram"]. */
  readonly outputs: readonly string[];
  /** Candles to feed before all values are to be trusted; never less than the first value needs. */
  readonly warmUp: number;
  /** Largest share of an (arbitrary) seed left in any value after `warmUp` candles, 0 to 0.0125; 0 for windows. */
  readonly seedWeight: number;
  /** Takes the next closed candle: finite prices with low ≤ close ≤ high. Allocates nothing. */
  push(high: number, low: number, close: number): void;
  /** Latest value of that output; NaN before its first value. Throws RangeError for an output there is not. */
  value(output: number): number;
}

/** The names of an indicator's values wherever they are shown: "macd12-26-9.line"; an only one goes by the id, "ema20". */
export function outputNames({ id, outputs }: Pick<Indicator, "id" | "outputs">): string[] {
  return outputs.length === 1 ? [id] : outputs.map((output) => `${id}.${output}`);
}

/** Throws the RangeError of `Indicator.value`: says which outputs there are. */
export function throwUnknownOutput(indicator: Indicator, output: number): never {
  const last = indicator.outputs.length - 1;
  throw new RangeError(
    `cannot read output ${output} of ${indicator.id}: expected 0 to ${last} (${
      indicator.outputs.join(", ")
    })`,
  );
}
