/** The limits an agent trades under. All shares are fractions: 0.4 is 40 %. */
export interface RiskProfile {
  readonly name: string;
  /** Margin in one trade, as a share of equity. */
  readonly maxMarginShare: number;
  readonly maxLeverage: number;
  /** Σ |notional| of all positions, in multiples of equity. */
  readonly maxGrossLeverage: number;
  /** Distance of the stop from the shown price when the decision brings none. */
  readonly defaultStopDistance: number;
  /** The widest distance allowed. */
  readonly maxStopDistance: number;
  /** Distance of the target when the decision brings none; null: no target. */
  readonly defaultTargetDistance: number | null;
  /** Whole decision candles that must close after a position was closed, before the next entry. */
  readonly coolDownCandles: number;
  /** Loss since 00:00 UTC at which entries stop for the day; null: never. */
  readonly dayLossHalt: number | null;
  /** Drawdown from the highest equity at which entries stop for good; null: never. */
  readonly drawdownHalt: number | null;
  /** Whether every entry has the smallest size that the venue takes, whatever is asked for; not there: what is asked for. */
  readonly smallest?: true;
}
