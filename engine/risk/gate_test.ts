import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { REFUSAL_CODES, type RefusalCode } from "../model/diary_entry.ts";
import { liquidationPrice } from "../model/margin.ts";
import type { OrderGroup, OrderLeg, Side } from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import { accountOf, positionOf10 } from "../testing/accounts.ts";
import { bySymbol, ETH, instrumentOf, SOL } from "../testing/instruments.ts";
import { judge } from "./gate.ts";
import { NOTHING_TAKEN, type Proposal, type Situation } from "./proposal.ts";
import { RISK_PROFILES } from "./profiles.ts";

const CONSERVATIVE = RISK_PROFILES.get("conservative")!;
const LOOSE: RiskProfile = {
  ...CONSERVATIVE,
  maxMarginShare: 1,
  maxLeverage: 100,
  maxGrossLeverage: 100,
  maxStopDistance: 0.9,
};
const ID = `0x${"0".repeat(32)}`;

interface Wanted {
  readonly purpose?: OrderGroup["purpose"];
  readonly side?: Side;
  readonly size?: number;
  readonly limit?: number;
  readonly stop?: number | null;
  readonly target?: number | null;
  readonly rest?: Partial<Proposal>;
}

/** 10 ETH at 100 USD with a stop at 98 and a target at 104, 1,000 USD at 1×. */
function entry(wanted: Wanted = {}): Proposal {
  const { purpose = "open", side = "buy", size = 10, limit = side === "buy" ? 101 : 99 } = wanted;
  const { stop = side === "buy" ? 98 : 102, target = side === "buy" ? 104 : 96, rest = {} } = wanted;
  const exitSide = side === "buy" ? "sell" : "buy";
  const legs: OrderLeg[] = [];
  const add = (leg: OrderLeg["leg"], of: Partial<OrderLeg>): void => {
    legs.push({
      leg,
      clientOrderId: ID,
      side,
      size,
      limitPrice: limit,
      triggerPrice: null,
      reduceOnly: false,
      ...of,
    });
  };
  if (purpose !== "protect") add(purpose === "close" ? "close" : "entry", {});
  const exit = { side: exitSide, reduceOnly: true, size: purpose === "protect" ? null : size } as const;
  if (stop !== null) add("stop", { ...exit, limitPrice: 90, triggerPrice: stop });
  if (target !== null) add("target", { ...exit, limitPrice: 90, triggerPrice: target });
  return {
    instrument: ETH,
    group: { asset: "ETH", purpose, legs },
    shownPrice: 100,
    allocationUsd: size * 100,
    leverage: 1,
    presentStop: null,
    ...rest,
  };
}

function protect(wanted: Wanted = {}): Proposal {
  return entry({ purpose: "protect", ...wanted });
}

function close(wanted: Wanted = {}): Proposal {
  return entry({ purpose: "close", side: "sell", stop: null, target: null, ...wanted });
}

function situation(given: Partial<Situation> = {}): Situation {
  return {
    account: accountOf(),
    instruments: bySymbol(ETH, SOL),
    profile: CONSERVATIVE,
    halt: null,
    candlesSinceClose: null,
    takerFee: 0.00045,
    knownLeverage: null,
    taken: NOTHING_TAKEN,
    ...given,
  };
}

type Row = readonly [
  what: string,
  code: RefusalCode | "passes",
  proposal: Proposal,
  situation?: Partial<Situation>,
];

const SOL_10X = instrumentOf({ symbol: "SOL", szDecimals: 2, maxLeverage: 10 });
const HELD = positionOf10(); // 10 ETH at 1×: 1,000 USD of margin
const OTHER = positionOf10({ asset: "SOL", size: 100, leverage: 10 }); // 10,000 USD at 10×
const ADD = "add";

function leveraged(leverage: number): Partial<Proposal> {
  return { leverage, allocationUsd: 1000 / leverage };
}

const LIMIT_ROWS: readonly Row[] = [
  ["no halt", "passes", entry()],
  ["a halt for the day", "halt", entry(), { halt: { until: "next-day", loss: -0.03 } }],
  ["a halt for good", "halt", entry(), { halt: { until: "for-good", loss: -0.1 } }],
  ["a halt refuses adds, too", "halt", entry({ purpose: ADD }), { halt: { until: "next-day", loss: -0.03 } }],
  ["a halt lets closes go on", "passes", close(), { halt: { until: "for-good", loss: -0.1 } }],
  ["a halt lets stops and targets go on", "passes", protect(), { halt: { until: "for-good", loss: -0.1 } }],

  ["three candles since the close", "passes", entry(), { candlesSinceClose: 3 }],
  ["two candles since the close", "cool-down", entry(), { candlesSinceClose: 2 }],
  ["closed after the present close", "cool-down", entry(), { candlesSinceClose: -1 }],
  ["a close is not cooled down", "passes", close(), { candlesSinceClose: 0 }],
  ["nor is protection", "passes", protect(), { candlesSinceClose: 0 }],

  ["leverage at the profile's limit", "passes", entry({ rest: leveraged(5) })],
  ["leverage above the profile's limit", "leverage", entry({ rest: leveraged(6) })],
  ["leverage at the asset's limit", "passes", entry({ rest: { ...leveraged(10), instrument: SOL_10X } }), {
    profile: LOOSE,
  }],
  [
    "leverage above the asset's limit",
    "leverage",
    entry({ rest: { ...leveraged(11), instrument: SOL_10X } }),
    {
      profile: LOOSE,
    },
  ],

  ["a size with four decimals", "passes", entry({ size: 10.0001 })],
  ["a size with five decimals", "off-grid", entry({ size: 10.00001 })],
  ["a negative size", "off-grid", entry({ size: -10 })],
  ["a worst price off the grid", "off-grid", entry({ limit: 100.995 })],
  ["a stop on the grid", "passes", entry({ stop: 98.01 })],
  ["a stop off the grid", "off-grid", entry({ stop: 98.001 })],
  ["a target off the grid", "off-grid", entry({ target: 104.001 })],
  ["a target of zero", "off-grid", entry({ target: 0 })],
  ["protection off the grid", "off-grid", protect({ stop: 98.001 })],
  ["a close off the grid", "off-grid", close({ limit: 99.001 })],

  ["exactly $10 at the price that is sent", "passes", entry({ size: 0.1, limit: 100 })],
  ["$9.99 at the price that is sent", "below-minimum", entry({ size: 0.0999, limit: 100 })],
  [
    "$9.9 shown, but $10 at the price that is sent",
    "passes",
    entry({
      size: 0.1,
      limit: 101,
      rest: {
        shownPrice: 99.5,
        allocationUsd: 9.95,
      },
    }),
  ],
  ["nothing at all", "below-minimum", entry({ size: 0 })],
  ["a close may be as small as it is", "passes", close({ size: 0.0001 })],

  ["margin at the limit, 40 %", "passes", entry({ size: 40 })],
  ["margin a cent above", "margin", entry({ size: 40, rest: { allocationUsd: 4000.01 } })],
  ["an add: present margin counts, at the limit", "passes", entry({ purpose: ADD, size: 30 }), {
    account: accountOf({ positions: [HELD] }),
  }],
  [
    "an add: present margin counts, above",
    "margin",
    entry({
      purpose: ADD,
      size: 30,
      rest: { allocationUsd: 3000.01 },
    }),
    { account: accountOf({ positions: [HELD] }) },
  ],
  [
    "an add that lowers the leverage: what stands is held at the new one, at the limit",
    "passes",
    entry({ purpose: ADD }),
    { account: accountOf({ positions: [positionOf10({ size: 30, leverage: 5 })] }) },
  ],
  [
    "an add that lowers the leverage: what stands is held at the new one, above",
    "margin",
    entry({ purpose: ADD }),
    { account: accountOf({ positions: [positionOf10({ size: 31, leverage: 5 })] }) },
  ],

  ["gross at 1.5 × equity", "passes", entry({ size: 50, rest: { allocationUsd: 1000, leverage: 5 } }), {
    account: accountOf({ positions: [OTHER] }),
  }],
  ["gross a cent above", "gross", entry({ size: 50.0001, rest: { allocationUsd: 1000.002, leverage: 5 } }), {
    account: accountOf({ positions: [OTHER] }),
  }],
  ["gross with what this cycle takes, at the limit", "passes", entry({ size: 30 }), {
    account: accountOf({ positions: [OTHER] }),
    taken: { marginUsd: 0, notionalUsd: 2000, feesUsd: 0 },
  }],
  ["gross with what this cycle takes, above", "gross", entry({ size: 30 }), {
    account: accountOf({ positions: [OTHER] }),
    taken: { marginUsd: 0, notionalUsd: 2000.01, feesUsd: 0 },
  }],

  ["the free balance pays margin and fee to the cent", "passes", entry(), {
    account: accountOf({ freeUsd: 1000.45 }),
  }],
  ["the fee is a cent more than is free", "free-balance", entry(), {
    account: accountOf({ freeUsd: 1000.44 }),
  }],
  ["at 5× the fee is still that of the whole notional", "passes", entry({ rest: leveraged(5) }), {
    account: accountOf({ freeUsd: 200.45 }),
  }],
  ["at 5× the fee of the margin alone is not enough", "free-balance", entry({ rest: leveraged(5) }), {
    account: accountOf({ freeUsd: 200.44 }),
  }],
  ["what this cycle takes is no more free, at the limit", "passes", entry(), {
    account: accountOf({ freeUsd: 2000.9 }),
    taken: { marginUsd: 1000, notionalUsd: 1000, feesUsd: 0.45 },
  }],
  ["what this cycle takes is no more free, above", "free-balance", entry(), {
    account: accountOf({ freeUsd: 2000.9 }),
    taken: { marginUsd: 1000, notionalUsd: 1000, feesUsd: 0.46 },
  }],
  [
    "lowering the leverage ties up margin of what stands",
    "free-balance",
    entry({ purpose: ADD }),
    { account: accountOf({ positions: [positionOf10({ leverage: 5 })], freeUsd: 1500 }) },
  ],
  [
    "lowering the leverage, and enough is free for it",
    "passes",
    entry({ purpose: ADD }),
    { account: accountOf({ positions: [positionOf10({ leverage: 5 })], freeUsd: 1800.45 }) },
  ],
];

const EXIT_ROWS: readonly Row[] = [
  ["a long's stop a cent below the price", "passes", entry({ stop: 99.99 })],
  ["a long's stop at the price", "stop-side", entry({ stop: 100 })],
  ["a long's stop above the price", "stop-side", entry({ stop: 100.01 })],
  ["a short's stop a cent above the price", "passes", entry({ side: "sell", stop: 100.01 })],
  ["a short's stop at the price", "stop-side", entry({ side: "sell", stop: 100 })],
  ["a short's stop below the price", "stop-side", entry({ side: "sell", stop: 99.99 })],
  ["an entry without a stop", "stop-side", entry({ stop: null })],
  ["protection by a target alone", "passes", protect({ stop: null })],
  ["a position's stop beyond the price", "stop-side", protect({ stop: 100 })],

  ["a long's target a cent above the price", "passes", entry({ target: 100.01 })],
  ["a long's target at the price", "target-side", entry({ target: 100 })],
  ["a long's target below the price", "target-side", entry({ target: 99.99 })],
  ["a short's target a cent below the price", "passes", entry({ side: "sell", target: 99.99 })],
  ["a short's target above the price", "target-side", entry({ side: "sell", target: 100.01 })],
  ["no target", "passes", entry({ target: null })],
  ["a position's target on the wrong side", "target-side", protect({ target: 99 })],

  ["a stop as wide as allowed, 3 %", "passes", entry({ stop: 97 })],
  ["a stop a cent wider", "stop-too-wide", entry({ stop: 96.99 })],
  ["a short's stop as wide as allowed", "passes", entry({ side: "sell", stop: 103 })],
  ["a short's stop a cent wider", "stop-too-wide", entry({ side: "sell", stop: 103.01 })],
  ["a position that ran ahead may keep a stop far behind", "passes", protect({ stop: 50 })],

  ["a stop where it was", "passes", protect({ rest: { presentStop: 98 } })],
  ["a stop nearer than it was", "passes", protect({ stop: 98.01, rest: { presentStop: 98 } })],
  ["a stop further away than it was", "stop-widened", protect({ stop: 97.99, rest: { presentStop: 98 } })],
  ["a short's stop nearer", "passes", protect({ side: "sell", stop: 101.99, rest: { presentStop: 102 } })],
  [
    "a short's stop further away",
    "stop-widened",
    protect({ side: "sell", stop: 102.01, rest: { presentStop: 102 } }),
  ],
];

Deno.test("the limits, row by row: at the limit passes, above is refused", () => judgeRows(LIMIT_ROWS));
Deno.test("the exits, row by row", () => judgeRows(EXIT_ROWS));

function judgeRows(rows: readonly Row[]): void {
  for (const [what, wanted, proposal, given] of rows) {
    const verdict = judge(proposal, situation(given));
    strictEqual("refusal" in verdict ? verdict.refusal.code : "passes", wanted, what);
  }
}

/** 100 ETH at 10× on 1,000 USD, and a short of SOL beside it that needs maintenance of its own. */
const MARGIN_SHORT = { asset: "SOL", side: "short", size: 10, leverage: 10 } as const;
const TIGHT = accountOf({ equityUsd: 1000, positions: [positionOf10(MARGIN_SHORT)], freeUsd: 10_000 });

function tight(side: Side, stop: number): Proposal {
  return entry({ side, stop, size: 90, rest: { leverage: 10, allocationUsd: 900 } });
}

Deno.test("a stop beyond the liquidation price of the position as it will stand is refused, on either side", () => {
  for (const side of ["buy", "sell"] as const) {
    const sign = side === "buy" ? 1 : -1;
    const price = liquidationPrice({ instrument: ETH, signedSize: sign * 90, mark: 100 }, {
      valueUsd: 1000 - 9000 * 0.00045,
      maintenanceUsd: 9000 / 50 + 1000 / 40,
    })!;
    const cents = Math.round(price * 100);
    const inside = (sign > 0 ? Math.ceil(price * 100) : Math.floor(price * 100)) / 100;
    const beyond = (sign > 0 ? Math.floor(price * 100) : Math.ceil(price * 100)) / 100;
    ok(inside !== beyond && Math.abs(cents / 100 - price) < 0.01);
    judgeRows([
      [`${side}: a stop a cent before the liquidation`, "passes", tight(side, inside), {
        account: TIGHT,
        profile: LOOSE,
      }],
      [`${side}: a stop behind it`, "stop-beyond-liquidation", tight(side, beyond), {
        account: TIGHT,
        profile: LOOSE,
      }],
    ]);
  }
});

Deno.test("an add is judged by the liquidation price of the whole", () => {
  const account = accountOf({
    equityUsd: 1000,
    positions: [positionOf10({ size: 50, leverage: 10 })],
    freeUsd: 900,
  });
  const add = entry({ purpose: ADD, size: 40, stop: 89, rest: { leverage: 10, allocationUsd: 400 } });
  judgeRows([
    ["beside 50 ETH a stop at 89 is too late", "stop-beyond-liquidation", add, { account, profile: LOOSE }],
    ["alone it is in time", "passes", add, { account: accountOf({ equityUsd: 1000 }), profile: LOOSE }],
  ]);
});

const JUDGED_ELSEWHERE: readonly RefusalCode[] = [
  "unknown-asset",
  "duplicate",
  "malformed",
  "stale-data",
  "basis",
  "no-position",
];

Deno.test("every code that the gate can give has a refused row", () => {
  const codes = new Set<string>([...LIMIT_ROWS, ...EXIT_ROWS].map(([, code]) => code));
  codes.add("stop-beyond-liquidation").delete("passes");
  deepStrictEqual([...codes, ...JUDGED_ELSEWHERE].sort(), [...REFUSAL_CODES].sort());
});

Deno.test("a refusal says what was wanted and what is allowed", () => {
  const rows: [proposal: Proposal, given: Partial<Situation>, detail: RegExp][] = [
    [entry({ size: 40.01 }), {}, /margin 4001\.00 USD is above 40\.00 % of equity, 4000\.00 USD/],
    [entry({ stop: 90 }), {}, /stop 90 is 10\.00 % away, 3\.00 % is allowed/],
    [entry({ rest: leveraged(6) }), {}, /6x is above 5x/],
    [entry({ size: 0.05 }), {}, /worth 5\.05 USD at 101, the venue wants 10/],
    [entry(), { candlesSinceClose: 1 }, /1 of 3 candles since the last close/],
    [entry(), { halt: { until: "next-day", loss: -0.0312 } }, /until the next UTC day: loss -3\.12 %/],
  ];
  for (const [proposal, given, detail] of rows) {
    const verdict = judge(proposal, situation(given));
    ok("refusal" in verdict);
    ok(detail.test(verdict.refusal.detail), verdict.refusal.detail);
  }
});

Deno.test("what is approved goes out as it was proposed; leverage is set only where it differs", () => {
  const proposal = entry({ rest: leveraged(5) });
  const rows: [known: number | null, sets: number | null][] = [[null, 5], [1, 5], [5, null]];
  for (const [knownLeverage, sets] of rows) {
    const verdict = judge(proposal, situation({ knownLeverage }));
    ok("approved" in verdict);
    deepStrictEqual({ ...verdict.approved }, { ...proposal.group, leverage: sets });
    deepStrictEqual(verdict.takes, { marginUsd: 200, notionalUsd: 1000, feesUsd: 0.45 });
  }
  for (const other of [close(), protect()]) {
    const verdict = judge(other, situation({ knownLeverage: 7 }));
    ok("approved" in verdict);
    strictEqual(verdict.approved.leverage, null);
    deepStrictEqual(verdict.takes, NOTHING_TAKEN);
  }
});

Deno.test("a limit on the grid is met exactly, whatever its digits", () => {
  const shares = fc.constantFrom(...RISK_PROFILES.values());
  const equity = fc.integer({ min: 1_000, max: 100_000_000 });
  fc.assert(fc.property(shares, equity, (profile, count) => {
    // Equity in steps of 10 cents, so that every profile's share of it is a whole number of cents.
    const equityUsd = count / 10;
    const limit = Math.round(count * profile.maxMarginShare * 10) / 100;
    const account = accountOf({ equityUsd, freeUsd: 2 * equityUsd });
    const at = (allocationUsd: number) => {
      const proposal = entry({ size: 1, target: null, stop: 99.9, rest: { allocationUsd } });
      const verdict = judge(
        proposal,
        situation({ account, profile: { ...LOOSE, maxMarginShare: profile.maxMarginShare } }),
      );
      return "refusal" in verdict ? verdict.refusal.code : "passes";
    };
    strictEqual(at(limit), "passes");
    strictEqual(at(Math.round((limit + 0.01) * 100) / 100), "margin");
  }));
});

Deno.test("a stop at exactly the widest distance passes, one step beyond is refused, whatever the price", () => {
  const profile = fc.constantFrom(...RISK_PROFILES.values());
  const hundreds = fc.integer({ min: 1, max: 99 });
  fc.assert(fc.property(profile, hundreds, fc.constantFrom<Side>("buy", "sell"), (of, whole, side) => {
    const sign = side === "buy" ? -1 : 1;
    const cents = whole * 100 * of.maxStopDistance; // at prices of whole USD, always a whole number of cents
    const at = (stopCents: number) => {
      const rest = { shownPrice: whole, instrument: SOL };
      const proposal = entry({ side, stop: Math.round(stopCents) / 100, target: null, rest });
      const verdict = judge(
        proposal,
        situation({ profile: { ...LOOSE, maxStopDistance: of.maxStopDistance } }),
      );
      return "refusal" in verdict ? verdict.refusal.code : "passes";
    };
    strictEqual(at(whole * 100 + sign * cents), "passes");
    strictEqual(at(whole * 100 + sign * (Math.round(cents) + 1)), "stop-too-wide");
  }));
});
