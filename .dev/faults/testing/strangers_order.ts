import type { Exchange, Instrument } from "../../../engine/mod.ts";
import { approved } from "../../../engine/ports/exchange_contract.ts";

/** Somebody holds an asset that the run does not trade, with a stop that is far away; gives the stop's client order id. */
export async function placeStrangersOrder(
  venue: Exchange,
  instrument: Instrument,
  mark: number,
): Promise<string> {
  const ids = ["e", "f"].map((digit) => `0x${digit.repeat(32)}`);
  const legs = [
    {
      leg: "entry",
      clientOrderId: ids[0],
      side: "buy",
      size: 1,
      limitPrice: Math.round(1.05 * mark),
      triggerPrice: null,
      reduceOnly: false,
    },
    {
      leg: "stop",
      clientOrderId: ids[1],
      side: "sell",
      size: 1,
      limitPrice: Math.round(0.45 * mark),
      triggerPrice: Math.round(0.5 * mark),
      reduceOnly: true,
    },
  ] as const;
  const outcomes = await venue.submit(
    approved({ asset: instrument.symbol, purpose: "open", legs }, instrument),
  );
  if (outcomes.some(({ status }) => status !== "accepted")) throw new Error(JSON.stringify(outcomes));
  return ids[1];
}
