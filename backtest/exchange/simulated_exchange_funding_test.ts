import { type CandleRow } from "../testing/market.ts";
import { at, type Sending, situations } from "../testing/situation.ts";

const HOURLY = [1, 2, 3, 4].map((hour) => [hour, 0.0001] as const);

/** Candles that do not move, from minute `from` to minute `to`. */
function flats(from: number, to: number, price = 100): CandleRow[] {
  const rows: CandleRow[] = [];
  for (let minute = from; minute < to; minute += 5) rows.push([minute, price, price, price, price]);
  return rows;
}

function buy(size: number, exits: { stop?: number } = {}): Sending {
  return { do: "open", side: "buy", size, ...exits };
}

situations("funding", [
  {
    what: "is paid by a long when the rate is above zero",
    candles: flats(0, 65),
    funding: HOURLY,
    does: [at(50, buy(10))],
    then: ["50m+1 buy 10 @100", "60m funding -0.1", "open: long 10 @100"],
  },
  {
    what: "comes to a short when the rate is above zero",
    candles: flats(0, 65),
    funding: HOURLY,
    does: [at(50, { do: "open", side: "sell", size: 10 })],
    then: ["50m+1 sell 10 @100", "60m funding 0.1", "open: short 10 @100"],
  },
  {
    what: "comes to a long when the rate is below zero",
    candles: flats(0, 65),
    funding: [[1, -0.0002]],
    does: [at(50, buy(10))],
    then: ["50m+1 buy 10 @100", "60m funding 0.2", "open: long 10 @100"],
  },
  {
    what: "is cut to a millionth of a dollar towards zero, for either side",
    candles: flats(0, 65, 66.653),
    funding: [[1, 0.0000125]],
    does: [at(50, buy(0.37)), at(51, { do: "open", side: "sell", size: 0.7 }, { asset: "DIME" })],
    dime: flats(0, 65, 66.653),
    then: [
      "50m+1 buy 0.37 @66.653",
      "51m+1 DIME sell 0.7 @66.653",
      "60m funding -0.000308",
      "60m DIME funding 0.000583",
      "open: long 0.37 @66.653, DIME short 0.7 @66.653",
    ],
  },
  {
    what: "of hours that nobody looked at is paid hour by hour, each at its own rate and price",
    candles: [...flats(0, 60), ...flats(60, 120, 110), ...flats(120, 180, 90)],
    funding: [[1, 0.0001], [2, -0.0003], [3, 0.0002]],
    does: [at(0, buy(10))],
    then: [
      "0m+1 buy 10 @100",
      "60m funding -0.1",
      "120m funding 0.33",
      "180m funding -0.18",
      "open: long 10 @100",
    ],
  },
  {
    what: "is not paid for an hour without a recorded rate",
    candles: flats(0, 180),
    funding: [[1, 0.0001], [3, 0.0001]],
    does: [at(0, buy(10))],
    then: [
      "0m+1 buy 10 @100",
      "60m funding -0.1",
      "180m funding -0.1",
      "open: long 10 @100",
    ],
  },
  {
    what: "of an hour inside a hole is paid on the last price before it, never on a later one",
    candles: [...flats(0, 60), ...flats(200, 240, 150)],
    funding: HOURLY,
    does: [at(0, buy(10))],
    then: [
      "0m+1 buy 10 @100",
      ...[60, 120, 180].map((minute) => `${minute}m funding -0.1`),
      "240m funding -0.15",
      "open: long 10 @100",
    ],
  },
  {
    what:
      "of an hour inside a hole is paid on the last price though the first look is in the candle behind it",
    candles: [...flats(0, 60), ...flats(120, 130, 150)],
    funding: HOURLY,
    does: [at(0, buy(10)), at(121, { do: "look" })],
    then: [
      "0m+1 buy 10 @100",
      ...[60, 120].map((minute) => `${minute}m funding -0.1`),
      "open: long 10 @100",
    ],
  },
  {
    what: "of an hour inside a longer candle is paid on its straight line",
    candles: [],
    coarser: { "2h": [[0, 100, 130, 90, 120], [120, 120, 120, 120, 120]] },
    funding: HOURLY,
    until: 240,
    does: [at(10, buy(10, { stop: 80 }))],
    then: [
      "10m+1 buy 10 @101.67",
      "60m funding -0.11",
      ...[120, 180, 240].map((minute) => `${minute}m funding -0.12`),
      "open: long 10 @101.67, stop 10 @80",
    ],
  },
  {
    what: "is not paid for the hour that an entry comes a millisecond behind",
    candles: flats(0, 125),
    funding: HOURLY,
    does: [at(60, buy(10))],
    then: ["60m+1 buy 10 @100", "120m funding -0.1", "open: long 10 @100"],
  },
  {
    what: "is not paid for the hour that an entry comes exactly at: it is settled first",
    candles: flats(0, 65),
    funding: HOURLY,
    does: [at(60, buy(10), { ms: 0 })],
    then: ["60m buy 10 @100", "open: long 10 @100"],
  },
  {
    what: "is paid before a close that comes exactly at the hour",
    candles: flats(0, 65),
    funding: HOURLY,
    does: [at(0, buy(10)), at(60, { do: "close", side: "sell", size: 10 }, { ms: 0 })],
    then: ["0m+1 buy 10 @100", "60m funding -0.1", "60m sell 10 @100"],
  },
  {
    what: "is not paid by what the candle closed that ends on the hour",
    candles: [...flats(0, 55), [55, 100, 100, 94, 98], ...flats(60, 65)],
    funding: HOURLY,
    does: [at(0, buy(10, { stop: 95 }))],
    then: ["0m+1 buy 10 @100", "60m sell 10 @95 pnl -50"],
  },
  {
    what: "is not paid for hours while the account was flat",
    candles: flats(0, 185),
    funding: HOURLY,
    does: [
      at(0, buy(10)),
      at(30, { do: "close", side: "sell", size: 10 }),
      at(150, buy(20)),
    ],
    then: [
      "0m+1 buy 10 @100",
      "30m+1 sell 10 @100",
      "150m+1 buy 20 @100",
      "180m funding -0.2",
      "open: long 20 @100",
    ],
  },
  {
    what: "of one asset is not paid for hours before its entry though another was held",
    candles: flats(0, 125),
    dime: flats(0, 125),
    funding: HOURLY,
    does: [at(0, buy(10)), at(70, buy(20), { asset: "DIME" })],
    then: [
      "0m+1 buy 10 @100",
      "60m funding -0.1",
      "70m+1 DIME buy 20 @100",
      "120m funding -0.1",
      "120m DIME funding -0.2",
      "open: long 10 @100, DIME long 20 @100",
    ],
  },
  {
    what: "is paid on the size that is held at the hour",
    candles: flats(0, 125),
    funding: HOURLY,
    does: [at(0, buy(10)), at(70, buy(5)), at(80, { do: "close", side: "sell", size: 12 })],
    then: [
      "0m+1 buy 10 @100",
      "60m funding -0.1",
      "70m+1 buy 5 @100",
      "80m+1 sell 12 @100",
      "120m funding -0.03",
      "open: long 3 @100",
    ],
  },
]);
