import { tooManyRequests } from "./refusals_wire.ts";

/** Requests an address may send before it has traded anything. Source: exchange-rules 7. */
const FREE_REQUESTS = 10_000;
/** How many more of them may be cancels. */
const MORE_CANCELS = 100_000;
/** How often one is let through all the same, ms. */
const SLOW_MS = 10_000;

/** The requests of one action. */
export interface Requests {
  /** Orders or cancels in it; 1 for any other action. */
  readonly count: number;
  readonly isCancel: boolean;
}

interface Used {
  count: number;
  reserved: number;
  /** USD, as far as it was asked for. */
  traded: number;
  slowAt: number;
}

/** How many requests addresses have sent, and may. Addresses are lower-case. Source: exchange-rules 7. */
export class AddressRequests {
  readonly #used = new Map<string, Used>();

  /** Requests an address may send once it has traded so much (USD), without those it reserved. */
  static allowed(tradedUsd: number): number {
    return FREE_REQUESTS + Math.floor(tradedUsd);
  }

  /** What an address has sent. */
  count(address: string): number {
    return this.#used.get(address)?.count ?? 0;
  }

  /** What it has reserved beyond what its volume gives it. */
  reserved(address: string): number {
    return this.#used.get(address)?.reserved ?? 0;
  }

  /** Reserves requests. */
  reserve(address: string, requests: number): void {
    this.#of(address).reserved += requests;
  }

  /** Counts requests without asking. */
  add(address: string, count: number): void {
    this.#of(address).count += count;
  }

  /** Whether requests surely may be sent, by the volume that is known; then they are counted. */
  takeSurely(address: string, { count, isCancel }: Requests): boolean {
    const used = this.#of(address);
    if (used.count + count > limitOf(used, isCancel)) return false;
    used.count += count;
    return true;
  }

  /**
   * Counts requests of an address that has traded so much (USD), at a moment (ms); the venue's words
   * where it may send none: then nothing is counted.
   */
  take(
    address: string,
    requests: Requests,
    at: { readonly tradedUsd: number; readonly now: number },
  ): string | null {
    const used = this.#of(address);
    used.traded = at.tradedUsd;
    if (this.takeSurely(address, requests)) return null;
    const sent = used.count + requests.count;
    if (at.now - used.slowAt < SLOW_MS) {
      return tooManyRequests(sent, limitOf(used, requests.isCancel), at.tradedUsd);
    }
    used.slowAt = at.now;
    used.count = sent;
    return null;
  }

  #of(address: string): Used {
    let used = this.#used.get(address);
    if (used === undefined) {
      used = { count: 0, reserved: 0, traded: 0, slowAt: -Infinity };
      this.#used.set(address, used);
    }
    return used;
  }
}

function limitOf({ traded, reserved }: Used, isCancel: boolean): number {
  const limit = AddressRequests.allowed(traded) + reserved;
  return isCancel ? Math.min(limit + MORE_CANCELS, 2 * limit) : limit;
}
