import { SubscriptionClient, WebSocketTransport } from "@nktkas/hyperliquid";
import type { ClosedCandle } from "../../engine/mod.ts";
import { candleWire, type ContextValues, contextWire } from "./info_wire.ts";
import { streamUrl } from "./network.ts";
import { reconnectPause, reconnectPauseMs } from "./reconnect_pause.ts";

/** Something about a stream that somebody may want to know, in one line. */
export interface StreamNote {
  readonly kind: "opened" | "lost" | "unreadable";
  readonly text: string;
}

/** Who hears what a stream tells. */
export interface StreamListener {
  context(asset: string, values: ContextValues): void;
  /** A minute that has closed. */
  closed(asset: string, candle: ClosedCandle): void;
  note(note: StreamNote): void;
}

/**
 * Contexts and minutes of assets as the venue streams them; it connects again by itself. The venue does not say that a
 * candle has closed: it has when the next begins, as long as the connection lasted.
 */
export class MarketStream {
  readonly #listener: StreamListener;
  readonly #transport: WebSocketTransport;
  readonly #client: SubscriptionClient;
  readonly #forming = new Map<string, ClosedCandle>();
  readonly #followed = new Set<string>();
  readonly #end = new AbortController();

  /** Connects to the stream beside an HTTP address. */
  constructor(baseUrl: string, listener: StreamListener) {
    this.#listener = listener;
    this.#transport = new WebSocketTransport({
      url: streamUrl(baseUrl),
      isTestnet: true,
      reconnect: { maxRetries: Infinity, reconnectionDelay: reconnectPauseMs },
    });
    this.#client = new SubscriptionClient({ transport: this.#transport });
    this.#transport.socket.addEventListener(
      "open",
      () => listener.note({ kind: "opened", text: "connected" }),
    );
    this.#transport.socket.addEventListener("close", () => this.#lost());
  }

  /** Follows assets, each once. */
  follow(assets: readonly string[]): void {
    for (const coin of assets) {
      if (this.#followed.has(coin)) continue;
      this.#followed.add(coin);
      void this.#hold((failed) =>
        this.#client.activeAssetCtx({ coin }, ({ ctx, coin: of }) => this.#hearContext(of, coin, ctx), {
          onError: failed,
        })
      );
      void this.#hold((failed) =>
        this.#client.candle({ coin, interval: "1m" }, (candle) => this.#hearCandle(coin, candle), {
          onError: failed,
        })
      );
    }
  }

  /** Ends it. */
  close(): void {
    this.#end.abort();
    this.#transport.close();
  }

  /** Subscribes, and again whenever that failed, until it is closed. */
  async #hold(subscribe: (failed: (error: Error) => void) => Promise<unknown>): Promise<void> {
    for (let attempt = 0; !this.#end.signal.aborted; attempt++) {
      try {
        await subscribe((error) => {
          this.#note("lost", error);
          void this.#hold(subscribe);
        });
        return;
      } catch (error) {
        this.#note("lost", error as Error);
        await reconnectPause(attempt, this.#end.signal);
      }
    }
  }

  #hearContext(told: string, coin: string, context: unknown): void {
    if (told !== coin) return;
    const read = contextWire.safeParse(context);
    if (read.success) this.#listener.context(coin, read.data);
    else this.#note("unreadable", `context of ${coin}: ${read.error.issues[0].message}`);
  }

  #hearCandle(coin: string, told: unknown): void {
    const read = candleWire.safeParse(told);
    if (!read.success) {
      return this.#note("unreadable", `candle of ${coin}: ${read.error.issues[0].message}`);
    }
    const before = this.#forming.get(coin);
    if (before !== undefined && before.openTime > read.data.openTime) return;
    if (before !== undefined && before.openTime < read.data.openTime) this.#listener.closed(coin, before);
    this.#forming.set(coin, read.data);
  }

  #lost(): void {
    // What happened while nobody listened is missing in them.
    this.#forming.clear();
    this.#note("lost", "connection closed");
  }

  #note(kind: StreamNote["kind"], found: Error | string): void {
    if (this.#end.signal.aborted) return;
    const text = typeof found === "string" ? found : found.message;
    this.#listener.note({ kind, text: `hyperliquid stream: ${text}`.slice(0, 300) });
  }
}
