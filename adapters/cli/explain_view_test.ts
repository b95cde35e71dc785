import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { CycleEntry, DecisionRecord, Fill, OutcomeEntry, Trade } from "../../engine/mod.ts";
import { type ExplainView, explanationJson, renderExplanation, type ShownAsset } from "./explain_view.ts";
import type { SeenJson } from "./seen_lines.ts";
import { MANIFEST } from "./testing/sample.ts";

const CLOSE = Date.UTC(2024, 0, 12, 8);
const HOUR = 3_600_000;
const CYCLE: CycleEntry = {
  ...{
    kind: "cycle",
    close: CLOSE,
    decisionsHash: "d",
    balanceUsd: 10_000,
    equityUsd: 10_001.5,
    notionalUsd: 500,
  },
};
const TRADE: Trade = {
  ...{
    asset: "BTC",
    side: "long",
    openedAt: CLOSE,
    closedAt: CLOSE + 5 * HOUR,
    size: 0.01,
    entryPrice: 50_000,
  },
  ...{
    exitPrice: 49_000,
    exit: "stop",
    realizedPnlUsd: -10,
    feesUsd: 0.45,
    fundingUsd: 0.05,
    netPnlUsd: -10.4,
  },
};
const LEG = { side: "buy", size: 0.01, limitPrice: 50_500, triggerPrice: null } as const;
const FILL: Fill = {
  ...{ kind: "fill", time: CLOSE + 1, asset: "BTC", side: "buy", size: 0.01, price: 50_010, feeUsd: 0.225 },
  ...{ realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
};
const IDLE: ShownAsset = {
  ...{ asset: "ETH", record: null, rationale: null, sent: [], outcomes: [], fills: [], held: null },
  ...{ trade: null, tradeLine: null, openSince: null },
};
const BOUGHT: ShownAsset = {
  ...IDLE,
  asset: "BTC",
  record: {
    asset: "BTC",
    action: "buy",
    allocationUsd: 500,
    leverage: 2,
    stop: 49_000,
    rationale: "up",
    outcome: "filled",
  },
  rationale: "up",
  sent: [{
    purpose: "open",
    leverage: 2,
    exitPlan: "out soon",
    legs: [{ leg: "entry", ...LEG }, { leg: "stop", ...LEG, size: null, triggerPrice: 49_000 }],
  }],
  fills: [FILL],
  trade: TRADE,
  tradeLine: 77,
};
const SEEN: SeenJson = {
  account: {
    ...{ balanceUsd: 10_000, equityUsd: 10_000, freeUsd: 9_000, totalReturn: 0.01 },
    positions: [{ asset: "ETH", size: -2, entryPrice: 2_500 }],
    activeTrades: [{ asset: "ETH", openedAt: CLOSE - HOUR }],
    openOrders: [{ asset: "ETH", kind: "stop", triggerPrice: 2_550 }],
  },
  assets: ["BTC", "ETH"].map((asset) => ({
    ...{ asset, mark: 50_000, mid: 50_001, oracle: null, fundingHourly: 0.0000125 },
    intervals: [{ interval: "4h", closes: [1, 2, 3, 4.123456789], indicators: { ema20: [null, 2, 3, 4] } }],
  })),
};

function view(changes: Partial<ExplainView["explanation"]>, rest: Partial<ExplainView> = {}): ExplainView {
  const explanation = {
    ...{ cycle: CYCLE, firstLine: 40, line: 42, number: 7, assets: [BOUGHT, IDLE], faults: [] },
    last: { close: CLOSE + 9 * HOUR, equityUsd: 1 },
    ...changes,
  };
  return { manifest: MANIFEST, explanation, seen: SEEN, questions: [], columns: null, ...rest };
}

Deno.test("a decision is told from what was seen to what came of it", () => {
  const lines = renderExplanation(view({})).split("\n");
  const has = (...wanted: string[]): void =>
    wanted.forEach((one) => ok(lines.includes(one), `${one}\n\n${lines.join("\n")}`));
  has(
    "cycle 7, 2024-01-12 08:00 UTC · lines 40 to 42 of diary.jsonl",
    "seen        account: equity 10,000.00 USD (+1.00 %), free 9,000.00 USD",
    "            BTC: mark 50000, mid 50001, funding 0.125 bps an hour; flat",
    "            ETH: mark 50000, mid 50001, funding 0.125 bps an hour; short 2 from 2500, since 2024-01-12 07:00, stop 2550",
    "              4h   close  2  3  4.12346",
    "                   ema20  2  3  4",
    "answered    BTC buy 500.00 USD at 2×, stop 49000: up",
    "            ETH hold",
    "sent        BTC open at 2×",
    "              entry  buy 0.01 at once, no worse than 50500",
    "              stop   buy the whole position at 49000, no worse than 50500",
    "            plan: out soon",
    "filled      BTC buy 0.01 at 50010, fee 0.23 USD, 2024-01-12 08:00:00.001",
    "account     equity 10,001.50 USD, balance 10,000.00 USD, positions of 500.00 USD at the end of the cycle",
    "came of it  BTC long 0.01 from 50000 to 49000, ended by its stop at 2024-01-12 13:00 after 5h 00m: -10.40 USD net, " +
      "-2.08 % of its value (fees 0.45 USD, funding +0.05 USD; line 77)",
  );
  ok(!lines.some((line) => /^(asked|refused|faults) /.test(line)), "what there was nothing of is left out");
});

Deno.test("refusals, faults, rejections and open positions are told, and who was not asked", () => {
  const record: DecisionRecord = {
    ...{ asset: "BTC", action: "buy", rationale: "up", outcome: "refused" },
    refusal: { code: "margin", detail: "too much" },
  };
  const outcome: OutcomeEntry = {
    ...{ kind: "outcome", close: CLOSE, asset: "BTC", purpose: "open" },
    legs: [{ leg: "entry", clientOrderId: "0x", status: "rejected", reason: "no price" }],
  };
  const text = renderExplanation(view({
    cycle: { ...CYCLE, notAsked: "paused" },
    assets: [{ ...IDLE, asset: "BTC", record, outcomes: [outcome], openSince: CLOSE }, {
      ...IDLE,
      held: "no candle",
    }],
    faults: [{ step: "secure", on: "BTC", what: "no stop", done: "sent one" }],
  }));
  match(text, /^asked {7}nobody: paused$/m);
  match(text, /^refused {5}BTC margin: too much$/m);
  match(text, /^filled {6}BTC entry rejected: no price$/m);
  match(text, /^faults {6}secure, BTC: no stop; sent one$/m);
  match(text, /ETH held, it could not be observed: no candle$/m);
  match(
    text,
    /^came of it {2}BTC the position of 2024-01-12 08:00 was still open in the last cycle, 2024-01-12 17:00$/m,
  );
});

Deno.test("a model's questions are told with its answers' names, tools and cost; its words stay on their lines", () => {
  const cycle = {
    ...CYCLE,
    ...{
      latencyMs: 4300,
      costUsd: 0.001,
      cassetteKeys: ["abc"],
      summary: "I buy.",
      reasoning: "Since it rises.",
    },
    tokens: { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1 },
    toolCalls: [{ name: "fetch_candles", arguments: '{"asset":\n"BTC"}' }],
  };
  const messages = [{ role: "system", text: "rules" }, { role: "user", text: "# Now\nBTC" }];
  const questions = [{ request: { messages }, answer: { status: "answered", text: "{}" } }];
  const lines = renderExplanation(view({ cycle }, { questions, columns: 80 })).split("\n");
  ok(lines.includes("asked       1 question, 4.3 s, 0.001 USD"));
  for (const one of ["answer abc", 'tool fetch_candles {"asset": "BTC"}', "user:", " # Now", " BTC"]) {
    ok(lines.includes(" ".repeat(12) + one), one);
  }
  ok(lines.includes("answered    I buy."));
  ok(lines.every((line) => line.length <= 80 || line.includes("mid 50001")));
});

Deno.test("what a model or a venue wrote cannot steer the terminal, whatever its width", () => {
  const words = "up\x1b]0;owned\x07\x1b[2J\u009b5A\u202e\rdown";
  const cycle = { ...CYCLE, latencyMs: 1, summary: words, reasoning: `a\nb ${words}` };
  for (const columns of [null, 80]) {
    const shown = renderExplanation(view({ cycle, assets: [{ ...BOUGHT, rationale: words }] }, { columns }));
    ok(shown.includes("up]0;owned[2J5Adown"), shown);
    // deno-lint-ignore no-control-regex -- what must not be there
    ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(shown), JSON.stringify(shown));
  }
});

Deno.test("what cannot be shown says why, in JSON too", () => {
  match(renderExplanation(view({}, { seen: "cannot be shown: gone" })), /^seen {8}cannot be shown: gone$/m);
  const told = JSON.parse(explanationJson(view({}, { seen: "gone" })));
  deepStrictEqual([told.runId, told.seen, told.seenNot], [MANIFEST.id, null, "gone"]);
  strictEqual(JSON.parse(explanationJson(view({}))).seen.assets.length, 2);
});
