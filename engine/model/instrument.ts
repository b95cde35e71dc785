import { z } from "zod";

/** A margin tier: from this notional on, the highest leverage that is allowed. */
export interface MarginTier {
  /** Notional in USD from which the tier applies. */
  readonly lowerBoundUsd: number;
  readonly maxLeverage: number;
}

/** What the venue fixes about one perpetual. Source: Hyperliquid `meta`, margin-tiers. */
export interface Instrument {
  readonly symbol: string;
  /** Decimals of a size; prices have at most `6 − szDecimals`. */
  readonly szDecimals: number;
  readonly maxLeverage: number;
  /** By rising lower bound; the first starts at 0. */
  readonly marginTiers: readonly MarginTier[];
  /**
   * Not there: cross or isolated margin. `noCross`: isolated only; `strictIsolated`: and the margin cannot be
   * taken out again. Source: exchange-rules 1.8.
   */
  readonly marginMode?: "noCross" | "strictIsolated" | undefined;
}

const leverageSchema = z.number().int().min(1).max(100);

/** Reads an instrument from a file; the symbol keeps its case. */
export const instrumentSchema: z.ZodType<Instrument> = z.object({
  symbol: z.string().min(1),
  szDecimals: z.number().int().min(0).max(6),
  maxLeverage: leverageSchema,
  marginTiers: z.array(z.object({ lowerBoundUsd: z.number().min(0), maxLeverage: leverageSchema }))
    .min(1)
    .refine(([first]) => first === undefined || first.lowerBoundUsd === 0, "the first tier must start at 0")
    .refine(rises, "tiers must rise in lower bound and fall in leverage"),
  marginMode: z.enum(["noCross", "strictIsolated"]).optional(),
}).refine(
  ({ maxLeverage, marginTiers: [first] }) => first === undefined || first.maxLeverage === maxLeverage,
  {
    message: "the first tier must have the instrument's highest leverage",
    path: ["marginTiers"],
  },
);

function rises(tiers: readonly MarginTier[]): boolean {
  return tiers.every((tier, index) =>
    index === 0 ||
    (tier.lowerBoundUsd > tiers[index - 1].lowerBoundUsd && tier.maxLeverage < tiers[index - 1].maxLeverage)
  );
}

/** The venue's smallest order value, USD. Source: exchange-rules 1.5. */
export const MINIMUM_ORDER_USD = 10;

/** Which way a price is put on the grid; `nearest` takes halves up. */
export type Rounding = "up" | "down" | "nearest";

/** Decimals of a perpetual's price on Hyperliquid before the five-figures rule. Source: tick-and-lot-size. */
const MAX_DECIMALS = 6;
const SIGNIFICANT_FIGURES = 5;
const POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Ten to a whole power from 0 to 22, exact. */
export function powerOfTen(exponent: number): number {
  return POWERS[exponent];
}

/** Price units in one USD: prices are counted in whole units of 10^−(6 − szDecimals) USD. */
export function priceScale(instrument: Instrument): number {
  return POWERS[MAX_DECIMALS - instrument.szDecimals];
}

/** Size units in one coin: sizes are counted in whole units of 10^−szDecimals. */
export function sizeScale(instrument: Instrument): number {
  return POWERS[instrument.szDecimals];
}

/** A price on the grid as a whole count of price units. */
export function priceToUnits(price: number, instrument: Instrument): number {
  return Math.round(price * priceScale(instrument));
}

/** A price in USD from price units. */
export function unitsToPrice(units: number, instrument: Instrument): number {
  return units / priceScale(instrument);
}

/** A size on the grid as a whole count of size units. */
export function sizeToUnits(size: number, instrument: Instrument): number {
  return Math.round(size * sizeScale(instrument));
}

/** A size in coins from size units. */
export function unitsToSize(units: number, instrument: Instrument): number {
  return units / sizeScale(instrument);
}

/**
 * The step of the price grid, in price units, at a price given in units: five significant figures, never
 * coarser than one USD, because whole prices are always allowed. Source: tick-and-lot-size.
 */
export function priceStep(units: number, instrument: Instrument): number {
  const scale = priceScale(instrument);
  let step = 1;
  while (step < scale && units >= step * POWERS[SIGNIFICANT_FIGURES]) step *= 10;
  return step;
}

/**
 * The price on the venue's grid next to `price` (USD), by direction. A price already on the grid stays.
 * A price that is not above zero gives 0, which no order may carry.
 */
export function roundPrice(price: number, instrument: Instrument, rounding: Rounding): number {
  if (!(price > 0)) return 0;
  const scale = priceScale(instrument);
  const scaled = price * scale;
  const whole = Math.round(scaled);
  // Dividing whole numbers gives the double nearest to the decimal, so equality here means "is that decimal".
  const exact = whole / scale === price;
  const units = exact ? whole : scaled;
  const step = priceStep(units, instrument);
  return unitsToPrice(roundToStep(units, step, rounding), instrument);
}

/** Price units put on a grid step; `units` may lie between whole units. */
function roundToStep(units: number, step: number, rounding: Rounding): number {
  const steps = units / step;
  if (rounding === "up") return Math.ceil(steps) * step;
  if (rounding === "down") return Math.floor(steps) * step;
  return Math.floor(steps + 0.5) * step;
}

/** Whether a price is one the venue takes: above zero, five significant figures, `6 − szDecimals` decimals. */
export function isPriceOnGrid(price: number, instrument: Instrument): boolean {
  return price > 0 && Number.isFinite(price) && roundPrice(price, instrument, "down") === price;
}

/** Whether a size is one the venue takes: above zero and at most `szDecimals` decimals. */
export function isSizeOnGrid(size: number, instrument: Instrument): boolean {
  if (!(size > 0) || !Number.isFinite(size)) return false;
  return sizeToUnits(size, instrument) / sizeScale(instrument) === size;
}

/** Size × price in whole micro-USDC; both must be on the grid, then it is exact. */
export function notionalMicro(size: number, price: number, instrument: Instrument): number {
  return sizeToUnits(size, instrument) * priceToUnits(price, instrument);
}
