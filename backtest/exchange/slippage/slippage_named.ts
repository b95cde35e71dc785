import { fixedSlippage } from "./fixed_slippage.ts";
import { IMPACT_SLIPPAGE } from "./impact_slippage.ts";
import { NO_SLIPPAGE } from "./no_slippage.ts";
import type { SlippageModel } from "./slippage_model.ts";

/** The most that can be asked of `bps:N`: a tenth of the price. */
const MAX_BPS = 1000;

/** The model of a name, `none`, `bps:N` (N from 0 to 1000, three decimals) or `impact`; null for any other. */
export function slippageNamed(name: string): SlippageModel | null {
  if (name === NO_SLIPPAGE.name) return NO_SLIPPAGE;
  if (name === IMPACT_SLIPPAGE.name) return IMPACT_SLIPPAGE;
  const bps = /^bps:(\d{1,4}(?:\.\d{1,3})?)$/.exec(name)?.[1];
  return bps === undefined || Number(bps) > MAX_BPS ? null : fixedSlippage(Number(bps));
}
