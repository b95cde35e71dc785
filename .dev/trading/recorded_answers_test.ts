/** Answers that the real venue gave, read by what reads them live. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { z } from "zod";
import { accountOf, accountWire } from "../../adapters/hyperliquid/trading/account_wire.ts";
import { cancelOutcomes, legOutcomes } from "../../adapters/hyperliquid/trading/answers_wire.ts";
import { assetsWire, type ListedAsset } from "../../adapters/hyperliquid/trading/assets_wire.ts";
import {
  fillOf,
  fillsWire,
  fundingOf,
  fundingsWire,
  movementsWire,
  transferOf,
} from "../../adapters/hyperliquid/trading/events_wire.ts";
import { openOrdersOf, openOrdersWire } from "../../adapters/hyperliquid/trading/open_orders_wire.ts";
import { requestBudgetWire } from "../../adapters/hyperliquid/trading/request_budget_wire.ts";
import { type OrderLeg, toMicro } from "../../engine/mod.ts";
import { NO_RECORDINGS, recordingsFolder } from "../recordings.ts";

const FOLDER = recordingsFolder();

// deno-lint-ignore no-explicit-any -- a recording has the shape it has
function recorded(name: string): any {
  return JSON.parse(Deno.readTextFileSync(`${FOLDER}/hyperliquid-payloads/${name}.json`));
}

function sdk(name: string): unknown {
  return recorded(`sdk-${name}`).at(-1).response;
}

function listed(names: readonly string[], szDecimals: number): ReadonlyMap<string, ListedAsset> {
  return new Map(names.map((symbol, id) => [symbol, { symbol, id, szDecimals, isCross: true }]));
}

function read<Answer>(schema: z.ZodType<Answer>, answer: unknown): Answer {
  return schema.parse(answer);
}

function recordedTest(name: string, fn: () => void): void {
  const told = FOLDER === null ? NO_RECORDINGS : "";
  Deno.test({ name: `recorded answers: ${name}${told}`, ignore: FOLDER === null, fn });
}

recordedTest("an account of 2026: its marks come out of its values, its sums without noise", () => {
  const told = recorded("clearinghouseState-vault-2026-09");
  const row = read(accountWire, told);
  // deno-lint-ignore no-explicit-any -- a recording has the shape it has
  const assets = told.assetPositions.map(({ position: { coin, szi } }: any, id: number) => {
    return [coin, {
      symbol: coin,
      id,
      szDecimals: szi.split(".")[1].replace(/0+$/, "").length,
      isCross: true,
    }];
  });
  const account = accountOf(row, new Map(assets));
  strictEqual(account.positions.length, assets.length);
  strictEqual(account.equityUsd, 3119882.273384);
  // The file has some of its positions only, so its sums are not theirs.
  for (const { notionalUsd, size, mark } of account.positions) {
    strictEqual(toMicro(size * mark), toMicro(notionalUsd));
  }
  const btc = account.positions.find(({ asset }) => asset === "BTC")!;
  deepStrictEqual([btc.side, btc.size, btc.mark, btc.entryPrice, btc.leverage], [
    "long",
    0.5681,
    84981,
    84255.8,
    20,
  ]);
});

recordedTest("open orders of 2023: stops and targets, their triggers and sides", () => {
  const rows = read(openOrdersWire, sdk("get_frontend_open_orders"));
  const orders = openOrdersOf(rows, listed([...new Set(rows.map(({ coin }) => coin))], 1));
  // Two of the three wait within the third for it to fill.
  deepStrictEqual([orders.length, rows.length], [1, 3]);
  const alone = rows.map((row) => ({ ...row, children: [] }));
  const all = openOrdersOf(alone, listed(["INJ"], 1));
  const target = all.find(({ triggerPrice }) => triggerPrice === 10.004)!;
  deepStrictEqual(
    [target.asset, target.kind, target.side, target.size, target.limitPrice, target.reduceOnly],
    [
      ...["INJ", "target", "sell", 12.5, 9.2037, true],
    ],
  );
});

recordedTest("fills, the other side of a liquidation among them", () => {
  const rows = read(fillsWire, recorded("nautilus-http_user_fills_dust_conversion"));
  ok(rows.length > 0);
  const { data } = recorded("nautilus-ws_user_fill_liquidation");
  const [row] = read(fillsWire, data.fills);
  const liquidated = "0x360878d351f05975e25f1807a27895e1e5e004fb";
  const { event } = fillOf(row, "0x0000000000000000000000000000000000000001");
  deepStrictEqual([event.side, event.size, event.price, event.feeUsd, event.liquidation], [
    ...["sell", 0.001, 66653, 0.009997, false],
  ]);
  strictEqual(fillOf(row, liquidated).event.liquidation, true);
});

recordedTest("funding payments and transfers", () => {
  const fundings = read(fundingsWire, sdk("user_funding_history_without_end_time"));
  ok(fundings.length > 100);
  deepStrictEqual(fundingOf(fundings[0]).event, {
    ...{ kind: "funding", time: 1_681_948_800_000, asset: "APE", rate: -0.00029319 },
    ...{ size: 40.13333333, amountUsd: 0.145796 },
  });
  const rows = read(movementsWire, sdk("user_non_funding_ledger_updates_without_end_time"));
  const user = "0x2ba553d9f990a3b66b03b2dc0d030dfc1c061036";
  const moved = rows.map((row) => transferOf(row, user)).filter((one) => one !== null);
  deepStrictEqual(moved.slice(0, 2).map(({ event }) => event.amountUsd), [2703997.45, -12]);
});

recordedTest("assets and the request budget", () => {
  const assets = read(assetsWire, (sdk("get_info") as unknown[]) ?? null);
  ok(assets.size > 0 && assets.get("BTC")!.szDecimals === 5);
  deepStrictEqual(read(requestBudgetWire, sdk("user_rate_limit")), {
    used: 36_589_831_368,
    allowed: 170_043_731_737,
  });
});

recordedTest("what was answered to actions", () => {
  const quoted = recorded("quoted-exchange-responses");
  const leg = { leg: "close", clientOrderId: "0x1" } as OrderLeg;
  const outcome = (answer: unknown): unknown => {
    const { leg: _leg, clientOrderId: _id, ...rest } = legOutcomes(answer, [leg])[0];
    return rest;
  };
  const sushi = quoted.testnet_dec_2023_sushi;
  deepStrictEqual(outcome(sushi.resting), { status: "accepted", filledSize: 0, price: null });
  deepStrictEqual(outcome(sushi.filled), { status: "accepted", filledSize: 10, price: 1.2852 });
  deepStrictEqual(outcome(sushi.too_small), {
    status: "rejected",
    reason: "Order must have minimum value of $10.",
  });
  deepStrictEqual(outcome(quoted.insufficient_margin.error), {
    status: "rejected",
    reason: "Insufficient margin to place order.",
  });
  deepStrictEqual(cancelOutcomes(sushi.cancel_ok, 1), [{ status: "accepted" }]);
});
