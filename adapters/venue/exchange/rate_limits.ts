import { AddressRequests, type Requests } from "./address_requests.ts";
import type { House } from "../house.ts";
import { FasterClock } from "./faster_clock.ts";
import { SocketLimits } from "./socket_limits.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Weight of requests over HTTP that one IP may send in a minute. Source: exchange-rules 7. */
const WEIGHT_A_MINUTE = 1_200;
/** Orders or cancels that add one to the weight of their action. */
const PARTS_A_WEIGHT = 40;

/**
 * The venue's limits: what an IP may send over HTTP and over WebSockets, and an address at all. Everything is counted;
 * whether it is refused is a choice. Minutes go by market time, so that a bot meets its limits here as often as it would
 * there however fast the market goes, and by the wall where that is faster: where market time stands still questions are
 * still answered. What was taken comes back evenly within the minute: how the venue counts its minutes is not on record.
 * Source: exchange-rules 7.
 */
export class RateLimits {
  readonly #isEnforced: boolean;
  readonly #now: () => number;
  readonly #weights = new Map<string, TokenBucket>();
  /** Requests by address. */
  readonly requests: AddressRequests = new AddressRequests();
  /** What is done over WebSockets. */
  readonly sockets: SocketLimits;

  constructor(house: Pick<House, "enforceLimits" | "now" | "wallNow">) {
    const clock = new FasterClock(() => house.now(), () => house.wallNow());
    this.#isEnforced = house.enforceLimits;
    this.#now = () => clock.now();
    this.sockets = new SocketLimits(house.enforceLimits, this.#now);
  }

  /** A question to /info of such a weight; false: it is one too many. */
  takeInfo(ip: string, weight: number): boolean {
    return this.#bucket(ip).take(weight, this.#now()) || !this.#isEnforced;
  }

  /** What an answer weighs beyond its question, by its rows: it may leave the IP in debt. */
  addInfo(ip: string, weight: number): void {
    this.#bucket(ip).owe(weight, this.#now());
  }

  /** A body to /exchange, whatever it is; false: it is one too many. */
  takeExchange(ip: string): boolean {
    return this.takeInfo(ip, 1);
  }

  /** What an action of so many orders or cancels weighs beyond that. */
  addExchange(ip: string, parts: number): void {
    const more = Math.floor(parts / PARTS_A_WEIGHT);
    if (more > 0) this.addInfo(ip, more);
  }

  /**
   * The requests of an action of an address; the venue's words where it may send none. What it has traded (USD) is
   * asked for only where that matters.
   */
  takeRequests(
    address: string,
    requests: Requests,
    tradedUsd: () => Promise<number>,
  ): string | null | Promise<string | null> {
    if (this.requests.takeSurely(address, requests)) return null;
    if (this.#isEnforced) return this.#takeKnowing(address, requests, tradedUsd);
    this.requests.add(address, requests.count);
    return null;
  }

  async #takeKnowing(
    address: string,
    requests: Requests,
    tradedUsd: () => Promise<number>,
  ): Promise<string | null> {
    return this.requests.take(address, requests, { tradedUsd: await tradedUsd(), now: this.#now() });
  }

  #bucket(ip: string): TokenBucket {
    let bucket = this.#weights.get(ip);
    if (bucket === undefined) {
      this.#weights.set(ip, bucket = new TokenBucket(WEIGHT_A_MINUTE, this.#now()));
    }
    return bucket;
  }
}
