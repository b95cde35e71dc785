import { DAY_MS, type OrderRecord, type OrderStatus } from "../../../engine/mod.ts";
import { type AccountView, MOST_ROWS, SO_FAR, SPOT_STATE } from "../info/account_view_wire.ts";
import { fillRows, fundingRow } from "../info/history_wire.ts";
import { historicalOrderRow, orderUpdateRow } from "../info/orders_wire.ts";
import type { AccountTopic } from "./account_topic.ts";
import { frame } from "./frames_wire.ts";

const NOTHING: readonly string[] = [];
/** The funding that a snapshot goes back. */
const FUNDING_MS = 7 * DAY_MS;

/** Cancels by the venue that are told as such; those of reduce-only orders are not. Source: exchange-rules 2.2. */
const BY_THE_VENUE: readonly OrderStatus[] = [
  "margin-canceled",
  "self-trade-canceled",
  "sibling-filled-canceled",
  "liquidated-canceled",
  "scheduled-cancel",
];

/** An account whose topics are told. */
export interface AccountSource {
  /** Lower-case. */
  readonly user: string;
  readonly accounts: AccountView;
  /** Market time, ms. */
  now(): number;
}

/** The statuses that orders came to. There is no snapshot. Source: exchange-rules 5.4, as all here. */
export function orderUpdatesTopic(): AccountTopic {
  return {
    rank: 0,
    joined: () => Promise.resolve(NOTHING),
    happened: ({ orders }) => listed(orders, () => frame("orderUpdates", orders.map(orderUpdateRow))),
  };
}

/** Fills, first the newest there are. */
export function userFillsTopic({ user, accounts }: AccountSource, together: boolean): AccountTopic {
  return {
    rank: 1,
    joined: async () => [
      frame("userFills", { isSnapshot: true, user, fills: await accounts.fills(user, together) }),
    ],
    happened: ({ fills }) =>
      listed(fills, () => frame("userFills", { user, fills: fillRows(user, fills, together) })),
  };
}

/**
 * Fills, funding and cancels by the venue, each kind in a frame of its own. A liquidation is told by its fills alone:
 * what was left of the account at that moment, which a frame of its own would say, is not told by the exchange.
 */
export function userEventsTopic({ user }: AccountSource): AccountTopic {
  return {
    rank: 2,
    joined: () => Promise.resolve(NOTHING),
    happened: (changes) => [
      ...listed(changes.fills, () => frame("user", { fills: fillRows(user, changes.fills, false) })),
      ...changes.funding.map((payment) => frame("user", { funding: fundingRow(payment) })),
      ...cancelFrames(changes.orders),
    ],
  };
}

/** Funding, first that of the last days. */
export function userFundingsTopic({ user, accounts, now }: AccountSource): AccountTopic {
  return {
    rank: 3,
    joined: async () => {
      const paid = await accounts.find(user)?.fundingHistory({ ...SO_FAR, from: now() - FUNDING_MS }) ?? [];
      const fundings = paid.slice(-MOST_ROWS).map(fundingRow);
      return [frame("userFundings", { isSnapshot: true, user, fundings })];
    },
    happened: ({ funding }) =>
      listed(funding, () => frame("userFundings", { user, fundings: funding.map(fundingRow) })),
  };
}

/** Money that came and went; while the venue runs none does. */
export function ledgerTopic({ user, accounts }: AccountSource): AccountTopic {
  return {
    rank: 4,
    joined: async () => {
      const nonFundingLedgerUpdates = await accounts.transfers(user, SO_FAR);
      return [frame("userNonFundingLedgerUpdates", { isSnapshot: true, user, nonFundingLedgerUpdates })];
    },
  };
}

/** What became of orders, first the newest there are. */
export function orderHistoryTopic({ user, accounts }: AccountSource): AccountTopic {
  return {
    rank: 5,
    joined: async () => [
      frame("userHistoricalOrders", {
        isSnapshot: true,
        user,
        orderHistory: await accounts.historicalOrders(user),
      }),
    ],
    happened: ({ orders }) =>
      listed(
        orders,
        () => frame("userHistoricalOrders", { user, orderHistory: orders.map(historicalOrderRow) }),
      ),
  };
}

/** How something of an account stands. */
export function stateTopic(channel: string, data: () => Promise<unknown>): AccountTopic {
  const state = async () => frame(channel, await data());
  return { rank: 6, joined: async () => [await state()], state };
}

/** Nothing is held on spot markets, and that does not change. */
export function spotStateTopic({ user }: AccountSource): AccountTopic {
  return fixedTopic(frame("spotState", { user, spotState: SPOT_STATE }));
}

/** What there is never more of than a first frame says. */
export function fixedTopic(...frames: readonly string[]): AccountTopic {
  return { rank: 7, joined: () => Promise.resolve(frames) };
}

function listed(rows: readonly unknown[], text: () => string): readonly string[] {
  return rows.length === 0 ? NOTHING : [text()];
}

function cancelFrames(orders: readonly OrderRecord[]): readonly string[] {
  const cancelled = orders.filter(({ status }) => BY_THE_VENUE.includes(status));
  return listed(
    cancelled,
    () =>
      frame("user", {
        nonUserCancel: cancelled.map(({ asset, orderId }) => ({ coin: asset, oid: orderId })),
      }),
  );
}
