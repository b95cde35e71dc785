import {
  type AccountState,
  fromMicro,
  type MarginState,
  type TimeRange,
  toMicro,
  type VenueAccount,
  type VenueFees,
} from "../../../engine/mod.ts";
import type { Agent } from "../exchange/roles.ts";
import { decimalText } from "../number_text.ts";
import { clearinghouseRow, emptyClearinghouseRow, tradableRow } from "./account_wire.ts";
import { rateLimitRow, tradedUsd, userFeesRow } from "./fees_wire.ts";
import { fillRows, fundingEntryRow, transferRow } from "./history_wire.ts";
import type { InfoParts } from "./info_parts.ts";
import type { MarketView } from "./market_view_wire.ts";
import { SPOT_CONTEXTS } from "./meta_wire.ts";
import { frontendRows, historicalOrderRow, openOrderRow } from "./orders_wire.ts";
import { LONGEST_SPAN_MS, portfolioRow } from "./portfolio_wire.ts";
import { webDataRow, webDataThreeRow } from "./web_data_wire.ts";

/** Rows of a history that is told whole. Source: exchange-rules 5.2. */
export const MOST_ROWS = 2000;
/** Rows of a history that is told by a time. */
const MOST_RANGE_ROWS = 500;
/** Only so many of the newest fills can be told by a time. */
const MOST_FILLS = 10_000;
/** The leverage of an asset nobody has set it for. Source: exchange-rules 1.8. */
const DEFAULT_LEVERAGE = 20;

/** Also what happens until the account gets to answer: a time named before may have passed by then. */
export const SO_FAR: TimeRange = { from: 0, until: Infinity };

/** Nothing is held or traded on spot markets here. */
export const SPOT_STATE = { balances: [] } as const;

/** Accounts as the wire shows them. Addresses are lower-case; one without an account, and an agent's, is empty. */
export class AccountView {
  readonly #parts: InfoParts;
  readonly #market: MarketView;

  constructor(parts: InfoParts, market: MarketView) {
    this.#parts = parts;
    this.#market = market;
  }

  /** The account of an address; null where there is none. */
  find(user: string): VenueAccount | null {
    this.#parts.roles.mention(user);
    return this.#parts.roles.wasAgent(user) ? null : this.#parts.house.world.find(user);
  }

  /** The account of an address, opened where there is none yet; null for an agent's address. */
  open(user: string): VenueAccount | null {
    return this.#parts.roles.wasAgent(user) ? null : this.#parts.house.world.open(user);
  }

  /** Margin and positions of an account. */
  async clearinghouse(account: VenueAccount | null) {
    const { house } = this.#parts;
    if (account === null) return emptyClearinghouseRow(house.now());
    return clearinghouseRow({ ...await look(account), instruments: house.world.market.instruments });
  }

  /** Open orders in short, newest first. */
  async openOrders(user: string) {
    return (await this.find(user)?.openOrders() ?? []).map(openOrderRow);
  }

  /** Open orders in full, newest first. */
  async frontendOrders(user: string) {
    return frontendRows(await this.find(user)?.openOrders() ?? []);
  }

  /** What became of an order by its number or its client's. */
  async orderStatus(user: string, order: number | string) {
    const found = await this.find(user)?.orderStatus(order) ?? null;
    if (found === null) return { status: "unknownOid" };
    return { status: "order", order: historicalOrderRow(found) };
  }

  /** What became of orders, newest first. */
  async historicalOrders(user: string) {
    return (await this.find(user)?.historicalOrders(MOST_ROWS) ?? []).map(historicalOrderRow);
  }

  /** The newest fills, newest first. */
  async fills(user: string, together: boolean) {
    const fills = await this.find(user)?.fills(SO_FAR) ?? [];
    return fillRows(user, fills.slice(-MOST_ROWS).reverse(), together);
  }

  /** Fills of a time, oldest first, or the newest of them, newest first. */
  async fillsByTime(user: string, range: TimeRange, how: { together: boolean; reversed: boolean }) {
    const fills = (await this.find(user)?.fills(range) ?? []).slice(-MOST_FILLS);
    const ordered = how.reversed ? fills.reverse() : fills;
    return fillRows(user, ordered.slice(0, MOST_ROWS), how.together);
  }

  /** Funding of a time, oldest first; without a start the newest there is. */
  async fundings(user: string, from: number | null, until: number) {
    const payments = await this.find(user)?.fundingHistory({ from: from ?? 0, until }) ?? [];
    const rows = payments.map(fundingEntryRow);
    return from === null ? rows.slice(-MOST_RANGE_ROWS) : rows.slice(0, MOST_RANGE_ROWS);
  }

  /** Money that came and went in a time, oldest first. */
  async transfers(user: string, range: TimeRange) {
    const transfers = await this.find(user)?.transfers(range) ?? [];
    return transfers.map(transferRow).slice(0, MOST_ROWS);
  }

  /** What an account pays. */
  async fees(user: string) {
    const fees = await this.#fees(user);
    return userFeesRow(fees, this.#parts.house.now(), this.#market.tradedByDay());
  }

  /** What an address has sent and may send. */
  async rateLimit(user: string) {
    const { requests } = this.#parts.limits;
    const volume = tradedUsd(await this.#fees(user));
    return rateLimitRow(volume, { used: requests.count(user), reserved: requests.reserved(user) });
  }

  /** What an address is. */
  role(user: string) {
    const master = this.#parts.roles.masterOf(user);
    if (master !== null) return { role: "agent", data: { user: master } };
    return { role: this.find(user) === null ? "missing" : "user" };
  }

  /** Agents with a name. Source: exchange-rules 5.2. */
  extraAgents(user: string) {
    return this.#parts.roles.agentsOf(user).filter(({ name }) => name !== null)
      .map(({ name, address, validUntil }) => ({ name, address, validUntil }));
  }

  /** Value and PnL over time. */
  async portfolio(user: string) {
    const account = this.find(user);
    const now = this.#parts.house.now();
    if (account === null) return portfolioRow({ now, history: [], transfers: [], fills: [], volumeUsd: 0 });
    const [history, transfers, fills, fees] = await Promise.all([
      account.equityHistory(),
      account.transfers(SO_FAR),
      account.fills({ ...SO_FAR, from: now - LONGEST_SPAN_MS }),
      account.fees(),
    ]);
    return portfolioRow({ now, history, transfers, fills, volumeUsd: tradedUsd(fees) });
  }

  /** What an account may trade of a coin there is. */
  async tradable(user: string, coin: string) {
    const { szDecimals, maxLeverage, marginMode } = this.#market.instrument(coin)!;
    const [context] = this.#parts.house.world.market.contexts([coin]);
    const account = this.find(user);
    const untouched = {
      leverage: Math.min(DEFAULT_LEVERAGE, maxLeverage),
      isCross: marginMode === undefined,
    };
    const seen = account === null ? null : await look(account);
    return tradableRow({
      user,
      coin,
      leverage: await account?.leverage(coin) ?? untouched,
      mark: context.mark ?? 0,
      szDecimals,
      account: seen?.account ?? null,
      isolatedCashUsd: seen?.margin.positions.find(({ asset }) => asset === coin)?.isolatedCashUsd ?? null,
    });
  }

  /** An account and the market in one piece. */
  async webData(user: string) {
    const account = this.find(user);
    const [clearinghouse, orders, cumLedger] = await Promise.all([
      this.clearinghouse(account),
      this.frontendOrders(user),
      this.#cumLedger(account),
    ]);
    return webDataRow({
      user,
      now: this.#parts.house.now(),
      clearinghouse,
      orders,
      agent: this.#unnamedAgent(user),
      cumLedger,
      meta: this.#market.meta,
      contexts: this.#market.contexts(),
      spotState: SPOT_STATE,
      spotContexts: SPOT_CONTEXTS,
    });
  }

  /** What stands beside an account's own channels. */
  async webDataThree(user: string) {
    const cumLedger = await this.#cumLedger(this.find(user));
    return webDataThreeRow({
      user,
      now: this.#parts.house.now(),
      agent: this.#unnamedAgent(user),
      cumLedger,
    });
  }

  async #fees(user: string): Promise<VenueFees | null> {
    return await this.find(user)?.fees() ?? null;
  }

  #unnamedAgent(user: string): Agent | null {
    return this.#parts.roles.agentsOf(user).find(({ name }) => name === null) ?? null;
  }

  async #cumLedger(account: VenueAccount | null): Promise<string> {
    const transfers = await account?.transfers(SO_FAR) ?? [];
    return decimalText(fromMicro(transfers.reduce((sum, { amountUsd }) => sum + toMicro(amountUsd), 0)));
  }
}

/** An account and its margin at the same moment: where the market moved between the two, once more. */
async function look(account: VenueAccount): Promise<{ account: AccountState; margin: MarginState }> {
  for (;;) {
    const [state, margin] = await Promise.all([account.account(), account.marginState()]);
    if (state.time === margin.time) return { account: state, margin };
  }
}
