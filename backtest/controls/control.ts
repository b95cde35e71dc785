import type { Instrument, JsonValue, RecordedAsset } from "../../engine/mod.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import type { RunRange } from "../run_range.ts";

/** What a control is made from. */
export interface ControlTerms {
  /** As it was recorded, with what a control takes candles from beside what is traded. */
  readonly market: RecordedMarket;
  /** What is traded, by its real names. */
  readonly instruments: readonly Instrument[];
  /** From when to when the run goes on the real market, ms. */
  readonly range: RunRange;
  readonly seed: number;
}

/** A market that is another than the one that was recorded, by a rule. */
export interface ControlledMarket {
  /** In the order of what is traded. */
  readonly assets: readonly RecordedAsset[];
  readonly range: RunRange;
  /** What was drawn for it, for run.json; null: nothing. */
  readonly detail: JsonValue;
}

/** A way to make another market of the recorded one, so that memory of the real one does not help, or is seen. */
export interface Control {
  /** As it is kept in settings and run.json. */
  readonly name: string;
  /** Symbols it takes candles from, whether they are traded or not. */
  readonly donors: readonly string[];
  /** What is traded under the names an agent is shown, in the same order; not there: its real names. */
  shownInstruments?(instruments: readonly Instrument[], seed: number): readonly Instrument[];
  apply(terms: ControlTerms): ControlledMarket;
}

/** A control that cannot be made of this market: told in one line. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly expected = true;
  readonly usage = true;
}

/** What was recorded of what is traded, in its order. */
export function tradedAssets({ market, instruments }: ControlTerms): readonly RecordedAsset[] {
  return instruments.map(({ symbol }) => market.assets.get(symbol)!.recorded);
}
