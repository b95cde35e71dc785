import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { BinanceDesk } from "../../adapters/venue/binance/binance_desk.ts";
import { type CandleRow, MINUTE, START } from "../../backtest/testing/market.ts";
import { BTC, KPEPE, SmallHouse } from "./testing/small_house.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BITCOIN = 42_000;

/** Forty days of hours that rise by ten dollars each, and their funding. */
const HOURS: readonly CandleRow[] = Array.from({ length: 960 }, (_, hour) => {
  const open = BITCOIN + 10 * hour;
  return [hour * 60, open, open + 20, open - 5, open + 10, 2.5];
});
const FUNDING = Array.from({ length: 960 }, (_, hour) => [hour + 1, 0.00001 * (1 + hour % 8)] as const);

function open(
  now: number = START + 50 * HOUR + 30 * MINUTE,
): { readonly house: SmallHouse; readonly get: (path: string) => ReturnType<BinanceDesk["handle"]> } {
  const house = new SmallHouse([
    { instrument: BTC, candles: { "1h": HOURS }, funding: FUNDING },
    { instrument: KPEPE, candles: { "5m": [[0, 0.0071, 0.0072, 0.0071, 0.0072, 1_000]] } },
  ], { now });
  const desk = new BinanceDesk(house);
  return { house, get: (path) => desk.handle(new URL(path, "http://venue"), { ip: "10.0.0.1" }) };
}

// deno-lint-ignore no-explicit-any -- an answer as a client looks into it
type Seen = any;

function seen({ json }: { readonly json: unknown }): Seen {
  return json;
}

/** Open times of rows, in hours from the start. */
function hoursOf(answer: { readonly json: unknown }): number[] {
  return (answer.json as number[][]).map(([openTime]) => (openTime - START) / HOUR);
}

Deno.test("BinanceDesk: a row has twelve columns, and the last is the candle that forms", () => {
  const { get } = open();
  const { status, json } = get("/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=2");
  strictEqual(status, 200);
  const [closed, forming] = json as unknown[][];
  deepStrictEqual(closed.slice(0, 9), [
    START + 49 * HOUR,
    "42490.00000000",
    "42510.00000000",
    "42485.00000000",
    "42500.00000000",
    "2.50000000",
    START + 50 * HOUR - 1,
    closed[7],
    6,
  ]);
  const [quote, takerBase, takerQuote] = [closed[7], closed[9], closed[10]].map(Number);
  ok(quote > 2.5 * 42_490 && quote < 2.5 * 42_500, String(quote));
  ok(takerBase >= 0 && takerBase <= 2.5 && takerQuote <= quote);
  strictEqual(closed[11], "0");
  deepStrictEqual(forming.slice(0, 7), [
    START + 50 * HOUR,
    "42500.00000000",
    "42505.00000000",
    "42500.00000000",
    "42505.00000000",
    "1.25000000",
    START + 51 * HOUR - 1,
  ]);
  strictEqual(forming[8], 3);
});

Deno.test("BinanceDesk: the perpetuals show the same candles, printed on their grid", () => {
  const [row] = open().get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1&endTime=" + START)
    .json as unknown[][];
  deepStrictEqual(row.slice(1, 6), ["42000.0", "42020.0", "41995.0", "42010.0", "2.50000"]);
});

Deno.test("BinanceDesk: without times the newest, from a start the oldest, to an end the newest before it", () => {
  const { get } = open();
  const at = (more: string): number[] => hoursOf(get(`/api/v3/klines?symbol=BTCUSDT&interval=1h${more}`));
  deepStrictEqual(at("&limit=3"), [48, 49, 50]);
  deepStrictEqual(at(`&limit=2&startTime=${START + 10 * HOUR}`), [10, 11]);
  deepStrictEqual(at(`&limit=2&startTime=${START + 10 * HOUR + 1}`), [11, 12]);
  deepStrictEqual(at(`&limit=2&endTime=${START + 10 * HOUR}`), [9, 10]);
  deepStrictEqual(at(`&limit=2&endTime=${START + 10 * HOUR - 1}`), [8, 9]);
  deepStrictEqual(at(`&startTime=${START + 10 * HOUR}&endTime=${START + 12 * HOUR}`), [10, 11, 12]);
  deepStrictEqual(at(`&startTime=${START + 12 * HOUR}&endTime=${START + 10 * HOUR}`), []);
  deepStrictEqual(at(`&startTime=${START + 50 * HOUR}`), [50]);
  deepStrictEqual(at(`&startTime=${START + 51 * HOUR}`), []);
  deepStrictEqual(at(`&limit=1&startTime=${(START + 10 * HOUR) * 1000}`), [10]);
  strictEqual(at("").length, 51);
});

Deno.test("BinanceDesk: the spot market cuts what is asked for too much, the perpetuals refuse it", () => {
  const { get } = open(START + 40 * DAY - 1);
  strictEqual(hoursOf(get("/api/v3/klines?symbol=BTCUSDT&interval=1h")).length, 500);
  strictEqual(hoursOf(get("/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=5000")).length, 960);
  strictEqual(hoursOf(get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1500")).length, 960);
  deepStrictEqual(get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1501").json, {
    code: -1130,
    msg: "Data sent for parameter 'limit' is not valid.",
  });
});

Deno.test("BinanceDesk: three days, weeks and months are put together from days", () => {
  const { get } = open(START + 39 * DAY + 12 * HOUR);
  const days = (interval: string, more: string = ""): number[] =>
    hoursOf(get(`/api/v3/klines?symbol=BTCUSDT&interval=${interval}${more}`)).map((hour) => hour / 24);
  // 2024-01-01 was a Monday; the grid of three days goes by the epoch.
  deepStrictEqual(days("1w"), [0, 7, 14, 21, 28, 35]);
  deepStrictEqual(days("1M"), [0, 31]);
  deepStrictEqual(days("3d", "&limit=2"), [35, 38]);
  deepStrictEqual(days("1w", `&startTime=${START + 1}&limit=2`), [7, 14]);
  deepStrictEqual(days("1w", `&endTime=${START + 20 * DAY}&limit=2`), [7, 14]);
  deepStrictEqual(days("1w", `&startTime=${START + 36 * DAY}`), []);
  const [january, february] = get("/fapi/v1/klines?symbol=BTCUSDT&interval=1M").json as string[][];
  strictEqual(january[1], "42000.0");
  strictEqual(january[4], `${BITCOIN + 10 * 31 * 24}.0`);
  strictEqual(Number(january[6]), START + 31 * DAY - 1);
  strictEqual(Number(january[5]), 2.5 * 24 * 31);
  strictEqual(february[1], january[4]);
});

Deno.test("BinanceDesk: an interval finer than the recording has no rows", () => {
  const { get } = open();
  for (const interval of ["1s", "1m", "5m", "30m"]) {
    deepStrictEqual(get(`/api/v3/klines?symbol=BTCUSDT&interval=${interval}`).json, []);
  }
  strictEqual(get("/fapi/v1/klines?symbol=BTCUSDT&interval=1s").status, 400);
});

Deno.test("BinanceDesk: what is asked wrongly is refused in Binance's words", () => {
  const { get } = open();
  const rows: [path: string, status: number, code: number, msg: string][] = [
    [
      "/api/v3/klines",
      400,
      -1102,
      "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    ],
    [
      "/api/v3/klines?symbol=BTCUSDT",
      400,
      -1102,
      "Mandatory parameter 'interval' was not sent, was empty/null, or malformed.",
    ],
    ["/api/v3/klines?symbol=&interval=1h", 400, -1105, "Parameter 'symbol' was empty."],
    ["/api/v3/klines?symbol=NOPE&interval=1h", 400, -1121, "Invalid symbol."],
    [
      "/api/v3/klines?symbol=btcusdt&interval=1h",
      400,
      -1100,
      "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.",
    ],
    ["/api/v3/klines?symbol=BTCUSDT&interval=1H", 400, -1120, "Invalid interval."],
    [
      "/api/v3/klines?symbol=BTCUSDT&interval=1m&interval=1h",
      400,
      -1101,
      "Duplicate values for a parameter detected.",
    ],
    [
      "/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=x",
      400,
      -1100,
      "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'.",
    ],
    [
      "/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=0",
      400,
      -1130,
      "Data sent for parameter 'limit' is not valid.",
    ],
    [
      "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=-5",
      400,
      -1100,
      "Illegal characters found in parameter 'startTime'; legal range is '^[0-9]{1,20}$'.",
    ],
    [
      "/api/v3/klines?symbol=BTCUSDT&interval=1d&timeZone=8",
      400,
      -1130,
      "Data sent for parameter 'timeZone' is not valid.",
    ],
    [
      "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&startTime=2&endTime=1",
      400,
      -1023,
      "Start time is greater than end time.",
    ],
    ["/fapi/v1/order", 404, -5000, "Path /fapi/v1/order, Method GET is invalid"],
    ["/api/v3/premiumIndex", 404, -5000, "Path /api/v3/premiumIndex, Method GET is invalid"],
  ];
  for (const [path, status, code, msg] of rows) {
    const answer = get(path);
    deepStrictEqual([answer.status, answer.json], [status, { code, msg }], path);
  }
  strictEqual(get("/api/v3/klines?symbol=BTCUSDT&interval=1d&timeZone=0").status, 200);
});

Deno.test("BinanceDesk: whatever is asked, it is rows or a refusal", () => {
  const { get } = open();
  const value = fc.oneof(
    fc.constantFrom("BTCUSDT", "1h", "1M", "1", "0", "99999999999999999999", "1e9", ""),
    fc.string(),
  );
  const names = fc.constantFrom("symbol", "interval", "limit", "startTime", "endTime", "timeZone", "symbols");
  const paths = fc.constantFrom(
    "api/v3/klines",
    "fapi/v1/klines",
    "fapi/v1/fundingRate",
    "fapi/v1/premiumIndex",
    "api/v3/exchangeInfo",
  );
  fc.assert(
    fc.property(paths, fc.dictionary(names, value), (path, params) => {
      const url = `/${path}?${new URLSearchParams({ symbol: "BTCUSDT", interval: "1M", ...params })}`;
      const { status, json } = get(url);
      ok(status === 200 || (status === 400 && typeof (json as { code: unknown }).code === "number"), url);
    }),
    { numRuns: 500 },
  );
});

Deno.test("BinanceDesk: time is the market's", () => {
  const { get, house } = open();
  deepStrictEqual(get("/api/v3/time").json, { serverTime: house.now() });
  deepStrictEqual(get("/fapi/v1/time").json, { serverTime: house.now() });
  deepStrictEqual(get("/fapi/v1/ping").json, {});
});

Deno.test("BinanceDesk: it lists the venue's assets under Binance's names, with their grids", () => {
  const { get } = open();
  const [spot, futures] = ["/api/v3/exchangeInfo", "/fapi/v1/exchangeInfo"].map((path) => seen(get(path)));
  const names = (info: Seen): string[] => info.symbols.map(({ symbol }: Seen) => symbol);
  deepStrictEqual(names(spot), ["BTCUSDT", "1000PEPEUSDT"]);
  deepStrictEqual(names(futures), ["BTCUSDT", "1000PEPEUSDT"]);
  const [btc] = futures.symbols;
  deepStrictEqual(
    [btc.contractType, btc.status, btc.pricePrecision, btc.quantityPrecision, btc.maintMarginPercent],
    ["PERPETUAL", "TRADING", 1, 5, "2.5000"],
  );
  const filter = (type: string) =>
    btc.filters.find(({ filterType }: { filterType: string }) => filterType === type);
  strictEqual(filter("PRICE_FILTER").tickSize, "0.10000000");
  strictEqual(filter("LOT_SIZE").stepSize, "0.00001000");
  deepStrictEqual(names(seen(get("/api/v3/exchangeInfo?symbol=BTCUSDT"))), ["BTCUSDT"]);
  deepStrictEqual(names(seen(get('/api/v3/exchangeInfo?symbols=["1000PEPEUSDT","BTCUSDT"]'))), [
    "1000PEPEUSDT",
    "BTCUSDT",
  ]);
  strictEqual(get('/api/v3/exchangeInfo?symbols=["NOPE"]').status, 400);
  strictEqual(get("/api/v3/exchangeInfo?symbols=BTCUSDT").status, 400);
});

Deno.test("BinanceDesk: every eight hours the rates of the eight before are paid as one", () => {
  const { get } = open();
  const rates = (more: string = ""): unknown[] =>
    get(`/fapi/v1/fundingRate?symbol=BTCUSDT${more}`).json as unknown[];
  const eight = "0.00036000";
  deepStrictEqual(rates("&limit=2"), [
    { symbol: "BTCUSDT", fundingTime: START + 40 * HOUR, fundingRate: eight, markPrice: "42400.00000000" },
    { symbol: "BTCUSDT", fundingTime: START + 48 * HOUR, fundingRate: eight, markPrice: "42480.00000000" },
  ]);
  const first = rates(`&startTime=${START + 9 * HOUR}&limit=1`)[0] as { fundingRate: string };
  strictEqual(first.fundingRate, eight);
  const times = (more: string): number[] =>
    rates(more).map((row) => ((row as { fundingTime: number }).fundingTime - START) / HOUR);
  deepStrictEqual(times(""), [8, 16, 24, 32, 40, 48]);
  deepStrictEqual(times(`&startTime=${START + 9 * HOUR}&limit=2`), [16, 24]);
  deepStrictEqual(times(`&endTime=${START + 24 * HOUR}&limit=2`), [16, 24]);
  deepStrictEqual(times(`&startTime=${START + 16 * HOUR}&endTime=${START + 24 * HOUR}`), [16, 24]);
  deepStrictEqual(get("/fapi/v1/fundingRate?symbol=1000PEPEUSDT").json, []);
  strictEqual((get("/fapi/v1/fundingRate").json as unknown[]).length, 6);
});

Deno.test("BinanceDesk: mark, index, the last payment and the time of the next", () => {
  const { get, house } = open();
  const btc = {
    symbol: "BTCUSDT",
    markPrice: "42505.00000000",
    indexPrice: "42505.00000000",
    estimatedSettlePrice: "42505.00000000",
    lastFundingRate: "0.00036000",
    interestRate: "0.00010000",
    nextFundingTime: START + 56 * HOUR,
    time: house.now(),
  };
  deepStrictEqual(get("/fapi/v1/premiumIndex?symbol=BTCUSDT").json, btc);
  deepStrictEqual((get("/fapi/v1/premiumIndex").json as unknown[])[0], btc);
});

Deno.test("BinanceDesk: weights are told with every answer, by the wall's minute", () => {
  const { get, house } = open();
  const used = (path: string): number => Number(get(path).headers["x-mbx-used-weight-1m"]);
  const candles = "klines?symbol=BTCUSDT&interval=1h&limit=";
  deepStrictEqual(["99", "100", "500", "1001"].map((limit) => used(`/fapi/v1/${candles}${limit}`)), [
    1,
    3,
    8,
    18,
  ]);
  strictEqual(used("/fapi/v1/premiumIndex"), 28);
  strictEqual(used("/fapi/v1/premiumIndex?symbol=BTCUSDT"), 29);
  strictEqual(used("/fapi/v1/fundingRate"), 29);
  strictEqual(used("/fapi/v1/klines"), 30);
  strictEqual(used(`/api/v3/${candles}1000`), 2);
  strictEqual(used("/api/v3/exchangeInfo"), 22);
  strictEqual(get("/api/v3/time").headers["x-mbx-used-weight"], "23");
  house.wall += MINUTE;
  strictEqual(used("/api/v3/time"), 1);
});

Deno.test("BinanceDesk: too much weight is 429, to go on is 418, both with the time to wait", () => {
  const { get, house } = open();
  house.enforceLimits = true;
  house.wall = 1_700_000_000_000 - 1_700_000_000_000 % MINUTE + 20_000;
  const many = "/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1500";
  for (let count = 0; count < 240; count++) strictEqual(get(many).status, 200);
  const refused = get(many);
  strictEqual(refused.status, 429);
  strictEqual(refused.headers["retry-after"], "40");
  deepStrictEqual(refused.json, {
    code: -1003,
    msg: "Too much request weight used; current limit is 2400 request weight per 1 MINUTE. " +
      "Please use WebSocket Streams for live updates to avoid polling the API.",
  });
  for (let count = 0; count < 9; count++) strictEqual(get(many).status, 429);
  const banned = get("/fapi/v1/time");
  strictEqual(banned.status, 418);
  strictEqual(banned.headers["retry-after"], "120");
  deepStrictEqual(banned.json, {
    code: -1003,
    msg: `Way too much request weight used; IP banned until ${house.wall + 2 * MINUTE}. ` +
      "Please use WebSocket Streams for live updates to avoid bans.",
  });
  strictEqual(get("/api/v3/time").status, 200);
  house.wall += 2 * MINUTE;
  strictEqual(get(many).status, 200);
});
