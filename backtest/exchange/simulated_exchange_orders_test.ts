import { tieredFees } from "./fees/tiered_fees.ts";
import { type CandleRow, COIN } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";

const NO_MATCH = "Order could not immediately match against any resting orders.";
const NO_MARGIN = "Insufficient margin to place order.";
const TOO_SMALL = "Order must have minimum value of $10.";

/** Prices of one decimal and sizes of five. */
const COARSE_PRICES = { ...COIN, szDecimals: 5 };

/** A candle that does not move. */
function flat(minute: number, price = 100): CandleRow {
  return [minute, price, price, price, price];
}

function buy(size: number, more: Partial<Extract<Sending, { do: "open" }>> = {}): Sending {
  return { do: "open", side: "buy", size, ...more };
}

function sell(size: number, more: Partial<Extract<Sending, { do: "open" }>> = {}): Sending {
  return { do: "open", side: "sell", size, ...more };
}

function close(side: "buy" | "sell", size: number | null, worst?: number): Sending {
  return { do: "close", side, size, ...(worst === undefined ? {} : { worst }) };
}

situations("the price of the moment", [
  {
    what: "runs in a straight line from open to close, whatever the extremes",
    candles: [[0, 100, 150, 50, 104]],
    does: [at(2, buy(1), { ms: 30_000 })],
    then: ["2m+30000 buy 1 @102", "open: long 1 @102"],
  },
  {
    what: "is the close at a boundary, not the open behind it",
    candles: [[0, 100, 101, 99, 101], flat(5, 103)],
    does: [at(5, buy(1, { worst: 104 }), { ms: 0 })],
    then: ["5m buy 1 @101", "open: long 1 @101"],
  },
  {
    what: "is that of the new candle a millisecond later",
    candles: [[0, 100, 101, 99, 101], flat(5, 103)],
    does: [at(5, buy(1, { worst: 104 }))],
    then: ["5m+1 buy 1 @103", "open: long 1 @103"],
  },
  {
    what: "is put on the grid before anything else is done with it",
    candles: [[0, 100, 100.01, 100, 100.01]],
    does: [at(2, buy(1), { ms: 31_000 })],
    then: ["2m+31000 buy 1 @100.01", "open: long 1 @100.01"],
  },
  {
    what: "is not there in a hole: an order is refused, with its exits",
    candles: [flat(0), flat(15)],
    does: [at(7, buy(1, { stop: 95 }))],
    then: [`entry: ${NO_MATCH}`, "stop: its entry was not filled"],
  },
  {
    what: "is not there at the open behind a hole, but a millisecond later",
    candles: [flat(0), flat(15, 102)],
    does: [at(15, buy(1, { worst: 105 }), { ms: 0 }), at(15, buy(2, { worst: 105 }))],
    then: [`entry: ${NO_MATCH}`, "15m+1 buy 2 @102", "open: long 2 @102"],
  },
  {
    what: "is not there in a hole for a close either, and the position stays protected",
    candles: [flat(0), flat(15)],
    does: [at(0, buy(1, { stop: 95 })), at(7, close("sell", 1))],
    then: [`close: ${NO_MATCH}`, "0m+1 buy 1 @100", "open: long 1 @100, stop 1 @95"],
  },
]);

situations("slippage", [
  {
    what: "moves a buy up",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(1))],
    then: ["0m+1 buy 1 @100.02", "open: long 1 @100.02"],
  },
  {
    what: "moves a sell down",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, sell(1))],
    then: ["0m+1 sell 1 @99.98", "open: short 1 @99.98"],
  },
  {
    what: "moves what a trigger fills at",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100.02", "10m sell 1 @94.981 pnl -5.039"],
  },
  {
    what: "of a buy ends on the coarser grid where it crosses a power of ten",
    candles: [flat(0, 99.995)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(1))],
    then: ["0m+1 buy 1 @100.02", "open: long 1 @100.02"],
  },
  {
    what: "of a sell ends on the finer grid where it crosses a power of ten",
    candles: [flat(0, 100.01)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, sell(1))],
    then: ["0m+1 sell 1 @99.989", "open: short 1 @99.989"],
  },
  {
    what: "ends on whole prices above five figures",
    candles: [flat(0, 123_456)],
    coin: COARSE_PRICES,
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(0.01))],
    then: ["0m+1 buy 0.01 @123481", "open: long 0.01 @123481"],
  },
  {
    what: "beyond the worst price fills nothing",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(1, { worst: 100.01 })), at(1, sell(1, { worst: 99.99 }))],
    then: [`entry: ${NO_MATCH}`, `entry: ${NO_MATCH}`],
  },
  {
    what: "up to the worst price fills",
    candles: [flat(0)],
    options: { slippage: fixedSlippage(2) },
    does: [at(0, buy(1, { worst: 100.02 })), at(1, sell(3, { worst: 99.98 }))],
    then: ["0m+1 buy 1 @100.02", "1m+1 sell 3 @99.98 pnl -0.04", "open: short 2 @99.98"],
  },
]);

situations("a worst price of 1 % from what was shown", [
  {
    what: "refuses a buy when the price has run away, and its exits with it",
    candles: [flat(0), flat(5, 101.1)],
    does: [at(5, buy(1, { worst: 101, stop: 95, target: 110 }))],
    then: [`entry: ${NO_MATCH}`, "stop: its entry was not filled", "target: its entry was not filled"],
  },
  {
    what: "refuses a sell when the price has run away",
    candles: [flat(0), flat(5, 98.9)],
    does: [at(5, sell(1, { worst: 99 }))],
    then: [`entry: ${NO_MATCH}`],
  },
  {
    what: "lets an order fill better than was shown",
    candles: [flat(0), flat(5, 97)],
    does: [at(5, buy(1, { worst: 101 }))],
    then: ["5m+1 buy 1 @97", "open: long 1 @97"],
  },
]);

situations("a reduce-only close", [
  {
    what: "closes a long",
    candles: [flat(0), flat(5, 102)],
    does: [at(0, buy(2)), at(6, close("sell", 2))],
    then: ["0m+1 buy 2 @100", "6m+1 sell 2 @102 pnl 4"],
  },
  {
    what: "closes a short",
    candles: [flat(0), flat(5, 102)],
    does: [at(0, sell(2)), at(6, close("buy", 2))],
    then: ["0m+1 sell 2 @100", "6m+1 buy 2 @102 pnl -4"],
  },
  {
    what: "larger than the position is cut to it and never flips",
    candles: [flat(0), flat(5)],
    does: [at(0, buy(2)), at(1, close("sell", 5))],
    then: ["0m+1 buy 2 @100", "1m+1 sell 2 @100"],
  },
  {
    what: "without a position is refused",
    candles: [flat(0)],
    does: [at(0, close("sell", 1))],
    then: ["close: Reduce only order would increase position."],
  },
  {
    what: "on the side of the position is refused",
    candles: [flat(0)],
    does: [at(0, buy(2)), at(1, close("buy", 1))],
    then: [
      "close: Reduce only order would increase position.",
      "0m+1 buy 2 @100",
      "open: long 2 @100",
    ],
  },
  {
    what: "needs no margin",
    candles: [flat(0), flat(5, 99.3)],
    options: { depositUsd: 500 },
    does: [at(0, buy(99)), at(5, buy(1)), at(5, close("sell", 40))],
    then: [
      `entry: ${NO_MARGIN}`,
      "0m+1 buy 99 @100",
      "5m+1 sell 40 @99.3 pnl -28",
      "open: long 59 @100",
    ],
  },
  {
    what: "of a part realises that part's share and leaves the entry price",
    candles: [flat(0), flat(5, 103)],
    does: [at(0, buy(2)), at(5, buy(1, { worst: 105 })), at(6, close("sell", 1))],
    then: ["0m+1 buy 2 @100", "5m+1 buy 1 @103", "6m+1 sell 1 @103 pnl 2", "open: long 2 @101"],
  },
]);

situations("the smallest order value of 10 USD", [
  {
    what: "is judged at the worst price: a buy worth less when it fills is taken",
    candles: [flat(0)],
    does: [at(0, buy(0.1, { worst: 100 })), at(1, buy(0.09, { worst: 111.12 }))],
    then: ["0m+1 buy 0.1 @100", "1m+1 buy 0.09 @100", "open: long 0.19 @100"],
  },
  {
    what: "is judged at the worst price: a sell worth more when it fills is refused",
    candles: [flat(0)],
    does: [at(0, sell(0.1, { worst: 99.99 })), at(1, sell(0.11, { worst: 91 }))],
    then: [`entry: ${TOO_SMALL}`, "1m+1 sell 0.11 @100", "open: short 0.11 @100"],
  },
  {
    what: "holds for a partial close, reduce-only or not",
    candles: [flat(0)],
    does: [at(0, buy(0.3)), at(1, close("sell", 0.09)), at(2, close("sell", 0.11))],
    then: [`close: ${TOO_SMALL}`, "0m+1 buy 0.3 @100", "2m+1 sell 0.11 @100", "open: long 0.19 @100"],
  },
  {
    what: "does not hold for what closes the whole position",
    candles: [flat(0)],
    does: [at(0, buy(0.15)), at(1, close("sell", 0.1, 100)), at(2, close("sell", 0.05))],
    then: ["0m+1 buy 0.15 @100", "1m+1 sell 0.1 @100", "2m+1 sell 0.05 @100"],
  },
  {
    what: "does not hold for a close larger than what is left",
    candles: [flat(0)],
    does: [at(0, buy(0.15)), at(1, close("sell", 0.1, 100)), at(2, close("sell", 0.06))],
    then: ["0m+1 buy 0.15 @100", "1m+1 sell 0.1 @100", "2m+1 sell 0.05 @100"],
  },
  {
    what: "holds for exits of a part, and not for those of the whole position",
    candles: [flat(0)],
    does: [
      at(0, buy(0.2)),
      at(1, { do: "protect", side: "sell", size: 0.1, stop: 95 }),
      at(2, { do: "protect", side: "sell", size: null, stop: 94 }),
      at(3, { do: "protect", side: "sell", size: 0.2, stop: 40 }),
    ],
    then: [`stop: ${TOO_SMALL}`, "0m+1 buy 0.2 @100", "open: long 0.2 @100, stop whole @94, stop 0.2 @40"],
  },
]);

situations("an order by its looks", [
  {
    what: "of a size off the grid is refused",
    candles: [flat(0)],
    does: [at(0, buy(0.123))],
    then: ["entry: Order has invalid size."],
  },
  {
    what: "of no size is refused",
    candles: [flat(0)],
    does: [at(0, buy(0)), at(1, close("sell", 0))],
    then: ["entry: Order has zero size.", "close: Order has zero size."],
  },
  {
    what: "for the whole position may only be a trigger: as a close it has no size",
    candles: [flat(0)],
    does: [at(0, buy(1)), at(1, close("sell", null))],
    then: ["close: Order has zero size.", "0m+1 buy 1 @100", "open: long 1 @100"],
  },
  {
    what: "of a worst price off the grid is refused",
    candles: [flat(0)],
    coin: COARSE_PRICES,
    does: [at(0, buy(1, { worst: 101.25 }))],
    then: ["entry: Price must be divisible by tick size."],
  },
  {
    what: "of a trigger off the grid is refused, its entry stands",
    candles: [flat(0)],
    coin: COARSE_PRICES,
    does: [at(0, buy(1, { stop: 95.25, worstExit: 90 }))],
    then: ["stop: Invalid TP/SL price.", "0m+1 buy 1 @100", "open: long 1 @100"],
  },
  {
    what: "is looked at for its size first, then for its price, its trigger and its value",
    candles: [flat(0)],
    coin: COARSE_PRICES,
    does: [
      at(0, buy(1)),
      at(1, { do: "protect", side: "sell", size: 0, stop: 95.25, worstExit: 96.25 }),
      at(2, { do: "protect", side: "sell", size: 0.01, stop: 95.25, worstExit: 96.25 }),
      at(3, { do: "protect", side: "sell", size: 0.01, stop: 95.25, worstExit: 96 }),
      at(4, { do: "protect", side: "sell", size: 0.01, stop: 95, worstExit: 94 }),
    ],
    then: [
      "stop: Order has zero size.",
      "stop: Price must be divisible by tick size.",
      "stop: Invalid TP/SL price.",
      `stop: ${TOO_SMALL}`,
      "0m+1 buy 1 @100",
      "open: long 1 @100",
    ],
  },
]);

situations("the margin of an order", [
  {
    what: "is counted at its worst price and the leverage in force, 20 where none was set",
    candles: [flat(0)],
    does: [at(0, buy(1980.2)), at(1, buy(1980.19)), at(2, buy(0.1, { worst: 101 }))],
    then: [`entry: ${NO_MARGIN}`, "1m+1 buy 1980.19 @100", "2m+1 buy 0.1 @100", "open: long 1980.29 @100"],
  },
  {
    what: "grows as leverage falls",
    candles: [flat(0)],
    does: [at(0, { do: "leverage", leverage: 1 }), at(0, buy(99.01)), at(1, buy(99))],
    then: [`entry: ${NO_MARGIN}`, "1m+1 buy 99 @100", "open: long 99 @100"],
  },
  {
    what: "is refused before the market is looked at",
    candles: [flat(0), flat(15)],
    does: [at(7, buy(1990))],
    then: [`entry: ${NO_MARGIN}`],
  },
  {
    what: "may come from a gain that is not realised, less what the position ties up at its new price",
    candles: [flat(0), flat(5, 110)],
    does: [at(0, buy(1900)), at(5, buy(3400, { worst: 110 })), at(5, buy(1900, { worst: 110 }))],
    then: [`entry: ${NO_MARGIN}`, "0m+1 buy 1900 @100", "5m+1 buy 1900 @110", "open: long 3800 @105"],
  },
  {
    what: "is not there after a loss that is not realised",
    candles: [flat(0), flat(5, 98)],
    does: [at(0, buy(1900)), at(5, buy(1, { worst: 98 }))],
    then: [`entry: ${NO_MARGIN}`, "0m+1 buy 1900 @100", "open: long 1900 @100"],
  },
]);

situations("leverage", [
  {
    what: "that is no whole number from 1 to the highest is refused",
    candles: [flat(0)],
    does: [0, 21, 1.5].map((leverage) => at(0, { do: "leverage", leverage })),
    then: Array(3).fill("leverage: Invalid leverage value"),
  },
  {
    what: "of a position falls only where there is margin for it",
    candles: [flat(0)],
    does: [
      at(0, buy(1000)),
      at(1, { do: "leverage", leverage: 9 }),
      at(2, { do: "leverage", leverage: 10 }),
      at(3, { do: "leverage", leverage: 20 }),
    ],
    then: [
      "leverage: Cross position does not have sufficient margin available to decrease leverage. " +
      "To decrease leverage, deposit more collateral.",
      "0m+1 buy 1000 @100",
      "open: long 1000 @100",
    ],
  },
  {
    what: "that was refused leaves the old one in force",
    candles: [flat(0)],
    does: [at(0, buy(1000)), at(1, { do: "leverage", leverage: 1 }), at(2, buy(980))],
    then: [
      "leverage: Cross position does not have sufficient margin available to decrease leverage. " +
      "To decrease leverage, deposit more collateral.",
      "0m+1 buy 1000 @100",
      "2m+1 buy 980 @100",
      "open: long 1980 @100",
    ],
  },
  {
    what: "of an asset that is flat falls whatever the account has left",
    candles: [flat(0), flat(5, 98)],
    dime: [flat(0), flat(5)],
    does: [at(0, buy(1900)), at(5, { do: "leverage", leverage: 3 }, { asset: "DIME" })],
    then: ["0m+1 buy 1900 @100", "open: long 1900 @100"],
  },
]);

situations("fees", [
  {
    what: "are cut to a millionth of a dollar, on the notional at the fill",
    candles: [flat(0, 66.653)],
    options: { fees: tieredFees(0) },
    does: [at(0, buy(0.37)), at(1, close("sell", 0.37))],
    then: ["0m+1 buy 0.37 @66.653 fee 0.011097", "1m+1 sell 0.37 @66.653 fee 0.011097"],
  },
]);

situations("cancelling", [
  {
    what: "what was never placed, has filled or was cancelled before is refused",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    does: [
      at(0, { do: "cancel", kind: "stop" }),
      at(0, buy(1, { stop: 95, target: 110 })),
      at(1, { do: "cancel", kind: "target" }),
      at(2, { do: "cancel", kind: "target" }),
      at(10, { do: "cancel", kind: "stop" }),
    ],
    until: 11,
    then: [
      ...Array(3).fill("cancel: Order was never placed, already canceled, or filled."),
      "0m+1 buy 1 @100",
      "10m sell 1 @95 pnl -5",
    ],
  },
]);
