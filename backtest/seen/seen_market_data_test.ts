import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  candleColumns,
  CandleWindow,
  type MarketData,
  MarketFault,
  type SeenSettled,
} from "../../engine/mod.ts";
import { SeenMarketData } from "./seen_market_data.ts";
import { SeenTape } from "./seen_tape.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const MINUTE = 60_000;

/** A window of minutes with these opens (minutes) and prices. */
function windowOf(rows: readonly (readonly [open: number, price: number])[]): CandleWindow {
  const columns = candleColumns(rows.length);
  rows.forEach(([open, price], index) => {
    columns.time[index] = open * MINUTE;
    for (const name of ["open", "high", "low", "close", "volume"] as const) columns[name][index] = price;
  });
  return new CandleWindow(columns, MINUTE, { start: 0, end: rows.length });
}

const shown = (window: CandleWindow): number[][] =>
  Array.from({ length: window.length }, (_, at) => [window.time(at) / MINUTE, window.close(at)]);

/** Answers with these windows, one after another, whatever is asked. */
function answering(windows: readonly CandleWindow[]): MarketData {
  const left = [...windows];
  const next = (): CandleWindow => left.shift()!;
  return { candles: next, finest: next, contexts: () => [], funding: () => ({ times: [], rates: [] }) };
}

Deno.test("a candle is kept once, as it was first seen; a late one takes its place; played again it is the same", async () => {
  const answers = [windowOf([[1, 10], [3, 30]]), windowOf([[2, 20], [3, 31], [4, 40]]), windowOf([])];
  const store = new KeptEntries();
  const ask = async (data: MarketData): Promise<number[][][]> => [
    shown(await data.candles("BTC", "1m", { last: 5 })),
    shown(await data.candles("BTC", "1m", { after: 2 * MINUTE })),
    shown(await data.candles("BTC", "1m", { last: 2 })),
  ];
  const live = await ask(new SeenMarketData(answering(answers), new SeenTape(store)));
  deepStrictEqual(live, [[[1, 10], [3, 30]], [[2, 20], [3, 30], [4, 40]], [[3, 30], [4, 40]]]);
  const rows = store.all.map((entry) => entry.kind === "candles" ? entry.rows.length : -1);
  deepStrictEqual(rows, [2, 2, 0]);
  const kept = store.all.length;
  deepStrictEqual(await ask(new SeenMarketData(answering([]), new SeenTape(store))), live);
  strictEqual(store.all.length, kept);
});

Deno.test("what orders settle on is kept with its close", async () => {
  const store = new KeptEntries();
  const live = new SeenMarketData(answering([windowOf([[1, 10]])]), new SeenTape(store));
  strictEqual((await live.finest("BTC", 0)).closeTime(0), 2 * MINUTE);
  deepStrictEqual(store.all, [{
    kind: "finest",
    asset: "BTC",
    rows: [[2 * MINUTE, MINUTE, 10, 10, 10, 10, 10]],
  }]);
  const again = new SeenMarketData(answering([]), new SeenTape(store));
  strictEqual((await again.finest("BTC", 0)).closeTime(0), 2 * MINUTE);
});

Deno.test("questions that are asked at once stand on the tape as they were asked, whoever is answered first", async () => {
  const store = new KeptEntries();
  const source: MarketData = {
    ...answering([]),
    candles: async (asset) => {
      await new Promise((resolve) => setTimeout(resolve, asset === "BTC" ? 10 : 0));
      return windowOf([[1, 10]]);
    },
  };
  const ask = (data: MarketData) =>
    Promise.all(["BTC", "ETH"].map(async (asset) => shown(await data.candles(asset, "1m", { last: 1 }))));
  const live = await ask(new SeenMarketData(source, new SeenTape(store)));
  deepStrictEqual(await ask(new SeenMarketData(answering([]), new SeenTape(store))), live);
  deepStrictEqual(store.all.map((entry) => entry.kind === "candles" && entry.asset), ["BTC", "ETH"]);
});

Deno.test("beside a context what is new of its asset is kept, each candle and hour once; played again it is there too", async () => {
  const HOUR = 60 * MINUTE;
  const at = (time: number) => ({
    asset: "BTC",
    time,
    ...{ mark: 1, mid: 1, oracle: 1, funding: 0, openInterest: null },
  });
  const asked: string[] = [];
  let now = 2 * HOUR;
  let isAway = false;
  const source: MarketData = {
    ...answering([]),
    contexts: () => [at(now)],
    finest: (_, after) => {
      asked.push(`finest ${after / MINUTE}`);
      if (isAway) throw new MarketFault("unreachable", "away");
      return windowOf([[now / MINUTE - 2, 1], [now / MINUTE - 1, 2]]);
    },
    funding: (_, after) => {
      asked.push(`funding ${after / HOUR}`);
      return { times: [Math.floor(now / HOUR) * HOUR], rates: [0.5] };
    },
  };
  const store = new KeptEntries();
  const live = new SeenMarketData(source, new SeenTape(store));
  const minutes = (rows: readonly SeenSettled[]) => rows.map(([close]) => close / MINUTE);
  const beside = () =>
    store.all.map((entry) =>
      entry.kind === "contexts"
        ? (entry.beside ?? []).map(({ finest, funding }) => [minutes(finest), funding?.times.length ?? 0])
        : entry.kind
    );
  await live.contexts(["BTC"]);
  now += MINUTE;
  await live.contexts(["BTC"]);
  isAway = true;
  now += MINUTE;
  await live.contexts(["BTC"]);
  deepStrictEqual(asked, ["finest 0", "funding 1", "finest 120", "finest 121"]);
  deepStrictEqual(beside(), [[[[119, 120], 1]], [[[121], 0]], []]);
  const again = new SeenMarketData(answering([windowOf([])]), new SeenTape(store));
  for (let count = 0; count < 3; count++) await again.contexts(["BTC"]);
  deepStrictEqual(shown(await again.finest("BTC", 0)).map(([open]) => open), [118, 119, 120]);
});
