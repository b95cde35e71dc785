import { type CandleRow } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";
import { fixedFees } from "./fees/fixed_fees.ts";
import { tieredFees } from "./fees/tiered_fees.ts";

/** A candle that does not move. */
function flat(minute: number, price = 100): CandleRow {
  return [minute, price, price, price, price];
}

function buy(size: number): Sending {
  return { do: "open", side: "buy", size };
}

function sell(size: number): Sending {
  return { do: "open", side: "sell", size };
}

function close(side: "buy" | "sell", size: number): Sending {
  return { do: "close", side, size };
}

situations("books", [
  {
    what: "an add averages the entry, a partial close leaves it as it was",
    candles: [flat(0), flat(5, 106), flat(10, 112)],
    does: [at(0, buy(2)), at(5, buy(1)), at(10, close("sell", 1.5))],
    then: [
      "0m+1 buy 2 @100",
      "5m+1 buy 1 @106",
      "10m+1 sell 1.5 @112 pnl 15",
      "open: long 1.5 @102",
    ],
  },
  {
    what: "an add to a short averages the entry, too",
    candles: [flat(0), flat(5, 106), flat(10, 112)],
    does: [at(0, sell(2)), at(5, sell(1)), at(10, close("buy", 1))],
    then: [
      "0m+1 sell 2 @100",
      "5m+1 sell 1 @106",
      "10m+1 buy 1 @112 pnl -10",
      "open: short 2 @102",
    ],
  },
  {
    what: "a flip from long to short is one fill: its PnL is that of what it closed, its entry its own price",
    candles: [flat(0), flat(5, 110)],
    does: [at(0, buy(2)), at(5, sell(5))],
    then: ["0m+1 buy 2 @100", "5m+1 sell 5 @110 pnl 20", "open: short 3 @110"],
  },
  {
    what: "a flip from short to long is one fill",
    candles: [flat(0), flat(5, 110)],
    does: [at(0, sell(2)), at(5, buy(5))],
    then: ["0m+1 sell 2 @100", "5m+1 buy 5 @110 pnl -20", "open: long 3 @110"],
  },
  {
    what: "a flip has the margin of what it closes, and no more than that and what is free",
    candles: [flat(0)],
    options: { depositUsd: 700 },
    does: [at(0, buy(100)), at(1, sell(200)), at(2, buy(240))],
    then: [
      "entry: Insufficient margin to place order.",
      "0m+1 buy 100 @100",
      "1m+1 sell 200 @100",
      "open: short 100 @100",
    ],
  },
  {
    what: "a flip pays the fee of the whole fill; the PnL is told without it",
    candles: [flat(0), flat(5, 110)],
    options: { fees: fixedFees({ maker: 0, taker: 0.001 }) },
    does: [at(0, buy(2)), at(5, sell(5))],
    then: ["0m+1 buy 2 @100 fee 0.2", "5m+1 sell 5 @110 pnl 20 fee 0.55", "open: short 3 @110"],
  },
  {
    what: "after a flip funding goes by the new side",
    candles: Array.from({ length: 13 }, (_, index) => flat(index * 5)),
    funding: [[1, 0.0001]],
    does: [at(0, buy(2)), at(5, sell(5))],
    then: ["0m+1 buy 2 @100", "5m+1 sell 5 @100", "60m funding 0.03", "open: short 3 @100"],
  },
  {
    what: "an entry that cannot be printed is cut: 100.0333… is 100.033",
    candles: [flat(0), flat(5, 100.05)],
    does: [at(0, buy(1)), at(5, buy(2))],
    then: ["0m+1 buy 1 @100", "5m+1 buy 2 @100.05", "open: long 3 @100.033"],
  },
  {
    what: "a fee is cut to a millionth of a dollar, never rounded",
    candles: [flat(0, 66.653)],
    options: { fees: tieredFees(0) },
    does: [at(0, buy(1.37))],
    // 91.31461 · 0.00045 is 0.0410915745.
    then: ["0m+1 buy 1.37 @66.653 fee 0.041091", "open: long 1.37 @66.653"],
  },
  {
    what: "what was traded on a day makes the fees of the next cheaper, not those of the day itself",
    candles: [flat(0), ...Array.from({ length: 12 }, (_, index) => flat(1390 + 5 * index))],
    options: { depositUsd: 1_000_000, fees: tieredFees(0) },
    does: [at(0, buy(25_001)), at(1, buy(25_000)), at(1439, close("sell", 1)), at(1440, close("sell", 1))],
    then: [
      "0m+1 buy 25001 @100 fee 1125.045",
      "1m+1 buy 25000 @100 fee 1125",
      "1439m+1 sell 1 @100 fee 0.045",
      "1440m+1 sell 1 @100 fee 0.04",
      "open: long 49999 @100",
    ],
  },
  {
    what: "a close in three parts realises as much as one, to the last millionth",
    candles: [flat(0), flat(5, 100.07), flat(10, 101.01)],
    does: [
      at(0, buy(1)),
      at(5, buy(2)),
      at(10, close("sell", 0.7)),
      at(11, close("sell", 0.7)),
      at(12, close("sell", 1.6)),
    ],
    // The entry is 300.14 ÷ 3: each part's cost is cut, and the last one takes what is left of it.
    then: [
      "0m+1 buy 1 @100",
      "5m+1 buy 2 @100.07",
      "10m+1 sell 0.7 @101.01 pnl 0.674334",
      "11m+1 sell 0.7 @101.01 pnl 0.674334",
      "12m+1 sell 1.6 @101.01 pnl 1.541332",
    ],
  },
]);
