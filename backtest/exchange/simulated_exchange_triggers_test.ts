import { type CandleRow } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";

/** A candle that does not move. */
function flat(minute: number, price = 100): CandleRow {
  return [minute, price, price, price, price];
}

function long(size: number, exits: { stop?: number; target?: number; worstExit?: number } = {}): Sending {
  return { do: "open", side: "buy", size, ...exits };
}

function short(size: number, exits: { stop?: number; target?: number; worstExit?: number } = {}): Sending {
  return { do: "open", side: "sell", size, ...exits };
}

situations("a stop", [
  {
    what: "of a long fills at its trigger where the candle passes it",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "of a short fills at its trigger where the candle passes it",
    candles: [flat(0), [5, 100, 106, 99, 102]],
    does: [at(0, short(1, { stop: 105 }))],
    then: ["0m+1 sell 1 @100", "10m buy 1 @105 pnl -5"],
  },
  {
    what: "of a long fills at the open where the market gaps through it",
    candles: [flat(0), [5, 92, 93, 91, 93]],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @92 pnl -8"],
  },
  {
    what: "of a short fills at the open where the market gaps through it",
    candles: [flat(0), [5, 108, 109, 107, 108]],
    does: [at(0, short(1, { stop: 105 }))],
    then: ["0m+1 sell 1 @100", "10m buy 1 @108 pnl -8"],
  },
  {
    what: "fires where the low only touches it",
    candles: [flat(0), [5, 100, 101, 95, 98]],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "waits where the low stays a tick above it",
    candles: [flat(0), [5, 100, 101, 95.001, 98]],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, stop 1 @95"],
  },
  {
    what: "fires where the low is nearer to it than to the next tick: marks are printed on the grid",
    candles: [flat(0), [5, 100, 101, 95.0004, 98]],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "goes before the target where one candle holds both (long)",
    candles: [flat(0), [5, 100, 111, 94, 105]],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "goes before the target where one candle holds both (short)",
    candles: [flat(0), [5, 100, 106, 89, 95]],
    does: [at(0, short(1, { stop: 105, target: 90 }))],
    then: ["0m+1 sell 1 @100", "10m buy 1 @105 pnl -5"],
  },
  {
    what: "comes too late where the candle opens beyond the target already",
    candles: [flat(0), [5, 112, 113, 90, 95]],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @112 pnl 12"],
  },
  {
    what: "is judged by the whole extreme of the candle it was placed in",
    candles: [[0, 100, 100.5, 94, 100]],
    does: [at(4, long(1, { stop: 95 }))],
    then: ["4m+1 buy 1 @100", "5m sell 1 @95 pnl -5"],
  },
  {
    what: "placed in a candle that opened beyond it fills at its trigger, not at that open",
    candles: [[0, 90, 100, 90, 100]],
    does: [at(4, long(1, { stop: 95 }), { ms: 59_999 })],
    then: ["4m+59999 buy 1 @100", "5m sell 1 @95 pnl -5"],
  },
  {
    what: "placed exactly at an open watches from that open on",
    candles: [flat(0), [5, 93, 94, 92, 93]],
    does: [at(5, long(1, { stop: 95 }), { ms: 0 })],
    then: ["5m buy 1 @100", "10m sell 1 @93 pnl -7"],
  },
  {
    what: "does not see the candle that closes when it is placed",
    candles: [[0, 100, 100, 94, 100], flat(5)],
    does: [at(5, long(1, { stop: 95 }), { ms: 0 })],
    then: ["5m buy 1 @100", "open: long 1 @100, stop 1 @95"],
  },
  {
    what: "whose condition is true already fires at once",
    candles: [flat(0), flat(5)],
    does: [at(0, long(1, { stop: 101 }))],
    then: ["0m+1 buy 1 @100", "0m+1 sell 1 @100"],
  },
  {
    what: "placed on a standing position fires at once where the mark is beyond it",
    candles: [flat(0), flat(5, 97)],
    does: [at(0, long(1)), at(6, { do: "protect", side: "sell", size: null, stop: 98 })],
    then: ["0m+1 buy 1 @100", "6m+1 sell 1 @97 pnl -3"],
  },
  {
    what: "placed in a hole of the data waits, and fires at the open behind it",
    candles: [flat(0), flat(15, 97)],
    does: [at(0, long(1)), at(7, { do: "protect", side: "sell", size: null, stop: 100 })],
    then: ["0m+1 buy 1 @100", "20m sell 1 @97 pnl -3"],
  },
  {
    what:
      "of a long that would fill beyond its worst price is cancelled: the position is naked, the target stays",
    candles: [flat(0), flat(5, 85)],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, target 1 @110"],
  },
  {
    what: "of a short that would fill beyond its worst price is cancelled: the position is naked",
    candles: [flat(0), flat(5, 116)],
    does: [at(0, short(1, { stop: 105 }))],
    then: ["0m+1 sell 1 @100", "open: short 1 @100"],
  },
  {
    what: "exactly at its worst price still fills",
    candles: [flat(0), flat(5, 85.5)],
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @85.5 pnl -14.5"],
  },
  {
    what: "without room for slippage is cancelled when it fires",
    candles: [flat(0), [5, 100, 100, 94, 98]],
    options: { slippage: fixedSlippage(10) },
    does: [at(0, long(1, { stop: 95, worstExit: 95 }))],
    then: ["0m+1 buy 1 @100.1", "open: long 1 @100.1"],
  },
  {
    what: "that fires at once beyond its worst price is refused, and the entry stands naked",
    candles: [flat(0), flat(5)],
    does: [at(0, long(1, { stop: 120, worstExit: 110 }))],
    then: [
      "stop: Order could not immediately match against any resting orders.",
      "0m+1 buy 1 @100",
      "open: long 1 @100",
    ],
  },
]);

situations("a target", [
  {
    what: "of a long fills at its trigger where the candle passes it",
    candles: [flat(0), [5, 100, 112, 99, 111]],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @110 pnl 10"],
  },
  {
    what: "of a short fills at its trigger where the candle passes it",
    candles: [flat(0), [5, 100, 101, 88, 89]],
    does: [at(0, short(1, { stop: 105, target: 90 }))],
    then: ["0m+1 sell 1 @100", "10m buy 1 @90 pnl 10"],
  },
  {
    what: "of a long fills at the open where the market gaps over it",
    candles: [flat(0), [5, 113, 114, 112, 113]],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @113 pnl 13"],
  },
  {
    what: "of a short fills at the open where the market gaps over it",
    candles: [flat(0), [5, 87, 88, 86, 87]],
    does: [at(0, short(1, { target: 90 }))],
    then: ["0m+1 sell 1 @100", "10m buy 1 @87 pnl 13"],
  },
  {
    what: "does not see the extreme of the candle it was placed in",
    candles: [[0, 100, 112, 99, 101], flat(5, 101)],
    does: [at(0, long(1, { target: 110 }))],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, target 1 @110"],
  },
  {
    what: "fills on the way from its placing to the close of that candle",
    candles: [[0, 100, 112, 99, 111]],
    does: [at(0, long(1, { target: 110 }))],
    then: ["0m+1 buy 1 @100", "5m sell 1 @110 pnl 10"],
  },
  {
    what: "loses to the stop in the candle both were placed in",
    candles: [[0, 100, 112, 94, 111]],
    does: [at(0, long(1, { stop: 95, target: 110 }))],
    then: ["0m+1 buy 1 @100", "5m sell 1 @95 pnl -5"],
  },
  {
    what: "whose condition is true already fires at once",
    candles: [flat(0), flat(5)],
    does: [at(0, long(1, { target: 99 }))],
    then: ["0m+1 buy 1 @100", "0m+1 sell 1 @100"],
  },
  {
    what: "sees the next candle whole",
    candles: [flat(0), [5, 100, 110, 99, 100]],
    does: [at(0, long(1, { target: 110 }))],
    then: ["0m+1 buy 1 @100", "10m sell 1 @110 pnl 10"],
  },
]);

situations("exits", [
  {
    what: "of one entry go together; those of another entry stay",
    candles: [flat(0), [5, 100, 101, 94.5, 98]],
    does: [at(0, long(1, { stop: 95, target: 110 })), at(1, long(2, { stop: 94, target: 111 }))],
    then: [
      "0m+1 buy 1 @100",
      "1m+1 buy 2 @100",
      "10m sell 1 @95 pnl -5",
      "open: long 2 @100, stop 2 @94, target 2 @111",
    ],
  },
  {
    what: "two stops that one candle passes fire in the order the price reaches them, not that of placing",
    candles: [flat(0), [5, 100, 101, 92, 98]],
    does: [at(0, long(1, { stop: 93 })), at(1, long(1, { stop: 95 }))],
    then: [
      "0m+1 buy 1 @100",
      "1m+1 buy 1 @100",
      "10m sell 1 @95 pnl -5",
      "10m sell 1 @93 pnl -7",
    ],
  },
  {
    what: "two stops of a short fire in the order the price reaches them",
    candles: [flat(0), [5, 100, 108, 99, 98]],
    does: [at(0, short(1, { stop: 107 })), at(1, short(1, { stop: 105 }))],
    then: [
      "0m+1 sell 1 @100",
      "1m+1 sell 1 @100",
      "10m buy 1 @105 pnl -5",
      "10m buy 1 @107 pnl -7",
    ],
  },
  {
    what: "two targets that one candle passes fire in the order the price reaches them",
    candles: [flat(0), [5, 100, 113, 99, 98]],
    does: [at(0, long(1, { target: 112 })), at(1, long(1, { target: 110 }))],
    then: [
      "0m+1 buy 1 @100",
      "1m+1 buy 1 @100",
      "10m sell 1 @110 pnl 10",
      "10m sell 1 @112 pnl 12",
    ],
  },
  {
    what: "a nearer stop for the whole position leaves nothing to the one of an entry",
    candles: [flat(0), [5, 100, 101, 92, 98]],
    does: [
      at(0, long(2, { stop: 93 })),
      at(1, { do: "protect", side: "sell", size: null, stop: 95 }),
    ],
    then: ["0m+1 buy 2 @100", "10m sell 2 @95 pnl -10"],
  },
  {
    what: "a stop for the whole position follows an add, and takes the children of both with it",
    candles: [flat(0), flat(5), [10, 100, 101, 95.5, 98]],
    does: [
      at(0, long(1, { stop: 90 })),
      at(1, { do: "protect", side: "sell", size: null, stop: 96, target: 120 }),
      at(6, long(2, { stop: 91 })),
    ],
    then: ["0m+1 buy 1 @100", "6m+1 buy 2 @100", "15m sell 3 @96 pnl -12"],
  },
  {
    what: "a stop for the whole position follows a partial close",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    does: [
      at(0, long(3)),
      at(1, { do: "protect", side: "sell", size: null, stop: 95 }),
      at(2, { do: "close", side: "sell", size: 1 }),
    ],
    then: ["0m+1 buy 3 @100", "2m+1 sell 1 @100", "10m sell 2 @95 pnl -10"],
  },
  {
    what: "a stop larger than what is left is cut when it fires",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    does: [at(0, long(3, { stop: 95 })), at(1, { do: "close", side: "sell", size: 2 })],
    then: ["0m+1 buy 3 @100", "1m+1 sell 2 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "go when the position is closed, and do not open one when the price comes by",
    candles: [flat(0), [5, 100, 120, 90, 98]],
    does: [at(0, long(1, { stop: 95, target: 110 })), at(1, { do: "close", side: "sell", size: 1 })],
    then: ["0m+1 buy 1 @100", "1m+1 sell 1 @100"],
  },
  {
    what: "are placed anew before the old are cancelled: the old stop no longer fires",
    candles: [flat(0), [5, 100, 101, 96, 98]],
    does: [
      at(0, long(1, { stop: 97 })),
      at(1, { do: "cancel", kind: "stop" }),
      at(1, { do: "protect", side: "sell", size: null, stop: 95 }),
    ],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, stop whole @95"],
  },
  {
    what: "with a worst price on the near side of the trigger are refused (sell)",
    candles: [flat(0), flat(5)],
    does: [at(0, long(1, { stop: 95, target: 110, worstExit: 110.1 }))],
    then: [
      "stop: Invalid TP/SL price.",
      "target: Invalid TP/SL price.",
      "0m+1 buy 1 @100",
      "open: long 1 @100",
    ],
  },
  {
    what: "with a worst price on the near side of the trigger are refused (buy)",
    candles: [flat(0), flat(5)],
    does: [at(0, short(1, { stop: 105, target: 90, worstExit: 89.9 }))],
    then: [
      "stop: Invalid TP/SL price.",
      "target: Invalid TP/SL price.",
      "0m+1 sell 1 @100",
      "open: short 1 @100",
    ],
  },
  {
    what: "on the side that would add to the position are refused",
    candles: [flat(0), flat(5)],
    does: [at(0, long(1)), at(1, { do: "protect", side: "buy", size: null, stop: 105 })],
    then: [
      "stop: Reduce only order would increase position.",
      "0m+1 buy 1 @100",
      "open: long 1 @100",
    ],
  },
  {
    what: "of two assets whose candles close together fire in the order of their names",
    candles: [flat(0), [5, 100, 101, 94, 98]],
    dime: [flat(0), [5, 100, 101, 94, 98]],
    does: [at(0, long(1, { stop: 95 }), { asset: "DIME" }), at(1, long(1, { stop: 96 }))],
    then: [
      "0m+1 DIME buy 1 @100",
      "1m+1 buy 1 @100",
      "10m sell 1 @96 pnl -4",
      "10m DIME sell 1 @95 pnl -5",
    ],
  },
]);

situations("a late candle", [
  {
    what: "is not skipped",
    candles: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    late: { asset: "COIN", close: 10, there: 20 },
    does: [at(0, long(1, { stop: 95 })), at(10, { do: "look" }), at(15, { do: "look" })],
    then: ["0m+1 buy 1 @100", "10m sell 1 @95 pnl -5"],
  },
  {
    what: "does not make event times fall: its fill is stamped with what was told before",
    candles: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    dime: [flat(0), flat(5), flat(10), flat(15), flat(20)],
    late: { asset: "COIN", close: 10, there: 20 },
    does: [at(0, long(1, { stop: 95 })), at(12, long(1), { asset: "DIME" })],
    then: [
      "0m+1 buy 1 @100",
      "12m+1 DIME buy 1 @100",
      "12m+1 sell 1 @95 pnl -5",
      "open: DIME long 1 @100",
    ],
  },
  {
    what: "is not skipped though the asset had another order since",
    candles: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    late: { asset: "COIN", close: 10, there: 20 },
    does: [at(0, long(1, { stop: 95 })), at(12, long(1, { stop: 90 }))],
    then: ["0m+1 buy 1 @100", "12m+1 buy 1 @100", "12m+1 sell 1 @95 pnl -5", "open: long 1 @100, stop 1 @90"],
  },
  {
    what: "does not fire what was placed after its close",
    candles: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    late: { asset: "COIN", close: 10, there: 20 },
    does: [at(0, long(1)), at(12, { do: "protect", side: "sell", size: null, stop: 95 })],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, stop whole @95"],
  },
  {
    what: "of one asset does not hold up another",
    candles: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    dime: [flat(0), [5, 100, 101, 94, 98], flat(10), flat(15), flat(20)],
    late: { asset: "COIN", close: 10, there: 20 },
    does: [
      at(0, long(1, { stop: 95 })),
      at(0, long(1, { stop: 95 }), { asset: "DIME" }),
      at(16, { do: "close", side: "sell", size: 1 }, { asset: "DIME" }),
    ],
    then: [
      "close: Reduce only order would increase position.",
      "0m+1 buy 1 @100",
      "0m+1 DIME buy 1 @100",
      "10m DIME sell 1 @95 pnl -5",
      "10m sell 1 @95 pnl -5",
    ],
  },
]);

situations("the candles orders settle on", [
  {
    what: "are coarser ones where no finer lies",
    candles: [flat(0), flat(5), flat(10), flat(30)],
    coarser: { "15m": [flat(0), [15, 100, 101, 94, 98], flat(30)] },
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "30m sell 1 @95 pnl -5"],
  },
  {
    what: "are the finer ones wherever one lies, though the coarser one saw more",
    candles: [flat(0), flat(5), flat(10), flat(20), flat(30)],
    coarser: { "15m": [flat(0), [15, 100, 101, 94, 98], flat(30)] },
    does: [at(0, long(1, { stop: 95 }))],
    then: ["0m+1 buy 1 @100", "open: long 1 @100, stop 1 @95"],
  },
  {
    what: "give the price of the moment inside a coarser one too",
    candles: [flat(0), flat(5), flat(10)],
    coarser: { "15m": [flat(0), [15, 100, 115, 100, 115]] },
    until: 30,
    does: [at(20, long(1), { ms: 0 })],
    then: ["20m buy 1 @105", "open: long 1 @105"],
  },
]);
