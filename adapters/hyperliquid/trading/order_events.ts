import { SubscriptionClient, WebSocketTransport } from "@nktkas/hyperliquid";
import { streamUrl } from "../network.ts";
import { reconnectPause, reconnectPauseMs } from "../reconnect_pause.ts";

/**
 * Tells that something happened to an account's orders, by aborting a signal; what it was is asked for as always. It
 * connects again by itself, and where nobody can be heard the account is looked at every few seconds anyway.
 */
export class OrderEvents {
  readonly #transport: WebSocketTransport;
  readonly #end = new AbortController();
  #next = new AbortController();

  /** Listens beside an HTTP address. */
  constructor(baseUrl: string, user: string) {
    this.#transport = new WebSocketTransport({
      url: streamUrl(baseUrl),
      isTestnet: true,
      reconnect: { maxRetries: Infinity, reconnectionDelay: reconnectPauseMs },
    });
    const client = new SubscriptionClient({ transport: this.#transport });
    const account = { user: user as `0x${string}` };
    const heard = (): void => this.#heard();
    void this.#hold((onError) => client.orderUpdates(account, heard, { onError }));
    void this.#hold((onError) => client.userFills(account, heard, { onError }));
  }

  /** Aborted as soon as something happens; a new one after that. */
  signal(): AbortSignal {
    return this.#next.signal;
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#end.abort();
    this.#transport.close();
  }

  #heard(): void {
    const now = this.#next;
    this.#next = new AbortController();
    now.abort();
  }

  /** Subscribes, and again whenever that failed, until it is closed. */
  async #hold(subscribe: (failed: () => void) => Promise<unknown>): Promise<void> {
    for (let attempt = 0; !this.#end.signal.aborted; attempt++) {
      const failure = await subscribe(() => void this.#hold(subscribe)).then(
        () => null,
        (error: Error) => error,
      );
      if (failure === null) return;
      await reconnectPause(attempt, this.#end.signal);
    }
  }
}
