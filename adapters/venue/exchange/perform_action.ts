import type { ActionAnswer, CancelsAnswer, OrdersAnswer, VenueAccount } from "../../../engine/mod.ts";
import type { OrderChange, VenueAction } from "./accepted_action.ts";

/** What came of an action. */
export type Performed =
  | { readonly kind: "orders"; readonly answer: OrdersAnswer }
  /** To each change of an order by itself. */
  | { readonly kind: "changes"; readonly answers: readonly OrdersAnswer[] }
  | { readonly kind: "cancels"; readonly answer: CancelsAnswer }
  | { readonly kind: "action"; readonly answer: ActionAnswer };

/** What an account itself has to do with an action; null where that is nothing. */
export function performAction(account: VenueAccount, action: VenueAction): Promise<Performed> | null {
  switch (action.kind) {
    case "place":
      return account.place(action.orders, action.grouping).then((answer) => ({ kind: "orders", answer }));
    case "modify":
      return changeAll(account, action.changes);
    case "cancel":
      return account.cancel(action.orders).then((answer) => ({ kind: "cancels", answer }));
    case "schedule-cancel":
      return acted(account.scheduleCancel(action.time));
    case "update-leverage":
      return acted(account.updateLeverage(action.asset, action));
    case "update-isolated-margin":
      return acted(account.updateIsolatedMargin(action.asset, action.micro));
    case "approve-agent":
    case "approve-builder":
    case "reserve-requests":
    case "nothing":
      return null;
  }
}

/** All are asked for at once: the account takes them one after another, and nothing of another action between them. */
async function changeAll(account: VenueAccount, changes: readonly OrderChange[]): Promise<Performed> {
  const answers = await Promise.all(
    changes.map(({ order, to, always }) => account.modify(order, to, { expiresAfter: null, always })),
  );
  return { kind: "changes", answers };
}

async function acted(answer: Promise<ActionAnswer>): Promise<Performed> {
  return { kind: "action", answer: await answer };
}
