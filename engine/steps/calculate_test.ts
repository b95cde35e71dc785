import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { atr, ema, macd, rsi, sma } from "../indicators/mod.ts";
import type { AccountState } from "../model/account.ts";
import type { JsonValue } from "../model/decision.ts";
import type { MarketContext } from "../model/market_context.ts";
import type { Observation } from "../model/observation.ts";
import { observationJson } from "../model/observation_json.ts";
import { RunState } from "../model/run_state.ts";
import { accountOf, fillOf, openOrderOf, positionOf10 } from "../testing/accounts.ts";
import { bySymbol, ETH, SOL } from "../testing/instruments.ts";
import { type GivenCandle, windowOf } from "../testing/scripted_market_data.ts";
import { HOUR, MIDNIGHT, QUARTER } from "../testing/times.ts";
import { Calculator, createFeeds, type Seen } from "./calculate.ts";

const ASSETS = ["ETH", "SOL"];
const NEEDS = [
  { interval: "decision", indicators: [sma(2)], values: 3 },
  { interval: "1h", indicators: [ema(2)], values: 1 },
] as const;

function contextOf(asset: string, given: Partial<MarketContext> = {}): MarketContext {
  const base = { asset, time: MIDNIGHT, mark: 101, mid: 102, oracle: 103, funding: 0.0001, openInterest: 5 };
  return { ...base, ...given };
}

function candles(count: number, close: number, step = QUARTER): GivenCandle[] {
  return Array.from({ length: count }, (_, index) => ({
    close: close - (count - 1 - index) * step,
    price: 100 + index,
  }));
}

interface Told {
  /** Candles of the decision interval and of the hour that each asset gets; 10 where it is not said. */
  readonly counts?: Partial<Record<string, readonly [quarters: number, hours: number]>>;
  /** When the last quarter of an asset closed; at midnight where it is not said. */
  readonly lastCloses?: Partial<Record<string, number>>;
  readonly contexts?: Partial<Record<string, Partial<MarketContext>>>;
  readonly account?: AccountState;
  readonly state?: RunState;
  readonly memory?: JsonValue;
}

function observe(told: Told = {}): { observation: Observation; hash: string } {
  const feeds = createFeeds(ASSETS, "15m", NEEDS);
  const calculator = new Calculator(feeds, "15m");
  const windows = feeds.flatMap(({ asset, feeds: [quarters, hours] }) => {
    const [fast, slow] = told.counts?.[asset] ?? [10, 10];
    return [
      { feed: quarters, window: windowOf(candles(fast, told.lastCloses?.[asset] ?? MIDNIGHT), QUARTER) },
      { feed: hours, window: windowOf(candles(slow, MIDNIGHT, HOUR), HOUR) },
    ];
  });
  const contexts = ASSETS.map((asset) => contextOf(asset, told.contexts?.[asset]));
  const { account = accountOf(), memory = null } = told;
  const seen: Seen = { close: MIDNIGHT, account, contexts, memory };
  const state = told.state ?? new RunState(bySymbol(ETH, SOL));
  const observation = calculator.calculate(windows, seen, state);
  return { observation, hash: calculator.fingerprint(seen) };
}

Deno.test("feeds: the decision interval first, what several needs want of one interval together", () => {
  const rows: [needs: Parameters<typeof createFeeds>[2], wanted: string[]][] = [
    [[], ["15m 1:"]],
    [[{ interval: "4h", indicators: [ema(20)], values: 10 }], ["15m 1:", "4h 10: ema20"]],
    [
      [
        { interval: "4h", indicators: [ema(20)], values: 2 },
        { interval: "decision", indicators: [rsi(7)], values: 5 },
        { interval: "4h", indicators: [atr(3)], values: 10 },
      ],
      ["15m 5: rsi7", "4h 10: ema20,atr3"],
    ],
    [
      [
        { interval: "4h", indicators: [], values: 7 },
        { interval: "4h", indicators: [ema(20)], values: 2 },
      ],
      ["15m 1:", "4h 7: ema20"],
    ],
    [
      [
        { interval: "decision", indicators: [ema(20), macd()], values: 5 },
        { interval: "15m", indicators: [ema(20), rsi(7)], values: 10 },
      ],
      ["15m 10: ema20,macd12-26-9.line,macd12-26-9.signal,macd12-26-9.histogram,rsi7"],
    ],
  ];
  for (const [needs, wanted] of rows) {
    const [{ asset, feeds }] = createFeeds(["ETH"], "15m", needs);
    strictEqual(asset, "ETH");
    const told = feeds.map(({ interval, outputs, closes }) =>
      `${interval} ${closes.values().length}: ${outputs.join()}`.trim()
    );
    deepStrictEqual(told, wanted);
  }
});

Deno.test("each asset has feeds of its own", () => {
  const [eth, sol] = createFeeds(ASSETS, "15m", NEEDS);
  notStrictEqual(eth.feeds[0], sol.feeds[0]);
});

Deno.test("an asset that cannot be observed is held with the reason; the other goes on", () => {
  const rows: [what: string, told: Told, reason: string][] = [
    ["too few quarters", { counts: { ETH: [4, 10] } }, "warm-up: 4 of 5 candles of 15m"],
    ["too few hours", { counts: { ETH: [10, 3] } }, "warm-up: 3 of"],
    ["the candle of this close is missing", { lastCloses: { ETH: MIDNIGHT - QUARTER } }, "no candle"],
    ["no mid: the market shows no price", { contexts: { ETH: { mid: null } } }, "no price"],
    ["no mark", { contexts: { ETH: { mark: null } } }, "no price"],
  ];
  for (const [what, told, reason] of rows) {
    const { observation: { assets, held } } = observe(told);
    deepStrictEqual(assets.map(({ asset }) => asset), ["SOL"], what);
    deepStrictEqual(held.map(({ asset }) => asset), ["ETH"], what);
    ok(held[0].reason.startsWith(reason), `${what}: ${held[0].reason}`);
  }
  const { observation } = observe();
  deepStrictEqual([observation.assets.length, observation.held.length], [2, 0]);
});

Deno.test("what is seen of an asset", () => {
  const position = positionOf10();
  const { observation } = observe({ account: accountOf({ positions: [position] }) });
  const [eth, sol] = observation.assets;
  deepStrictEqual([eth.mark, eth.mid, eth.oracle, eth.fundingHourly, eth.openInterest], [
    101,
    102,
    103,
    0.0001,
    5,
  ]);
  strictEqual(eth.fundingAnnualized, 0.876);
  strictEqual(eth.position, position);
  strictEqual(sol.position, null);
  deepStrictEqual(eth.on().closes.values(), [107, 108, 109]);
  deepStrictEqual(eth.on().series("sma2").values(), [106.5, 107.5, 108.5]);
  strictEqual(eth.on("1h").closes.last, 109);
  strictEqual(eth.on("15m"), eth.on());
  throws(() => eth.on("4h"), /no candles of 4h were declared; declared: 15m, 1h/);
  deepStrictEqual([observation.close, observation.interval], [MIDNIGHT, "15m"]);
});

Deno.test("what is not recorded is null", () => {
  const unknown = { oracle: null, funding: null, openInterest: null };
  const [eth] = observe({ contexts: { ETH: unknown } }).observation.assets;
  deepStrictEqual([eth.oracle, eth.fundingHourly, eth.fundingAnnualized, eth.openInterest], [
    null,
    null,
    null,
    null,
  ]);
});

Deno.test("what is seen of the account", () => {
  const state = new RunState(bySymbol(ETH, SOL));
  state.absorb({ kind: "transfer", time: 1, amountUsd: 8000 });
  state.absorb(fillOf({ size: 10, time: 2 }));
  state.absorb(fillOf({ asset: "SOL", time: 3 }));
  state.absorb(fillOf({ asset: "SOL", time: 4, side: "sell", realizedPnlUsd: 1 }));
  const record = { asset: "ETH", action: "buy", rationale: "", outcome: "filled" } as const;
  state.finish({ kind: "cycle", close: 5, balanceUsd: 1, equityUsd: 1, decisions: [record] });
  const openOrders = Array.from({ length: 60 }, (_, index) => openOrderOf({ triggerPrice: index }));
  const account = accountOf({ balanceUsd: 9000, positions: [positionOf10()], openOrders });
  const view = observe({ account, state }).observation.account;
  deepStrictEqual([view.balanceUsd, view.equityUsd, view.freeUsd, view.totalReturn], [
    9000,
    10_000,
    9000,
    0.25,
  ]);
  strictEqual(view.sharpe(), null);
  deepStrictEqual(view.positions, account.positions);
  strictEqual(view.openOrders.length, 50);
  deepStrictEqual(view.activeTrades.map(({ asset, size }) => [asset, size]), [["ETH", 10]]);
  deepStrictEqual(view.decisions, [{ ...record, close: 5 }]);
  strictEqual(view.fills.length, 3);
  strictEqual(view.closedTrades[0].netPnlUsd, 1);
});

Deno.test("no list that an agent is handed is the engine's own", () => {
  const state = new RunState(bySymbol(ETH, SOL));
  state.absorb(fillOf({ size: 10, time: 2 }));
  state.absorb(fillOf({ asset: "SOL", time: 3 }));
  state.absorb(fillOf({ asset: "SOL", time: 4, side: "sell" }));
  const record = { asset: "ETH", action: "buy", rationale: "", outcome: "filled" } as const;
  state.finish({ kind: "cycle", close: 5, balanceUsd: 1, equityUsd: 1, decisions: [record] });
  const account = accountOf({ positions: [positionOf10()], openOrders: [openOrderOf()] });
  const feeds = createFeeds(ASSETS, "15m", []);
  const calculator = new Calculator(feeds, "15m");
  const windows = feeds.map(({ feeds: [feed] }) => ({
    feed,
    window: windowOf(candles(1, MIDNIGHT), QUARTER),
  }));
  const seen: Seen = {
    close: MIDNIGHT,
    account,
    contexts: ASSETS.map((asset) => contextOf(asset)),
    memory: null,
  };
  const first = calculator.calculate(windows, seen, state);
  const { assets, held, account: view } = first;
  const lists = (): readonly (readonly unknown[])[] => [
    view.positions,
    view.openOrders,
    view.activeTrades,
    view.decisions,
    view.fills,
    view.closedTrades,
  ];
  const before = lists().map((list) => [...list]);
  ok(before.every((list) => list.length > 0));
  for (const list of [...lists(), assets, held, assets[0].on().closes.values()]) {
    (list as unknown[]).length = 0;
  }
  deepStrictEqual(lists(), before);
  deepStrictEqual([account.positions.length, account.openOrders.length], [1, 1]);
  strictEqual(calculator.calculate([], seen, state).assets.length, 2);
});

Deno.test("the fingerprint is the same for the same, and another for whatever an agent may know", () => {
  const withPosition = (given: Partial<ReturnType<typeof positionOf10>>) => ({
    account: accountOf({ positions: [positionOf10(given)] }),
  });
  const withOrder = (given: Parameters<typeof openOrderOf>[0]) => ({
    account: accountOf({ openOrders: [openOrderOf(given)] }),
  });
  const tellings: [what: string, told: Told][] = [
    ["nothing special", {}],
    ["one candle more", { counts: { ETH: [11, 10] } }],
    ["one slow candle more", { counts: { ETH: [10, 11] } }],
    ["another mark", { contexts: { ETH: { mark: 101.01 } } }],
    ["another mid", { contexts: { SOL: { mid: 102.01 } } }],
    ["another oracle", { contexts: { SOL: { oracle: 103.01 } } }],
    ["no funding", { contexts: { ETH: { funding: null } } }],
    ["another open interest", { contexts: { ETH: { openInterest: 6 } } }],
    ["another equity", { account: accountOf({ equityUsd: 10_001, balanceUsd: 10_000 }) }],
    ["another balance", { account: accountOf({ balanceUsd: 10_001 }) }],
    ["less that is free", { account: accountOf({ freeUsd: 9999 }) }],
    ["something remembered", { memory: "once" }],
    ["something else remembered", { memory: "twice" }],
    ["a position", withPosition({})],
    ["a short one", withPosition({ side: "short" })],
    ["of another asset", withPosition({ asset: "SOL" })],
    ["of another size", withPosition({ size: 11 })],
    ["at another entry", withPosition({ entryPrice: 100.1 })],
    ["at another leverage", withPosition({ leverage: 2 })],
    ["an order", withOrder({})],
    ["at another trigger", withOrder({ triggerPrice: 97 })],
    ["of another id", withOrder({ clientOrderId: "0x1" })],
    ["of another kind", withOrder({ kind: "target" })],
    ["a stranger's, for a size", withOrder({ size: 1 })],
    ["a stranger's, of another asset", withOrder({ asset: "SOL" })],
    ["a stranger's, of the other side", withOrder({ side: "buy" })],
    ["a stranger's, with another worst price", withOrder({ limitPrice: 88.3 })],
    ["a stranger's, that may open", withOrder({ reduceOnly: false })],
  ];
  const hashes = new Map<string, string>();
  for (const [what, told] of tellings) {
    const { hash } = observe(told);
    strictEqual(observe(told).hash, hash, `${what}, twice`);
    strictEqual(hashes.get(hash), undefined, `${what} is told from the others`);
    hashes.set(hash, what);
  }
});

Deno.test("an observation as JSON: values that are not there yet are null, nothing is left out", () => {
  const { observation } = observe({ counts: { SOL: [4, 10] }, contexts: { ETH: { oracle: null } } });
  const json = observationJson(observation) as unknown as {
    assets: {
      asset: string;
      oracle: null;
      intervals: { interval: string; indicators: unknown; closes: unknown }[];
    }[];
    held: unknown;
    account: { sharpe: null; positions: unknown };
  };
  deepStrictEqual(json, JSON.parse(JSON.stringify(json)));
  deepStrictEqual(json.assets.map(({ asset, oracle }) => [asset, oracle]), [["ETH", null]]);
  deepStrictEqual(json.assets[0].intervals[0], {
    interval: "15m",
    closes: [107, 108, 109],
    indicators: { sma2: [106.5, 107.5, 108.5] },
  });
  deepStrictEqual(json.held, [{ asset: "SOL", reason: "warm-up: 4 of 5 candles of 15m" }]);
  strictEqual(json.account.sharpe, null);
});
