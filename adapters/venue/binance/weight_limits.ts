import { intervalMs } from "../../../engine/mod.ts";

const MINUTE_MS = intervalMs("1m");
/** After so many refused requests in a minute an address is shut out. Binance does not tell its own number. */
const PATIENCE = 10;
/** For how long at first, ms; twice as long each further time. Source: exchange-rules 8.4. */
const FIRST_BAN_MS = 2 * MINUTE_MS;
const LONGEST_BAN_MS = 3 * intervalMs("1d");
/** With more addresses than this those that have been quiet are forgotten. */
const MANY = 10_000;

/** What one address has used. */
interface Use {
  minute: number;
  used: number;
  refused: number;
  bans: number;
  bannedUntil: number;
}

/** What is said to a request of some weight. */
export interface WeightVerdict {
  /** Weight used in this minute, this request included. */
  readonly used: number;
  /** Null: it is answered. */
  readonly refusal: null | {
    readonly kind: "too-much" | "banned";
    /** When the next is answered, ms. */
    readonly until: number;
  };
}

/** The weight that addresses use by the minute, on the wall's time. */
export class WeightLimits {
  readonly #limit: number;
  readonly #uses = new Map<string, Use>();

  /** So much weight a minute. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a request; where limits are not enforced it is only counted. */
  take(
    address: string,
    weight: number,
    { now, isEnforced }: { readonly now: number; readonly isEnforced: boolean },
  ): WeightVerdict {
    const use = this.#useOf(address, now);
    use.used += weight;
    if (!isEnforced) return { used: use.used, refusal: null };
    if (now < use.bannedUntil) return { used: use.used, refusal: { kind: "banned", until: use.bannedUntil } };
    if (use.used <= this.#limit) return { used: use.used, refusal: null };
    use.refused++;
    if (use.refused <= PATIENCE) {
      return { used: use.used, refusal: { kind: "too-much", until: (use.minute + 1) * MINUTE_MS } };
    }
    use.bannedUntil = now + Math.min(LONGEST_BAN_MS, FIRST_BAN_MS * 2 ** use.bans++);
    return { used: use.used, refusal: { kind: "banned", until: use.bannedUntil } };
  }

  #useOf(address: string, now: number): Use {
    const minute = Math.floor(now / MINUTE_MS);
    const present = this.#uses.get(address);
    if (present?.minute === minute) return present;
    if (present !== undefined) {
      Object.assign(present, { minute, used: 0, refused: 0 });
      return present;
    }
    if (this.#uses.size >= MANY) this.#forget(minute, now);
    const fresh = { minute, used: 0, refused: 0, bans: 0, bannedUntil: 0 };
    this.#uses.set(address, fresh);
    return fresh;
  }

  #forget(minute: number, now: number): void {
    for (const [address, use] of this.#uses) {
      if (use.minute < minute && use.bannedUntil <= now) this.#uses.delete(address);
    }
  }
}
