import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { AccountState, OpenOrder, Position } from "../../engine/mod.ts";
import { parseCommandLine } from "./command_line.ts";
import { FailureError, UsageError } from "./errors.ts";
import type { LiveOptions } from "./live_options.ts";
import { type AccountTools, settleAccount } from "./settle_account.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";

const KNOWN = { agents: ["trend"], profiles: ["conservative"], assets: ["BTC", "ETH", "SOL"] };
const ACCOUNT: AccountState = {
  ...{ time: 1, balanceUsd: 1, equityUsd: 1, marginUsedUsd: 0, freeUsd: 1, positions: [], openOrders: [] },
};
const POSITION: Position = {
  ...{ asset: "ETH", side: "long", size: 2, entryPrice: 100, mark: 100, notionalUsd: 200 },
  ...{ unrealizedPnlUsd: 0, marginUsedUsd: 200, leverage: 1, liquidationPrice: null },
};
const ORDER: OpenOrder = {
  ...{ asset: "SOL", clientOrderId: `0x${"1".repeat(32)}`, kind: "limit", side: "buy", size: 3 },
  ...{ limitPrice: 90, triggerPrice: null, reduceOnly: false },
};
const NOTHING = { strangePositions: [], strangeOrders: [], orphans: [], standing: [] };

function optionsOf(line: string): LiveOptions {
  const parsed = parseCommandLine(["live", ...line.split(" ").filter(Boolean)], KNOWN);
  if (parsed.command !== "live") throw new Error("it is another command");
  return parsed.options;
}

async function settled(line: string, judged: Partial<ReturnType<AccountTools["judgeHoldings"]>>) {
  const cancelled: string[] = [];
  const terminal = recordedTerminal();
  const { assets, clear } = await settleAccount(optionsOf(line), terminal, {
    account: { network: "testnet", account: "0x0" },
    exchange: {
      sync: () => Promise.resolve({ account: ACCOUNT, events: [] }),
      cancel: (asset, ids) => {
        cancelled.push(asset);
        return Promise.resolve(ids.map(() => ({ status: "accepted" }) as const));
      },
    },
    instruments: [],
    accountHistory: () => ({ intended: new Set(), last: null }),
    judgeHoldings: () => ({ ...NOTHING, ...judged }),
  });
  const sentByLooking = cancelled.length;
  await clear();
  return { assets, cancelled, sentByLooking, noted: terminal.noted.join("") };
}

Deno.test("settleAccount: an account without strangers is traded as it was asked", async () => {
  deepStrictEqual(await settled("--assets BTC,ETH", {}), {
    assets: ["BTC", "ETH"],
    cancelled: [],
    sentByLooking: 0,
    noted: "",
  });
});

Deno.test("settleAccount: what is not ours is listed and refused, whatever asset it is in", async () => {
  const judged = { strangePositions: [POSITION], strangeOrders: [ORDER] };
  await rejects(settled("--assets BTC", judged), (error) => {
    const { message } = error as Error;
    match(message, /long 2 ETH; limit order to buy 3 SOL at 90; --adopt takes over positions of BTC/);
    return error instanceof FailureError;
  });
});

Deno.test("settleAccount: --adopt takes over, --leave-others leaves out, and says so", async () => {
  const judged = { strangePositions: [POSITION], strangeOrders: [ORDER] };
  const adopted = await settled("--assets BTC,ETH --adopt", judged);
  deepStrictEqual(adopted.assets, ["BTC", "ETH"]);
  match(adopted.noted, /long 2 ETH: taken over\n.*buy 3 SOL at 90: left alone/);
  const left = await settled("--assets BTC,ETH --leave-others", judged);
  deepStrictEqual(left.assets, ["BTC"]);
  match(left.noted, /long 2 ETH: left alone/);
  await rejects(settled("--assets ETH --leave-others", judged), /nothing is left to trade/);
});

Deno.test("settleAccount: orders of earlier runs that protect nothing are told, cancelled later; others stand", async () => {
  const { cancelled, sentByLooking, noted } = await settled("", {
    orphans: [ORDER],
    standing: [{ ...ORDER, asset: "ETH" }],
  });
  deepStrictEqual(cancelled, ["SOL"]);
  strictEqual(sentByLooking, 0);
  match(
    noted,
    /protects nothing: it is cancelled first\n.*to buy 3 ETH at 90 stands\n.*SOL at 90: cancelled\n$/,
  );
});

Deno.test("live: --adopt and --leave-others are one too many", async () => {
  await rejects(
    // deno-lint-ignore require-await -- what it throws is to be a rejection
    async () => optionsOf("--adopt --leave-others"),
    (error) => error instanceof UsageError && /wanted one of them/.test(error.message),
  );
});
