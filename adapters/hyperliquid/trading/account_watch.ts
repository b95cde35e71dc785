import {
  type AccountEvent,
  type AccountState,
  type EventMark,
  type ExchangeState,
  type Fill,
  fromMicro,
  HOUR_MS,
  toMicro,
} from "../../../engine/mod.ts";
import type { AccountReader } from "./account_reader.ts";
import type { Assets } from "./account_wire.ts";
import { EventLog } from "./event_log.ts";
import type { KnownEvent } from "./events_wire.ts";
import { KnownAccount } from "./known_account.ts";
import { pause } from "./venue_reader.ts";

/** How an account is watched. */
export interface WatchTerms {
  readonly assets: Assets;
  /**
   * Before this moment (ms) the account was not watched: what it had then is told as one transfer at it. Null: all that
   * ever happened in it is told.
   */
  readonly openedAt: number | null;
}

/** Looks until what is shown and what is told agree; then the venue's figures are given as they are. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 200;
/** The venue may tell an event so much after a later one. */
const LATE_MS = 10_000;
/** Funding is stamped, and told, a moment after its hour. Source: exchange-rules 3.2. */
const FUNDING_TOLD_MS = 60_000;

/**
 * The account with what happened in it, as of one moment: the venue answers for orders, account, fills, funding and
 * transfers one by one, and it may trade in between. So it is looked at again until the account follows from what was
 * told. Where nothing has happened nothing but orders and account is asked for.
 */
export class AccountWatch {
  readonly #reader: AccountReader;
  readonly #terms: WatchTerms;
  #log: { readonly events: EventLog; readonly reach: number } | null = null;
  #known: KnownAccount | null = null;
  /** Whether all that happened up to what is known has been told. */
  #isBegun = false;
  /** Funding up to here has been asked for, ms. */
  #fundedTo = -Infinity;

  constructor(reader: AccountReader, terms: WatchTerms) {
    this.#reader = reader;
    this.#terms = terms;
  }

  /** The account now, and what happened after a mark. Throws an ExchangeFault. */
  async look(since: EventMark): Promise<ExchangeState> {
    if (this.#log === null || since.time < this.#log.reach) {
      const { openedAt } = this.#terms;
      this.#log = { events: new EventLog(Math.max(since.time, openedAt ?? 0)), reach: since.time };
      this.#known = null;
      this.#isBegun = false;
      this.#fundedTo = -Infinity;
    }
    const { events } = this.#log;
    const account = await this.#agreed(events, since);
    return { account, events: events.after(since) };
  }

  async #agreed(log: EventLog, since: EventMark): Promise<AccountState> {
    for (let look = 1;; look++) {
      // Orders first: of an exit that fires in between the position is gone, and nothing stands unprotected that is not.
      const openOrders = await this.#reader.openOrders();
      const account = { ...await this.#reader.account(), openOrders };
      const isQuiet = this.#explains(account) && (look > 1 || !this.#isFundingDue(account));
      if (isQuiet || look === LOOKS || await this.#isTold(log, account)) {
        if (!this.#isBegun) this.#begin(log, account, since);
        this.#known = new KnownAccount(account, this.#terms.assets);
        return account;
      }
      if (look > 1) await pause(BETWEEN_LOOKS_MS);
    }
  }

  #explains(account: AccountState): boolean {
    return this.#known?.explains(account) === true;
  }

  /** Asks for what happened; whether the account follows from it. */
  async #isTold(log: EventLog, account: AccountState): Promise<boolean> {
    const fresh = await this.#ask(log, account);
    if (this.#isBegun) {
      this.#known!.take(fresh);
      return this.#explains(account);
    }
    // Nothing says yet what it follows from: it is itself what the next look must show again.
    this.#known = new KnownAccount(account, this.#terms.assets);
    return false;
  }

  /** Tells what there was before the account was watched, where that is not told by itself. */
  #begin(log: EventLog, account: AccountState, since: EventMark): void {
    const { assets, openedAt } = this.#terms;
    this.#isBegun = true;
    if (openedAt === null || since.time >= openedAt) return;
    const sinceThen = new KnownAccount({ balanceUsd: 0, positions: [] }, assets);
    sinceThen.take(log.events);
    const amountUsd = fromMicro(toMicro(account.balanceUsd) - sinceThen.balanceMicro);
    const opening: AccountEvent[] = openingFills(account, sinceThen, openedAt);
    if (amountUsd !== 0) opening.unshift({ kind: "transfer", time: openedAt, amountUsd });
    log.openWith(opening);
  }

  /** Asks for all that may have happened; gives what is new. */
  async #ask(log: EventLog, account: AccountState): Promise<readonly AccountEvent[]> {
    const from = Math.max(0, log.lastTime - LATE_MS);
    const told: KnownEvent[] = await this.#reader.fills(from);
    told.push(...await this.#reader.fundings(from), ...await this.#reader.transfers(from));
    this.#fundedTo = account.time - FUNDING_TOLD_MS;
    return log.add(told);
  }

  /** A payment of nothing does not show in the balance. */
  #isFundingDue({ time, positions }: AccountState): boolean {
    if (positions.length === 0) return false;
    return Math.floor(time / HOUR_MS) > Math.floor(this.#fundedTo / HOUR_MS);
  }
}

/** What stood in the account when it began to be watched, as fills of nobody's orders at its entry prices, without a fee. */
function openingFills(account: AccountState, sinceThen: KnownAccount, time: number): Fill[] {
  return account.positions.flatMap(({ asset, side, size, entryPrice }): Fill[] => {
    const signed = side === "long" ? size : -size;
    const before = sinceThen.lacks(asset, signed);
    if (before === 0) return [];
    return [{
      ...{ kind: "fill", time, asset, side: before > 0 ? "buy" : "sell", size: Math.abs(before) },
      ...{ price: entryPrice, feeUsd: 0, realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
    }];
  });
}
