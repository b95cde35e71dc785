import type { AccountState, OpenOrder } from "../../../engine/mod.ts";
import { accountOf, accountWire, type Assets } from "./account_wire.ts";
import {
  fillOf,
  fillsWire,
  fundingOf,
  fundingsWire,
  type KnownEvent,
  movementsWire,
  transferOf,
} from "./events_wire.ts";
import { openOrdersOf, openOrdersWire } from "./open_orders_wire.ts";
import { type OrderFound, orderStatusWire } from "./order_status_wire.ts";
import { type Question, VenueReader } from "./venue_reader.ts";

/** Rows of one answer at most. Source: exchange-rules 5.2. */
const MOST_FILLS = 2000;
const MOST_OTHERS = 500;

type Row = { readonly time: number };

/** Reads one account by its address; nothing here needs a key. Every call may throw an ExchangeFault. */
export class AccountReader {
  readonly #reader: VenueReader;
  readonly #assets: Assets;
  /** Lower-case. */
  readonly #user: string;

  constructor(reader: VenueReader, { assets, user }: { readonly assets: Assets; readonly user: string }) {
    this.#reader = reader;
    this.#assets = assets;
    this.#user = user;
  }

  /** Margin and positions. */
  async account(): Promise<Omit<AccountState, "openOrders">> {
    const row = await this.#ask({
      what: "the account",
      schema: accountWire,
      body: { type: "clearinghouseState" },
    });
    return accountOf(row, this.#assets);
  }

  /** Orders that wait or rest. */
  async openOrders(): Promise<readonly OpenOrder[]> {
    const rows = await this.#ask({
      what: "open orders",
      schema: openOrdersWire,
      body: { type: "frontendOpenOrders" },
    });
    return openOrdersOf(rows, this.#assets);
  }

  /** What became of an order; null: the venue does not know it. */
  orderStatus(clientOrderId: string): Promise<OrderFound | null> {
    const body = { type: "orderStatus", oid: clientOrderId };
    return this.#ask({ what: `order ${clientOrderId}`, schema: orderStatusWire, body });
  }

  /** Fills of perpetuals from a moment (ms) on. */
  async fills(from: number): Promise<KnownEvent[]> {
    const rows = await this.#pages({
      what: "fills",
      schema: fillsWire,
      body: { type: "userFillsByTime", startTime: from },
    }, MOST_FILLS);
    return rows.filter(({ coin }) => this.#assets.has(coin)).map((row) => fillOf(row, this.#user));
  }

  /** Funding payments from a moment (ms) on. */
  async fundings(from: number): Promise<KnownEvent[]> {
    const rows = await this.#pages({
      what: "funding payments",
      schema: fundingsWire,
      body: { type: "userFunding", startTime: from },
    }, MOST_OTHERS);
    return rows.filter(({ delta }) => this.#assets.has(delta.coin)).map(fundingOf);
  }

  /** Money that came and went from a moment (ms) on. */
  async transfers(from: number): Promise<KnownEvent[]> {
    const rows = await this.#pages({
      what: "transfers",
      schema: movementsWire,
      body: { type: "userNonFundingLedgerUpdates", startTime: from },
    }, MOST_OTHERS);
    return rows.map((row) => transferOf(row, this.#user)).filter((one) => one !== null);
  }

  #ask<Answer>(question: Question<Answer>): Promise<Answer> {
    return this.#reader.ask({ ...question, body: { ...question.body, user: this.#user } });
  }

  /** Answers are cut: a full one is followed by what came from its last moment on, whose rows may come twice. */
  async #pages<One extends Row>(question: Question<readonly One[]>, most: number): Promise<One[]> {
    const rows: One[] = [];
    let body = question.body;
    for (;;) {
      const page = await this.#ask({ ...question, body });
      rows.push(...page);
      const last = Math.max(...page.map(({ time }) => time));
      if (page.length < most || last === body.startTime) return rows;
      body = { ...body, startTime: last };
    }
  }
}
