import { ApiRequestError, ExchangeClient, HttpRequestError, ValidationError } from "@nktkas/hyperliquid";
import { z } from "zod";
import { ExchangeFault, type Instrument, roundPrice } from "../../../engine/mod.ts";
import { accountWire } from "../trading/account_wire.ts";
import { decimalWire, signedText } from "../trading/decimal_wire.ts";
import { EXPIRES_MS } from "../trading/hyperliquid_exchange.ts";
import { accountOf } from "../trading/open_exchange.ts";
import { openOrdersWire } from "../trading/open_orders_wire.ts";
import { pause, VenueReader, whyFailed } from "../trading/venue_reader.ts";
import type { Wallet } from "../trading/wallet.ts";
import type { AnsweringTransport } from "./answering_transport.ts";
import { toldAnswer } from "./told_answer.ts";

/** An order of this check. */
export interface ProbeOrder {
  /** Names it within this check: the same name is the same client order id. */
  readonly name: string;
  readonly side: "buy" | "sell";
  /** In coins. */
  readonly size: number;
  /** USD, as it is sent. */
  readonly price: number;
  readonly tif?: "Gtc" | "Ioc" | "Alo";
  readonly reduceOnly?: boolean;
  /** Not there: it is no trigger. */
  readonly trigger?: { readonly price: number; readonly tpsl: "tp" | "sl" };
}

/** Which account is probed, where and on which coin. */
export interface ProbedTerms {
  readonly transport: AnsweringTransport;
  readonly wallet: Wallet;
  /** Null: the wallet's own, or the one it is an agent of. */
  readonly account: string | null;
  readonly coin: string;
}

/** What an entry of twenty dollars and the orders beside it may need, USD. */
const LEAST_USD = 50;
/** Beyond the mid it still fills, as a share. */
const REACH = 0.05;
const CLEARINGS = 3;
const BETWEEN_CLEARINGS_MS = 1_000;

const metaSchema = z.object({
  universe: z.array(z.object({ name: z.string(), szDecimals: z.int(), maxLeverage: z.int() })),
});
const midsSchema = z.record(z.string(), decimalWire);

/** One account on a venue, with one coin in which nothing stood before. What it places it can take away again. */
export class ProbedAccount {
  readonly #terms: ProbedTerms;
  readonly #reader: VenueReader;
  readonly #client: ExchangeClient;
  readonly #ids = new Map<string, `0x${string}`>();
  /** The account's address, lower-case. */
  readonly user: string;
  readonly instrument: Instrument;
  readonly #asset: number;
  #mid = 0;

  private constructor(
    terms: ProbedTerms,
    found: { readonly user: string; readonly asset: number; readonly instrument: Instrument },
  ) {
    this.#terms = terms;
    this.#reader = new VenueReader(terms.transport);
    this.#client = new ExchangeClient({ transport: terms.transport, wallet: terms.wallet });
    this.user = found.user;
    this.#asset = found.asset;
    this.instrument = found.instrument;
  }

  /** Opens it; throws an ExchangeFault where the key may not trade, or the account is not empty enough or too poor. */
  static async open(terms: ProbedTerms): Promise<ProbedAccount> {
    const { transport, coin: symbol } = terms;
    const reader = new VenueReader(transport);
    const user = await accountOf(reader, terms);
    const { universe } = await reader.ask({ what: "assets", schema: metaSchema, body: { type: "meta" } });
    const asset = universe.findIndex(({ name }) => name === symbol);
    if (asset < 0) throw new ExchangeFault("refused", `${new URL(transport.apiUrl).host} lists no ${symbol}`);
    const { szDecimals, maxLeverage } = universe[asset];
    const instrument = { symbol, szDecimals, maxLeverage, marginTiers: [{ lowerBoundUsd: 0, maxLeverage }] };
    const probed = new ProbedAccount(terms, { user, asset, instrument });
    await probed.#mustBeFree();
    return probed;
  }

  /** The price that the others are shares of, asked now. */
  async look(): Promise<void> {
    const mids = await this.#reader.ask({ what: "mids", schema: midsSchema, body: { type: "allMids" } });
    this.#mid = mids[this.#terms.coin] ?? 0;
    if (this.#mid <= 0) throw new ExchangeFault("refused", `there is no price of ${this.#terms.coin}`);
  }

  /** The price that was looked at last, USD. */
  get mid(): number {
    return this.#mid;
  }

  /** A price on the venue's grid. */
  price(share: number): number {
    return roundPrice(this.#mid * share, this.instrument, "nearest");
  }

  /** A price finer than the venue's grid. */
  offGrid(share: number): number {
    const decimals = 7 - this.instrument.szDecimals;
    return Number((this.price(share) + 10 ** -decimals).toFixed(decimals));
  }

  /** The smallest size that is worth so much at a price, or where `isBelow` the largest that is not worth more. */
  size(usd: number, price: number, isBelow = false): number {
    const scale = 10 ** this.instrument.szDecimals;
    const units = usd / price * scale;
    return (isBelow ? Math.floor(units) : Math.ceil(units)) / scale;
  }

  /** Sends orders as one action; what it came to. */
  async place(orders: readonly ProbeOrder[], grouping: "na" | "normalTpsl" | "positionTpsl" = "na") {
    const rows = orders.map((order) => this.#row(order));
    const sizes = orders.map(({ size }) => size);
    return await told(() => this.#client.order({ orders: rows, grouping }, inTime()), sizes);
  }

  /** Puts another order in the place of one; what it came to. */
  modify(name: string, order: ProbeOrder): Promise<string> {
    const modifies = [{ oid: this.#id(name), order: this.#row(order) }];
    return told(() => this.#client.batchModify({ modifies }, inTime()));
  }

  /** Cancels orders by their names; what it came to. */
  cancel(...names: readonly string[]): Promise<string> {
    const cancels = names.map((name) => ({ asset: this.#asset, cloid: this.#id(name) }));
    return told(() => this.#client.cancelByCloid({ cancels }, inTime()));
  }

  /** Sets the leverage; what it came to. */
  leverage(leverage: number): Promise<string> {
    return told(() => this.#client.updateLeverage({ asset: this.#asset, isCross: true, leverage }, inTime()));
  }

  /** Asks `/info` of this account; throws an ExchangeFault. */
  ask<Answer>(body: { readonly type: string }, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#reader.ask({ what: body.type, schema, body: { ...body, user: this.user } });
  }

  /** What `/info` answers to something that may be wrong, as a line. */
  async answerTo(body: { readonly type: string; readonly [field: string]: unknown }): Promise<string> {
    try {
      return JSON.stringify(await this.#terms.transport.request("info", body)).slice(0, 100);
    } catch (error) {
      return failed(error);
    }
  }

  /** The status of an order that was placed under a name. */
  async statusOf(name: string): Promise<string> {
    const schema = z.object({ order: z.object({ status: z.string() }).optional(), status: z.string() });
    const body = { type: "orderStatus", oid: this.#id(name) };
    const { order, status } = await this.ask(body, schema);
    return order?.status ?? status;
  }

  /** Orders of this check that stand, by the kinds the venue gives them. */
  async standing(): Promise<string> {
    const orders = (await this.#orders()).filter(({ cloid }) => this.#isOwn(cloid));
    return orders.map(({ orderType, reduceOnly }) => `${orderType}${reduceOnly ? " (reduce only)" : ""}`)
      .sort().join(", ") || "none";
  }

  /** The size of the position, below zero short, in coins. */
  async position(): Promise<number> {
    const { assetPositions } = await this.ask({ type: "clearinghouseState" }, accountWire);
    return assetPositions.find(({ position }) => position.coin === this.#terms.coin)?.position.szi ?? 0;
  }

  /** Cancels what this check placed and closes the position; null, or in one line what is left. */
  async clear(): Promise<string | null> {
    let left = "";
    for (let attempt = 1; attempt <= CLEARINGS; attempt++) {
      if (attempt > 1) await pause(BETWEEN_CLEARINGS_MS);
      try {
        left = await this.#clearOnce();
        if (left === "") return null;
      } catch (error) {
        left = `it could not be looked whether anything is left: ${failed(error)}`;
      }
    }
    return left;
  }

  async #clearOnce(): Promise<string> {
    const placed = (await this.#orders()).filter(({ cloid }) => this.#isOwn(cloid));
    // By the venue's numbers: of two orders with one client order id only the newer is found by it.
    const cancels = placed.map(({ oid }) => ({ a: this.#asset, o: oid }));
    if (cancels.length > 0) await told(() => this.#client.cancel({ cancels }, inTime()));
    const held = await this.position();
    if (held !== 0) {
      await this.look();
      const [side, share] = held > 0 ? ["sell", 1 - REACH] as const : ["buy", 1 + REACH] as const;
      const order = { name: `close ${Date.now()}`, side, size: Math.abs(held), price: this.price(share) };
      await this.place([{ ...order, tif: "Ioc", reduceOnly: true }]);
    }
    const [orders, size] = [await this.#orders(), await this.position()];
    const standing = orders.filter(({ cloid }) => this.#isOwn(cloid)).length;
    return [
      ...(standing === 0 ? [] : [`${standing} orders`]),
      ...(size === 0 ? [] : [`a position of ${size} ${this.#terms.coin}`]),
    ].join(" and ");
  }

  #orders() {
    return this.ask({ type: "frontendOpenOrders" }, openOrdersWire);
  }

  #isOwn(cloid: string | null): boolean {
    return cloid !== null && [...this.#ids.values()].includes(cloid as `0x${string}`);
  }

  async #mustBeFree(): Promise<void> {
    const { coin } = this.#terms;
    const orders = (await this.#orders()).filter((order) => order.coin === coin);
    if (orders.length > 0 || await this.position() !== 0) {
      const what =
        `the account ${this.user} has orders or a position in ${coin}, and this check wants it without`;
      throw new ExchangeFault("refused", `${what}; name another coin, or end them first`);
    }
    const { marginSummary: { accountValue } } = await this.ask({ type: "clearinghouseState" }, accountWire);
    if (accountValue >= LEAST_USD) return;
    const has = `the account ${this.user} is worth ${accountValue.toFixed(2)} USD`;
    throw new ExchangeFault(
      "refused",
      `${has}, and this check wants ${LEAST_USD}; the testnet's faucet gives some`,
    );
  }

  #id(name: string): `0x${string}` {
    const id = this.#ids.get(name) ?? `0x${crypto.getRandomValues(new Uint8Array(16)).toHex()}` as const;
    this.#ids.set(name, id);
    return id;
  }

  #row({ name, side, size, price, tif = "Gtc", reduceOnly = false, trigger }: ProbeOrder) {
    const t = trigger === undefined
      ? { limit: { tif } }
      : { trigger: { isMarket: true, triggerPx: signedText(trigger.price), tpsl: trigger.tpsl } };
    const [p, s] = [signedText(price), signedText(size)];
    return { a: this.#asset, b: side === "buy", p, s, r: reduceOnly, t, c: this.#id(name) };
  }
}

/** What nothing came back of is refused by the venue before a request is given up, and cannot arrive later. */
function inTime(): { readonly expiresAfter: number } {
  return { expiresAfter: Date.now() + EXPIRES_MS };
}

/** What an action came to, whatever that is. */
async function told(send: () => Promise<unknown>, sizes: readonly number[] = []): Promise<string> {
  try {
    return toldAnswer(await send(), sizes);
  } catch (error) {
    return error instanceof ApiRequestError ? toldAnswer(error.response, sizes) : failed(error);
  }
}

/** Throws on what is no failure of a request. */
function failed(error: unknown): string {
  if (error instanceof ExchangeFault) return error.message;
  if (error instanceof ValidationError) return `not sent: ${whyFailed(error)}`;
  if (error instanceof HttpRequestError) return `no answer: ${whyFailed(error)}`;
  throw error;
}
