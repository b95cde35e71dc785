import {
  AbstractWalletError,
  ApiRequestError,
  type ExchangeClient,
  HttpRequestError,
  type HttpTransport,
  ValidationError,
} from "@nktkas/hyperliquid";
import { ExchangeClient as Client } from "@nktkas/hyperliquid";
import type { Outcome } from "../../../engine/mod.ts";
import type { OrdersRow } from "./order_wire.ts";
import { whyFailed } from "./venue_reader.ts";
import type { Wallet } from "./wallet.ts";

/** What came back: an answer of the venue, or why there is none. */
export type Sent =
  | { readonly answer: unknown }
  | { readonly failure: Exclude<Outcome, { readonly status: "accepted" }> };

/**
 * Sends signed actions, each once: what is not known to have failed is not sent again here. The library throws where one
 * order of several failed; its error holds the whole answer, and that is what is given.
 */
export class AccountSender {
  readonly #client: ExchangeClient;

  constructor(transport: HttpTransport, wallet: Wallet) {
    this.#client = new Client({ transport, wallet });
  }

  /** Orders as one action, refused by the venue after `expiresAfter` (wall ms). */
  order(row: OrdersRow, expiresAfter: number): Promise<Sent> {
    return sent(() => this.#client.order({ ...row }, { expiresAfter }));
  }

  /** Cancels by client order id. */
  cancel(asset: number, clientOrderIds: readonly string[], expiresAfter: number): Promise<Sent> {
    const cancels = clientOrderIds.map((cloid) => ({ asset, cloid }));
    return sent(() => this.#client.cancelByCloid({ cancels }, { expiresAfter }));
  }

  /** All orders of the account, everybody's, are cancelled at a moment, wall ms. Source: exchange-rules 2.5, scheduleCancel. */
  scheduleCancel(time: number, expiresAfter: number): Promise<Sent> {
    return sent(() => this.#client.scheduleCancel({ time }, { expiresAfter }));
  }

  /** Nothing, signed: whether the key may act. */
  noop(expiresAfter: number): Promise<Sent> {
    return sent(() => this.#client.noop({ nonce: Date.now() }, { expiresAfter }));
  }

  /** Leverage and margin mode of an asset. */
  leverage(
    to: { readonly asset: number; readonly isCross: boolean; readonly leverage: number },
    expiresAfter: number,
  ): Promise<Sent> {
    return sent(() => this.#client.updateLeverage(to, { expiresAfter }));
  }
}

async function sent(send: () => Promise<unknown>): Promise<Sent> {
  try {
    return { answer: await send() };
  } catch (error) {
    if (error instanceof ApiRequestError) return { answer: error.response };
    return { failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Exclude<Outcome, { readonly status: "accepted" }> {
  if (error instanceof ValidationError || error instanceof AbstractWalletError) {
    return { status: "rejected", reason: `not sent: ${whyFailed(error)}` };
  }
  if (!(error instanceof HttpRequestError)) throw error;
  return { status: wasTurnedAway(error) ? "rejected" : "unknown", reason: whyFailed(error) };
}

/** At the door, before anything was done; all else may have come through. Source: exchange-rules 5.1. */
function wasTurnedAway({ response }: HttpRequestError): boolean {
  return response !== undefined && response.status >= 400 && response.status < 500 && response.status !== 408;
}
