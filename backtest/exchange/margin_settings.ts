import type { Instrument } from "../../engine/mod.ts";

/** The leverage in force for an asset nobody has set it for, where the asset allows it. Source: exchange-rules 1.8. */
const DEFAULT_LEVERAGE = 20;

/** How an asset's next position gets its margin. */
export interface MarginSetting {
  readonly leverage: number;
  /** Shares the account's cash; else its margin is its own. */
  readonly isCross: boolean;
}

/** Leverage and margin mode of the assets. */
export class MarginSettings {
  readonly #set = new Map<string, MarginSetting>();

  /** What is in force: untouched, an asset's highest leverage but at most 20, cross where it may be. */
  of(instrument: Instrument): MarginSetting {
    const known = this.#set.get(instrument.symbol);
    if (known !== undefined) return known;
    const leverage = Math.min(DEFAULT_LEVERAGE, instrument.maxLeverage);
    const untouched = { leverage, isCross: instrument.marginMode === undefined };
    this.#set.set(instrument.symbol, untouched);
    return untouched;
  }

  /** Sets it; whether that may be is asked before. */
  set(asset: string, setting: MarginSetting): void {
    this.#set.set(asset, setting);
  }
}
