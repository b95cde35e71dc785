import {
  type AccountChanges,
  type AccountState,
  type ChangeMark,
  type CycleEntry,
  dayStart,
  type Fill,
  fromMicro,
  type FundingPayment,
  grossNotional,
  inDiaryOrder,
  type Instrument,
  type Leg,
  toMicro,
  type Trade,
  TradeBook,
  type Transfer,
  type VenueAccount,
  type VenueFill,
} from "../../engine/mod.ts";

/** Why no agent was asked: the line says who decided. */
const CLIENT_TRADES = "a client of its own trades this account";
const NOTHING_TOLD: ChangeMark = { orders: 0, fills: 0, funding: 0 };
const CLIENT_ORDER_ID = /^0x[0-9a-f]{32}$/;

/** What an account is told by: its closes lie on a grid. */
export interface AccountDiaryParts {
  readonly account: VenueAccount;
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** Length of a cycle, ms. */
  readonly cycleMs: number;
}

/**
 * Tells the life of an account that a client of its own trades as the cycles of a run in which no agent is asked. What
 * stops it has is the client's business: a line never says that a position was naked.
 */
export class AccountDiary {
  readonly #account: VenueAccount;
  readonly #book: TradeBook;
  readonly #cycleMs: number;
  /** Null until it has traded: before that there is nothing to tell. */
  #told: ChangeMark | null = null;
  #transfers = 0;
  #balanceMicro = 0;
  #lastClose: number | null = null;

  constructor({ account, instruments, cycleMs }: AccountDiaryParts) {
    this.#account = account;
    this.#book = new TradeBook(instruments);
    this.#cycleMs = cycleMs;
  }

  /**
   * The lines up to now, which is `close` (ms), oldest first: mostly one, none for an account that has never traded.
   * With its first fill the cycles come first that it spent waiting, from the first close since it was opened.
   */
  async linesUpTo(close: number): Promise<readonly CycleEntry[]> {
    if (this.#lastClose !== null && close <= this.#lastClose) return await this.#after(this.#lastClose);
    if (this.#told === null) {
      const { mark } = await this.#account.changesAfter(null);
      if (mark.fills === 0) return [];
    }
    const { account, fills, funding, mark } = await this.#look();
    const moved = await this.#movedTo(account, [...fills, ...funding]);
    const waiting = this.#told === null ? this.#waiting(moved, close) : [];
    this.#told = mark;
    const happened = {
      transfers: moved.slice(transfersIn(waiting)),
      fills: fills.map(plainFill),
      funding: funding.map(plainFunding),
      trades: await this.#tradesOf(fills, funding),
    };
    this.#balanceMicro = toMicro(account.balanceUsd);
    return [...waiting, this.#line(close, account, happened)];
  }

  /** What came at the moment of the last line when that was written already: a line of its own, a millisecond later. */
  async #after(lastClose: number): Promise<readonly CycleEntry[]> {
    const { fills, funding } = await this.#account.changesAfter(this.#told!);
    return fills.length + funding.length === 0 ? [] : await this.linesUpTo(lastClose + 1);
  }

  /** Money moved since the last line: looked for only where nothing else explains the balance, as it takes a while. */
  async #movedTo(
    { balanceUsd, time }: AccountState,
    events: readonly (VenueFill | FundingPayment)[],
  ): Promise<readonly Transfer[]> {
    let explained = this.#balanceMicro;
    for (const event of events) {
      explained += event.kind === "funding"
        ? toMicro(event.amountUsd)
        : toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd);
    }
    if (toMicro(balanceUsd) === explained) return [];
    const moved = (await this.#account.transfers({ from: 0, until: time })).slice(this.#transfers);
    this.#transfers += moved.length;
    return moved;
  }

  /** The account, and all that made it what it is: its client may trade on while it is looked at. */
  async #look(): Promise<Omit<AccountChanges, "orders"> & { readonly account: AccountState }> {
    let fills: readonly VenueFill[] = [];
    let funding: readonly FundingPayment[] = [];
    for (let mark = this.#told ?? NOTHING_TOLD, account: AccountState | null = null;;) {
      const more = await this.#account.changesAfter(mark);
      const isSame = more.fills.length === 0 && more.funding.length === 0;
      if (account !== null && isSame) return { account, fills, funding, mark };
      mark = more.mark;
      fills = [...fills, ...more.fills];
      funding = [...funding, ...more.funding];
      account = await this.#account.account();
    }
  }

  /** The cycles before the first fill: the balance is what was paid in. */
  #waiting(moved: readonly Transfer[], until: number): CycleEntry[] {
    const lines: CycleEntry[] = [];
    const opened = moved[0]?.time ?? until;
    let count = 0;
    for (
      let close = Math.ceil(opened / this.#cycleMs) * this.#cycleMs;
      close < until;
      close += this.#cycleMs
    ) {
      const since = count;
      while (count < moved.length && moved[count].time <= close) {
        this.#balanceMicro += toMicro(moved[count++].amountUsd);
      }
      const usd = fromMicro(this.#balanceMicro);
      const state = { balanceUsd: usd, equityUsd: usd, positions: [] };
      lines.push(this.#line(close, state, { transfers: moved.slice(since, count) }));
    }
    return lines;
  }

  #line(
    close: number,
    account: Pick<AccountState, "balanceUsd" | "equityUsd" | "positions">,
    { transfers, fills, funding, trades }: Pick<CycleEntry, "transfers" | "fills" | "funding" | "trades">,
  ): CycleEntry {
    const { balanceUsd, equityUsd, positions } = account;
    const dayEquityUsd = this.#dayEquity(close, equityUsd);
    this.#lastClose = close;
    return {
      kind: "cycle",
      close,
      notAsked: CLIENT_TRADES,
      balanceUsd,
      equityUsd,
      dayEquityUsd,
      notionalUsd: positions.length === 0 ? undefined : grossNotional(account as AccountState),
      transfers: some(transfers),
      fills: some(fills),
      funding: some(funding),
      trades: some(trades),
    };
  }

  /** In the first cycle of a day its equity: that is at 00:00 UTC, where every interval has a close, or the start. */
  #dayEquity(close: number, equityUsd: number): number | undefined {
    const isFirst = this.#lastClose === null || dayStart(this.#lastClose) !== dayStart(close);
    return isFirst ? equityUsd : undefined;
  }

  /** The trades that were closed, with what closed them. */
  async #tradesOf(
    fills: readonly VenueFill[],
    funding: readonly FundingPayment[],
  ): Promise<readonly Trade[]> {
    const trades: Trade[] = [];
    for (const event of inDiaryOrder([...fills, ...funding])) {
      if (event.kind === "funding") this.#book.funding(event);
      else if (event.kind === "fill") {
        const closed = this.#book.fill(event, await this.#legOf(event as VenueFill));
        if (closed !== null) trades.push(closed);
      }
    }
    return trades;
  }

  /** What the order of a fill was for, where it closes something: a trigger is a stop or a target. */
  async #legOf({ asset, orderId }: VenueFill): Promise<Leg | null> {
    if (orderId === null || this.#book.active(asset) === null) return null;
    const order = await this.#account.orderStatus(orderId);
    return order?.trigger?.kind ?? "close";
  }
}

function transfersIn(lines: readonly CycleEntry[]): number {
  return lines.reduce((count, { transfers = [] }) => count + transfers.length, 0);
}

/** A fill with what a diary says of it and no more. */
function plainFill(
  { kind, time, asset, side, size, price, feeUsd, realizedPnlUsd, clientOrderId, liquidation }: VenueFill,
): Fill {
  // Others number their orders as they like.
  const id = clientOrderId !== null && CLIENT_ORDER_ID.test(clientOrderId) ? clientOrderId : null;
  return { kind, time, asset, side, size, price, feeUsd, realizedPnlUsd, clientOrderId: id, liquidation };
}

function plainFunding(
  { kind, time, asset, rate, size, amountUsd }: FundingPayment,
): FundingPayment {
  return { kind, time, asset, rate, size, amountUsd };
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
