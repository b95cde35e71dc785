import { type Instrument, notionalMicro } from "./instrument.ts";
import { floorDiv, fromMicro, toMicro } from "./money.ts";

/** A holding in margin terms: signed size and the price it is judged at. */
export interface Holding {
  readonly instrument: Instrument;
  /** In coins, above zero for a long. */
  readonly signedSize: number;
  readonly mark: number;
}

/**
 * Maintenance margin of a notional in micro-USDC: half the initial margin rate at the tier's highest leverage,
 * less the tier's deduction, so that it is continuous. Counted tier by tier in whole numbers, which is the same
 * and exact; each part is cut, as the venue's printed sums are. Source: Hyperliquid margin-tiers.
 */
export function maintenanceMargin(notional: number, instrument: Instrument): number {
  const { marginTiers } = instrument;
  let margin = 0;
  for (let index = 0; index < marginTiers.length; index++) {
    const lower = toMicro(marginTiers[index].lowerBoundUsd);
    if (notional <= lower) break;
    const next = marginTiers[index + 1];
    const upper = next === undefined ? notional : Math.min(notional, toMicro(next.lowerBoundUsd));
    margin += floorDiv(upper - lower, 2 * marginTiers[index].maxLeverage);
  }
  return margin;
}

/** Initial margin in micro-USDC: notional ÷ leverage, cut. Source: exchange-rules 3.4, and recorded accounts. */
export function initialMargin(notional: number, leverage: number): number {
  return floorDiv(notional, leverage);
}

/** The highest leverage allowed for a notional in micro-USDC. */
export function tierLeverage(notional: number, instrument: Instrument): number {
  let leverage = instrument.maxLeverage;
  for (const tier of instrument.marginTiers) {
    if (notional >= toMicro(tier.lowerBoundUsd)) leverage = tier.maxLeverage;
  }
  return leverage;
}

/** Whether a position of this notional (micro-USDC) needs a lower leverage than it has. Source: exchange-rules 1.8. */
export function exceedsTierLimit(notional: number, leverage: number, instrument: Instrument): boolean {
  return leverage > tierLeverage(notional, instrument);
}

/**
 * The mark at which an account is liquidated if only this holding's price moves; null when no price above zero
 * does it. Value and maintenance in USD are those of all that shares its margin: the cross account, or the isolated
 * position alone. Source: Hyperliquid liquidations: price − side · available ÷ size ÷ (1 − l · side), with l of the
 * tier that holds the notional at that price.
 */
export function liquidationPrice(
  holding: Holding,
  account: { readonly valueUsd: number; readonly maintenanceUsd: number },
): number | null {
  const { instrument, signedSize, mark } = holding;
  if (signedSize === 0) return null;
  const side = signedSize > 0 ? 1 : -1;
  const size = Math.abs(signedSize);
  const own = fromMicro(maintenanceMargin(notionalMicro(size, mark, instrument), instrument));
  // What is left when the price has moved by d: available + side·size·d − (its new maintenance − its present one).
  const available = account.valueUsd - (account.maintenanceUsd - own);
  for (let index = instrument.marginTiers.length - 1; index >= 0; index--) {
    const { rate, deductionUsd, lowerUsd } = tierTerms(instrument, index);
    const price = (side * size * mark - available - deductionUsd) / (side * size - rate * size);
    if (price > 0 && size * price >= lowerUsd) return price;
  }
  return null;
}

function maintenanceRate(maxLeverage: number): number {
  return 1 / maxLeverage / 2;
}

function tierTerms(
  instrument: Instrument,
  upTo: number,
): { rate: number; deductionUsd: number; lowerUsd: number } {
  let rate = 0;
  let deductionUsd = 0;
  for (let index = 0; index <= upTo; index++) {
    const tier = instrument.marginTiers[index];
    const tierRate = maintenanceRate(tier.maxLeverage);
    deductionUsd += tier.lowerBoundUsd * (tierRate - rate);
    rate = tierRate;
  }
  return { rate, deductionUsd, lowerUsd: instrument.marginTiers[upTo].lowerBoundUsd };
}
