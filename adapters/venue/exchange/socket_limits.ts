import { tooManySubscriptions, tooManyUsers } from "./refusals_wire.ts";
import { TokenBucket } from "./token_bucket.ts";

/** What one IP may do over WebSockets. Source: exchange-rules 7. */
const MOST = { sockets: 10, newSockets: 30, subscriptions: 1_000, users: 10, messages: 2_000, posts: 100 };

interface Peer {
  sockets: number;
  subscriptions: number;
  posts: number;
  /** How many subscriptions name a user. */
  readonly users: Map<string, number>;
  readonly newSockets: TokenBucket;
  readonly messages: TokenBucket;
}

/** What each IP does over WebSockets: counted always, refused only where limits are enforced. */
export class SocketLimits {
  readonly #isEnforced: boolean;
  readonly #now: () => number;
  readonly #peers = new Map<string, Peer>();

  constructor(isEnforced: boolean, now: () => number) {
    this.#isEnforced = isEnforced;
    this.#now = now;
  }

  /** A socket that opens; false: it must not. */
  open(ip: string): boolean {
    const peer = this.#peer(ip);
    if (this.#isEnforced && peer.sockets >= MOST.sockets) return false;
    if (!peer.newSockets.take(1, this.#now()) && this.#isEnforced) return false;
    peer.sockets++;
    return true;
  }

  /** A socket that was opened has closed. */
  close(ip: string): void {
    this.#peer(ip).sockets--;
  }

  /** A message that came in; false: it is one too many. */
  takeMessage(ip: string): boolean {
    return this.#peer(ip).messages.take(1, this.#now()) || !this.#isEnforced;
  }

  /** A subscription, of a user's or of the market's; the venue's words where there are too many. */
  subscribe(ip: string, user: string | null): string | null {
    const peer = this.#peer(ip);
    if (this.#isEnforced && peer.subscriptions >= MOST.subscriptions) {
      return tooManySubscriptions(MOST.subscriptions);
    }
    const isNew = user !== null && !peer.users.has(user);
    if (this.#isEnforced && isNew && peer.users.size >= MOST.users) {
      return tooManyUsers(MOST.users);
    }
    peer.subscriptions++;
    if (user !== null) peer.users.set(user, (peer.users.get(user) ?? 0) + 1);
    return null;
  }

  /** A subscription that was taken has ended. */
  unsubscribe(ip: string, user: string | null): void {
    const peer = this.#peer(ip);
    peer.subscriptions--;
    if (user === null) return;
    const left = (peer.users.get(user) ?? 1) - 1;
    if (left > 0) peer.users.set(user, left);
    else peer.users.delete(user);
  }

  /** A request over a socket that is now being answered; false: there are too many of them. */
  startPost(ip: string): boolean {
    const peer = this.#peer(ip);
    if (this.#isEnforced && peer.posts >= MOST.posts) return false;
    peer.posts++;
    return true;
  }

  /** A request that was started is answered. */
  endPost(ip: string): void {
    this.#peer(ip).posts--;
  }

  #peer(ip: string): Peer {
    let peer = this.#peers.get(ip);
    if (peer === undefined) {
      const now = this.#now();
      peer = {
        sockets: 0,
        subscriptions: 0,
        posts: 0,
        users: new Map(),
        newSockets: new TokenBucket(MOST.newSockets, now),
        messages: new TokenBucket(MOST.messages, now),
      };
      this.#peers.set(ip, peer);
    }
    return peer;
  }
}
