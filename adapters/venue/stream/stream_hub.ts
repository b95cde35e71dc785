import type { NamedAsker } from "../asker.ts";
import type { SocketLimits } from "../exchange/socket_limits.ts";
import type { House } from "../house.ts";
import type { InfoDesk } from "../info/info_desk.ts";
import type { ClientSocket, Connection } from "../sockets.ts";
import { FAILED } from "../status_wire.ts";
import type { WireAnswer } from "../wire_answer.ts";
import { AccountFeed } from "./account_feed.ts";
import type { PostRequest } from "./frames_wire.ts";
import { MarketChannel } from "./market_channel.ts";
import type { MarketStreams } from "./market_topics_wire.ts";
import { type ConnectionHost, StreamConnection } from "./stream_connection.ts";
import type { Subscription } from "./subscriptions_wire.ts";

/** While a client leaves more bytes than these unread, the market waits for it a little. */
const UNREAD_TO_WAIT_FOR = 1024 * 1024;
/** In pauses of so long together, ms; then it is cut off. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 5;

/** What streams stand on. */
export interface StreamParts {
  readonly info: InfoDesk;
  /** Answers actions that come over a socket. */
  readonly exchange: { handle(body: unknown, from: NamedAsker): Promise<WireAnswer> };
  readonly limits: SocketLimits;
  /** Between two frames of the moment in one channel, ms on the wall; 0: each move is told. */
  readonly minGapMs: number;
}

/**
 * GET /ws: every client's subscriptions. Somebody else moves the market and tells here; in between time stands still.
 * First an account's changes are told, then the market's: order updates, fills, events, states, trades, books.
 * Trades are those of the tape: what accounts trade does not move the recorded market and is not on it.
 */
export class StreamHub {
  readonly #house: House;
  readonly #parts: StreamParts;
  readonly #streams: MarketStreams;
  readonly #connections = new Set<StreamConnection>();
  readonly #channels = new Map<string, MarketChannel>();
  readonly #feeds = new Map<string, AccountFeed>();

  constructor(house: House, parts: StreamParts) {
    this.#house = house;
    this.#parts = parts;
    this.#streams = { house, market: parts.info.market };
  }

  /** How many sockets are open. */
  get size(): number {
    return this.#connections.size;
  }

  /** Takes a socket in; one too many for its IP is closed at once. */
  connect(socket: ClientSocket, from: NamedAsker): Connection {
    if (!this.#parts.limits.open(from.ip)) {
      socket.close();
      return { receive: ignore, closed: ignore };
    }
    const connection = new StreamConnection(socket, from, this.#host());
    this.#connections.add(connection);
    return connection;
  }

  /**
   * The market has moved to now: told are closed candles, trades and every account's changes, and where the clock
   * stays for now (`isLast`) also mids, books, contexts, forming candles and how accounts stand. Answered when all is
   * sent and nobody has much left to read.
   */
  async marketMoved(isLast: boolean): Promise<void> {
    const wall = { now: this.#house.wallNow(), minGapMs: this.#parts.minGapMs };
    const tellings: Promise<void>[] = [];
    for (const feed of this.#feeds.values()) {
      const state = isLast && wall.now - feed.stateToldAt >= wall.minGapMs;
      if (state) feed.stateToldAt = wall.now;
      tellings.push(feed.tell({ state }));
    }
    if (tellings.length > 0) await Promise.all(tellings);
    for (const channel of this.#channels.values()) channel.moved(isLast, wall);
    await this.#untilRead();
  }

  /** Whether anybody is told what happens in an account. */
  follows(address: string): boolean {
    return this.#feeds.has(address.toLowerCase());
  }

  /** Something was asked of an account that may have changed it. */
  async accountChanged(address: string): Promise<void> {
    await this.#feeds.get(address.toLowerCase())?.tell({ state: true });
  }

  /** Closes every socket. */
  close(): void {
    for (const connection of [...this.#connections]) connection.close();
  }

  #host(): ConnectionHost {
    return {
      limits: this.#parts.limits,
      wallNow: () => this.#house.wallNow(),
      warn: (line) => this.#house.warn(line),
      join: (sink, subscription, acknowledge) => this.#join(sink, subscription, acknowledge),
      leave: (sink, subscription) => this.#leave(sink, subscription),
      answer: (request, from) => this.#answer(request, from),
      closed: (connection) => void this.#connections.delete(connection),
    };
  }

  #join(sink: StreamConnection, subscription: Subscription, acknowledge: () => void): boolean {
    const { key } = subscription;
    if (subscription.of === "market") {
      const channel = this.#channels.get(key) ?? channelOf(subscription.topic(this.#streams));
      if (channel === null) return false;
      this.#channels.set(key, channel);
      acknowledge();
      channel.join(sink);
      return true;
    }
    const { user } = subscription;
    const { accounts } = this.#parts.info;
    const topic = subscription.topic({ user, accounts, now: () => this.#house.now() }, this.#streams);
    if (topic === null) return false;
    acknowledge();
    const feed = this.#feeds.get(user) ?? new AccountFeed(user, accounts);
    this.#feeds.set(user, feed);
    void feed.join({ sink, key, topic, isWanted: () => sink.has(subscription) })
      .catch((error) => this.#fault(`what a subscription to ${subscription.fields.type} begins with`, error))
      .then(() => this.#drop(user, feed));
    return true;
  }

  #leave(sink: StreamConnection, subscription: Subscription): void {
    const { key } = subscription;
    if (subscription.of === "market") {
      const channel = this.#channels.get(key);
      channel?.leave(sink);
      if (channel?.isIdle) this.#channels.delete(key);
      return;
    }
    const feed = this.#feeds.get(subscription.user);
    feed?.leave(sink, key);
    if (feed !== undefined) this.#drop(subscription.user, feed);
  }

  #drop(user: string, feed: AccountFeed): void {
    if (feed.isIdle && this.#feeds.get(user) === feed) this.#feeds.delete(user);
  }

  async #answer({ type, payload }: PostRequest, from: NamedAsker): Promise<WireAnswer> {
    const { info, exchange } = this.#parts;
    try {
      return await (type === "info" ? info.handle(payload, from) : exchange.handle(payload, from));
    } catch (error) {
      this.#fault(`an answer to ${type}`, error);
      return FAILED;
    }
  }

  #fault(what: string, error: unknown): void {
    this.#house.warn(`stream: ${what} could not be made: ${error instanceof Error ? error.message : error}`);
  }

  /** A market that runs ahead of its slowest reader would only fill memory. */
  async #untilRead(): Promise<void> {
    for (let waited = 0; waited <= PATIENCE_MS; waited += PAUSE_MS) {
      if (this.#slow().length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#slow().forEach((connection) => connection.cutOff());
  }

  #slow(): StreamConnection[] {
    return [...this.#connections].filter(({ unread }) => unread > UNREAD_TO_WAIT_FOR);
  }
}

function ignore(): void {}

function channelOf(
  topic: ReturnType<Extract<Subscription, { of: "market" }>["topic"]>,
): MarketChannel | null {
  return topic === null ? null : new MarketChannel(topic);
}
