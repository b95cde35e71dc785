import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Awaitable } from "../model/awaitable.ts";
import type { AccountState } from "../model/account.ts";
import type { CycleEntry, Halt } from "../model/diary_entry.ts";
import type { AccountEvent, EventMark } from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import { RunState } from "../model/run_state.ts";
import { RISK_PROFILES } from "../risk/profiles.ts";
import { accountOf, fillOf, positionOf10 } from "../testing/accounts.ts";
import { bySymbol, ETH, SOL } from "../testing/instruments.ts";
import { ScriptedExchange } from "../testing/scripted_exchange.ts";
import { SettableClock } from "../testing/settable_clock.ts";
import { DAY, HOUR, MIDNIGHT, QUARTER } from "../testing/times.ts";
import { WIDE } from "../testing/world.ts";
import { sync, type Synced } from "./sync.ts";

const CONSERVATIVE = RISK_PROFILES.get("conservative")!;
const DEPOSIT: AccountEvent = { kind: "transfer", time: MIDNIGHT, amountUsd: 10_000 };

/** An exchange that shows an account and hands out events once. */
function showing(account: AccountState, events: readonly AccountEvent[] = []): ScriptedExchange {
  const exchange = new ScriptedExchange({
    clock: new SettableClock(MIDNIGHT),
    instruments: [ETH, SOL],
    depositUsd: 0,
    takerFee: 0,
    log: [],
  });
  exchange.sync = () => Promise.resolve({ account, events });
  return exchange;
}

function newState(): RunState {
  return new RunState(bySymbol(ETH, SOL));
}

function endOf(close: number, equityUsd: number, given: Partial<CycleEntry> = {}): CycleEntry {
  return { kind: "cycle", close, balanceUsd: equityUsd, equityUsd, ...given };
}

function look(state: RunState, exchange: ScriptedExchange, close = MIDNIGHT): Awaitable<Synced> {
  return sync(exchange, state, { close, profile: WIDE });
}

Deno.test("what happened since is taken in once, in order, with the trades it closed", async () => {
  const clock = new SettableClock(MIDNIGHT);
  const script = { clock, instruments: [ETH], depositUsd: 10_000, takerFee: 0, log: [] };
  const exchange = new ScriptedExchange(script);
  exchange.marks.set("ETH", 100);
  const state = newState();
  const asked: EventMark[] = [];
  const ordinary = exchange.sync.bind(exchange);
  exchange.sync = (since) => {
    asked.push(since);
    return ordinary(since);
  };
  deepStrictEqual((await look(state, exchange)).events.map(({ kind }) => kind), ["transfer"]);
  exchange.trade("ETH", "buy", { size: 2 });
  clock.set(MIDNIGHT + 5);
  exchange.trade("ETH", "sell", { size: 2, price: 101 });
  const second = await look(state, exchange);
  deepStrictEqual(second.events.map(({ time }) => time - MIDNIGHT), [0, 5]);
  deepStrictEqual(second.trades.map(({ netPnlUsd }) => netPnlUsd), [2]);
  deepStrictEqual((await look(state, exchange)).events, []);
  deepStrictEqual(asked, [
    { time: -1, count: 0 },
    { time: MIDNIGHT, count: 1 },
    { time: MIDNIGHT + 5, count: 1 },
  ]);
  deepStrictEqual(second.faults, []);
});

type HaltRow = readonly [
  what: string,
  before: readonly CycleEntry[],
  now: readonly [close: number, equityUsd: number],
  begins: Halt["until"] | null,
  inForce: Halt["until"] | null,
];

const NINE = MIDNIGHT + 9 * HOUR;
const DAY_HALT = { halt: { until: "next-day", loss: -0.03 } } as const;
const FOR_GOOD = { halt: { until: "for-good", loss: -0.1 } } as const;

const HALTS: readonly HaltRow[] = [
  ["the first look of all", [], [NINE, 1], null, null],
  ["2.99 % down since midnight", [endOf(MIDNIGHT, 10_000)], [NINE, 9701], null, null],
  ["3 % down since midnight", [endOf(MIDNIGHT, 10_000)], [NINE, 9700], "next-day", "next-day"],
  ["3 % down, whatever the digits", [endOf(MIDNIGHT, 700.1)], [NINE, 679.097], "next-day", "next-day"],
  [
    "3 % down since the start of the run",
    [endOf(NINE, 10_000)],
    [NINE + QUARTER, 9700],
    "next-day",
    "next-day",
  ],
  [
    "the day counts from midnight, not from its high",
    [endOf(MIDNIGHT, 10_000), endOf(MIDNIGHT + QUARTER, 10_300)],
    [NINE, 9990],
    null,
    null,
  ],
  [
    "yesterday's loss is none of today's",
    [endOf(MIDNIGHT, 10_000), endOf(MIDNIGHT + HOUR, 9710)],
    [MIDNIGHT + DAY, 9700],
    null,
    null,
  ],
  [
    "without a cycle on midnight the last equity before it counts",
    [endOf(MIDNIGHT, 10_000), endOf(MIDNIGHT + HOUR, 9800)],
    [MIDNIGHT + DAY + HOUR, 9506],
    "next-day",
    "next-day",
  ],
  [
    "in force for the rest of the day",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9700, DAY_HALT)],
    [
      MIDNIGHT + DAY - QUARTER,
      9990,
    ],
    null,
    "next-day",
  ],
  [
    "not announced twice",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9700, DAY_HALT)],
    [NINE + QUARTER, 9600],
    null,
    "next-day",
  ],
  [
    "lifted at midnight",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9700, DAY_HALT)],
    [MIDNIGHT + DAY, 9700],
    null,
    null,
  ],
  [
    "again on the next day",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9700, DAY_HALT), endOf(MIDNIGHT + DAY, 9700)],
    [MIDNIGHT + DAY + HOUR, 9409],
    "next-day",
    "next-day",
  ],
  ["9.99 % below the peak", [endOf(MIDNIGHT - DAY, 10_000), endOf(MIDNIGHT, 9200)], [NINE, 9001], null, null],
  [
    "10 % below the peak",
    [endOf(MIDNIGHT - DAY, 10_000), endOf(MIDNIGHT, 9200)],
    [NINE, 9000],
    "for-good",
    "for-good",
  ],
  [
    "the peak is the highest end of any cycle",
    [endOf(MIDNIGHT - DAY, 10_000), endOf(MIDNIGHT - HOUR, 11_000), endOf(MIDNIGHT, 10_000)],
    [NINE, 9900],
    "for-good",
    "for-good",
  ],
  [
    "for good follows upon a halt for the day",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9700, DAY_HALT)],
    [NINE + QUARTER, 9000],
    "for-good",
    "for-good",
  ],
  [
    "for good is for good, and nothing is added to it",
    [endOf(MIDNIGHT, 10_000), endOf(NINE, 9000, FOR_GOOD), endOf(MIDNIGHT + DAY, 20_000)],
    [MIDNIGHT + DAY + HOUR, 19_000],
    null,
    "for-good",
  ],
];

Deno.test("halts, row by row", async () => {
  for (const [what, before, [close, equityUsd], begins, inForce] of HALTS) {
    const state = newState();
    for (const entry of before) state.finish(entry);
    const exchange = showing(accountOf({ equityUsd }));
    const { newHalt, halt } = await sync(exchange, state, { close, profile: CONSERVATIVE });
    strictEqual(newHalt?.until ?? null, begins, what);
    strictEqual(halt?.until ?? null, inForce, what);
  }
});

Deno.test("at each profile's own limits a halt begins, a cent before it does not", async () => {
  const lossOf = async (profile: RiskProfile, equityUsd: number, at: number) => {
    const state = newState();
    state.finish(endOf(at, 10_000));
    const { halt } = await sync(showing(accountOf({ equityUsd })), state, { close: NINE, profile });
    return halt;
  };
  for (const profile of RISK_PROFILES.values()) {
    const day = 10_000 - 10_000 * profile.dayLossHalt!;
    strictEqual((await lossOf(profile, day, MIDNIGHT))?.until, "next-day", profile.name);
    strictEqual(await lossOf(profile, day + 0.01, MIDNIGHT), null, profile.name);
    const good = 10_000 - 10_000 * profile.drawdownHalt!;
    strictEqual((await lossOf(profile, good, MIDNIGHT - DAY))?.until, "for-good", profile.name);
    strictEqual((await lossOf(profile, good + 0.01, MIDNIGHT))?.until, "next-day", profile.name);
  }
});

Deno.test("a halt tells its loss, and a profile without halts has none", async () => {
  const state = newState();
  state.finish(endOf(MIDNIGHT, 10_000));
  const exchange = showing(accountOf({ equityUsd: 5000 }));
  const { newHalt } = await sync(exchange, state, { close: NINE, profile: CONSERVATIVE });
  deepStrictEqual(newHalt, { until: "for-good", loss: -0.5 });
  strictEqual((await sync(exchange, state, { close: NINE, profile: WIDE })).halt, null);
});

Deno.test("what the venue shows and the diary explains: no fault", async () => {
  const state = newState();
  const events = [DEPOSIT, fillOf({ size: 10 })];
  deepStrictEqual(
    (await look(state, showing(accountOf({ positions: [positionOf10()] }), events))).faults,
    [],
  );
});

Deno.test("what the diary does not explain is a fault each, and the venue's figure is used", async () => {
  const rows: [what: string, events: AccountEvent[], account: AccountState, wanted: string[]][] = [
    ["money that nobody paid in", [DEPOSIT], accountOf({ balanceUsd: 10_000.000001 }), [
      "balance: the venue shows 10000.000001 USD, the diary explains 10000 USD",
    ]],
    ["a position that nobody opened", [DEPOSIT], accountOf({ positions: [positionOf10()] }), [
      "ETH: the venue shows long 10, the diary explains none",
    ]],
    [
      "a position of another size",
      [DEPOSIT, fillOf({ size: 9 })],
      accountOf({ positions: [positionOf10()] }),
      [
        "ETH: the venue shows long 10, the diary explains long 9",
      ],
    ],
    [
      "a position on the other side",
      [DEPOSIT, fillOf({ size: 10, side: "sell" })],
      accountOf({ positions: [positionOf10()] }),
      ["ETH: the venue shows long 10, the diary explains short 10"],
    ],
    ["a position that is gone", [DEPOSIT, fillOf({ size: 10 })], accountOf(), [
      "ETH: the venue shows no position, the diary explains long 10",
    ]],
    [
      "one in another's place",
      [DEPOSIT, fillOf({ size: 10 })],
      accountOf({ positions: [positionOf10({ asset: "SOL" })] }),
      [
        "SOL: the venue shows long 10, the diary explains none",
        "ETH: the venue shows no position, the diary explains long 10",
      ],
    ],
    [
      "an asset that the run does not trade, which was there before it",
      [DEPOSIT],
      accountOf({ positions: [positionOf10({ asset: "DOGE" })] }),
      [],
    ],
  ];
  for (const [what, events, account, wanted] of rows) {
    const synced = await look(newState(), showing(account, events));
    deepStrictEqual(synced.faults.map(({ on, what: told }) => `${on}: ${told}`), wanted, what);
    for (const { step, done } of synced.faults) {
      deepStrictEqual([step, done], ["sync", "the venue's figure is used"]);
    }
    strictEqual(synced.account, account);
  }
});
