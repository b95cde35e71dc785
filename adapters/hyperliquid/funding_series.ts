import { type Awaitable, type FundingRates, HOUR_MS } from "../../engine/mod.ts";
import type { PaidFunding } from "./info_wire.ts";

/** Asks for the hours paid after one moment and up to another, oldest first, all of them. */
export type AskFunding = (after: number, until: number) => Promise<readonly PaidFunding[]>;

/** An hour that was not there is not asked for again before this, ms. */
const AGAIN_MS = 5_000;

/** Hourly funding of an asset, each hour asked for once. */
export class FundingSeries {
  readonly #ask: AskFunding;
  #paid: readonly PaidFunding[] = [];
  /** Everything paid after this is known up to the last hour, ms. */
  #knownAfter = Infinity;
  #asked = { hour: -Infinity, at: -Infinity };
  #filling: Promise<void> = Promise.resolve();

  constructor(ask: AskFunding) {
    this.#ask = ask;
  }

  /** Rates paid after a moment and at or before `now` (ms). */
  after(after: number, now: number): Awaitable<FundingRates> {
    if (this.#isHere(after, now)) return this.#rates(after, now);
    const fill = (): Promise<void> => this.#fill(after, now);
    const filling = this.#filling.then(fill, fill);
    this.#filling = filling;
    return filling.then(() => this.#rates(after, now));
  }

  #isHere(after: number, now: number): boolean {
    return after >= this.#knownAfter && !this.#isDue(now);
  }

  #isDue(now: number): boolean {
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    if (this.#last >= hour) return false;
    const { at } = this.#asked;
    return this.#asked.hour !== hour || now < at || now - at >= AGAIN_MS;
  }

  get #last(): number {
    return this.#paid.at(-1)?.time ?? -Infinity;
  }

  async #fill(after: number, now: number): Promise<void> {
    const isFirst = this.#paid.length === 0;
    if (!isFirst && this.#isDue(now)) this.#paid = [...this.#paid, ...await this.#between(this.#last, now)];
    const first = this.#paid.at(0)?.time ?? Infinity;
    if (after < this.#knownAfter || isFirst) {
      const from = Math.min(this.#knownAfter, after);
      this.#paid = [...await this.#between(from, Math.min(now, first - 1)), ...this.#paid];
      this.#knownAfter = from;
    }
    this.#asked = { hour: Math.floor(now / HOUR_MS) * HOUR_MS, at: now };
  }

  async #between(after: number, until: number): Promise<readonly PaidFunding[]> {
    if (after >= until) return [];
    const paid = await this.#ask(after, until);
    return paid.filter(({ time }) => time > after && time <= until);
  }

  #rates(after: number, now: number): FundingRates {
    const paid = this.#paid.filter(({ time }) => time > after && time <= now);
    return { times: paid.map(({ time }) => time), rates: paid.map(({ rate }) => rate) };
  }
}
