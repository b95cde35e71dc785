import type { NamedAsker } from "../asker.ts";
import type { SocketLimits } from "../exchange/socket_limits.ts";
import type { ClientSocket, Connection } from "../sockets.ts";
import type { WireAnswer } from "../wire_answer.ts";
import {
  already,
  type ClientMessage,
  errorFrame,
  invalidSubscription,
  notUnderstood,
  PONG,
  postFrame,
  type PostRequest,
  readMessage,
  subscriptionFrame,
  TOO_MANY_MESSAGES,
  tooManyPosts,
} from "./frames_wire.ts";
import type { FrameSink } from "./frame_sink.ts";
import { readSubscription, type Subscription } from "./subscriptions_wire.ts";

/** A socket to which nothing was sent for so long is closed, ms on the wall. Source: exchange-rules 5.4. */
const IDLE_MS = 60_000;
/** A socket whose client leaves so many bytes unread is closed. */
const MOST_UNREAD = 16 * 1024 * 1024;

/** What a connection needs of the hub. */
export interface ConnectionHost {
  readonly limits: SocketLimits;
  wallNow(): number;
  warn(line: string): void;
  /** Lets it have a subscription's frames; false: there is nothing such. Its acknowledgement goes out in between. */
  join(sink: StreamConnection, subscription: Subscription, acknowledge: () => void): boolean;
  leave(sink: StreamConnection, subscription: Subscription): void;
  answer(request: PostRequest, from: NamedAsker): Promise<WireAnswer>;
  closed(connection: StreamConnection): void;
}

/** One client's socket: what it asks, what it has subscribed to, and whether it still listens. */
export class StreamConnection implements Connection, FrameSink {
  readonly #socket: ClientSocket;
  readonly #from: NamedAsker;
  readonly #host: ConnectionHost;
  readonly #subscriptions = new Map<string, Subscription>();
  #isOpen = true;
  #sentAt: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: ClientSocket, from: NamedAsker, host: ConnectionHost) {
    this.#socket = socket;
    this.#from = from;
    this.#host = host;
    this.#sentAt = host.wallNow();
    this.#watch(IDLE_MS);
  }

  /** Bytes its client has not read yet. */
  get unread(): number {
    return this.#isOpen ? this.#socket.bufferedAmount : 0;
  }

  /** Whether a subscription stands. */
  has(subscription: Subscription): boolean {
    return this.#isOpen && this.#subscriptions.get(subscription.key) === subscription;
  }

  /** Sends a frame, unless the client reads too slowly: then it is cut off. */
  send(frame: string): void {
    if (!this.#isOpen) return;
    if (this.unread > MOST_UNREAD) return this.cutOff();
    this.#sentAt = this.#host.wallNow();
    try {
      this.#socket.send(frame);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // The client has gone, and the event that says so is still on its way.
      this.closed();
    }
  }

  /** Closes the socket of a client that does not read. */
  cutOff(): void {
    this.#host.warn(
      `stream: closed a socket of ${this.#from.ip} that left ${this.unread} bytes unread: its client is too slow`,
    );
    this.close();
  }

  /** A frame of the client. */
  receive(text: string): void {
    if (!this.#isOpen) return;
    if (!this.#host.limits.takeMessage(this.#from.ip)) return this.send(TOO_MANY_MESSAGES);
    const message = readMessage(text);
    if (message === null) return this.send(notUnderstood(text));
    switch (message.method) {
      case "ping":
        return this.send(PONG);
      case "post":
        return this.#post(message.id, message.request);
      case "subscribe":
      case "unsubscribe":
        return this.#subscription(message, text);
    }
  }

  /** The socket has closed; also where the venue closes it. */
  closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions.values()) this.#end(subscription);
    this.#subscriptions.clear();
    this.#host.limits.close(this.#from.ip);
    this.#host.closed(this);
  }

  /** Closes the socket. */
  close(): void {
    if (!this.#isOpen) return;
    this.closed();
    this.#socket.close();
  }

  #subscription(
    { method, subscription: asked }: Extract<ClientMessage, { subscription: unknown }>,
    text: string,
  ): void {
    const subscription = readSubscription(asked);
    if (subscription === null) return this.send(notUnderstood(text));
    const standing = this.#subscriptions.get(subscription.key);
    if (method === "subscribe") {
      if (standing !== undefined) return this.send(already("subscribed", subscription.fields));
      return this.#subscribe(subscription, asked);
    }
    if (standing === undefined) return this.send(already("unsubscribed", subscription.fields));
    this.#subscriptions.delete(standing.key);
    this.#end(standing);
    this.send(subscriptionFrame("unsubscribe", subscription.fields));
  }

  #subscribe(subscription: Subscription, asked: unknown): void {
    const { limits } = this.#host;
    const refused = limits.subscribe(this.#from.ip, userOf(subscription));
    if (refused !== null) return this.send(errorFrame(refused));
    this.#subscriptions.set(subscription.key, subscription);
    const acknowledge = () => this.send(subscriptionFrame("subscribe", subscription.fields));
    if (this.#host.join(this, subscription, acknowledge)) return;
    this.#subscriptions.delete(subscription.key);
    limits.unsubscribe(this.#from.ip, userOf(subscription));
    this.send(invalidSubscription(asked));
  }

  #end(subscription: Subscription): void {
    this.#host.leave(this, subscription);
    this.#host.limits.unsubscribe(this.#from.ip, userOf(subscription));
  }

  #post(id: number, request: PostRequest): void {
    const { limits } = this.#host;
    if (!limits.startPost(this.#from.ip)) return this.send(tooManyPosts(id));
    const answering = this.#host.answer(request, this.#from).finally(() => limits.endPost(this.#from.ip));
    void answering.then((answer) => this.send(postFrame(id, request, answer)));
  }

  /** One timer at a time, set anew for what is left of the minute: sending is too frequent to set it there. */
  #watch(ms: number): void {
    this.#timer = setTimeout(() => {
      const left = this.#sentAt + IDLE_MS - this.#host.wallNow();
      if (left > 0) this.#watch(left);
      else this.close();
    }, ms);
  }
}

function userOf(subscription: Subscription): string | null {
  return subscription.of === "account" ? subscription.user : null;
}
