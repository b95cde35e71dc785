import { type FeeModel, toPpb } from "./fee_model.ts";

/** Rates as fractions of the notional; one below zero is a rebate. */
export interface FeeRates {
  readonly maker: number;
  readonly taker: number;
}

/** The same rates whatever was traded. */
export function fixedFees({ maker, taker }: FeeRates): FeeModel {
  const [makerPpb, takerPpb] = [toPpb(maker), toPpb(taker)];
  const fees = {
    ratePpb: (_time: number, crossed: boolean): number => crossed ? takerPpb : makerPpb,
    took: (): void => {},
  };
  return { name: `maker:${maker},taker:${taker}`, takerFee: taker, open: () => fees };
}

/** Trading costs nothing. */
export const NO_FEES: FeeModel = fixedFees({ maker: 0, taker: 0 });
