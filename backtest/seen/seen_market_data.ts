import type {
  CandleRange,
  CandleWindow,
  FundingRates,
  Interval,
  MarketContext,
  MarketData,
  SeenBeside,
  SeenCandle,
  SeenSettled,
} from "../../engine/mod.ts";
import { HOUR_MS, intervalMs, MarketFault } from "../../engine/mod.ts";
import { KeptCandles } from "./kept_candles.ts";
import { SeenError, type SeenTape } from "./seen_tape.ts";

/** How far the first look beside a context goes back, ms; a later one goes on from what is kept. */
const LOOK_BACK_MS = 2 * HOUR_MS;
const NO_FUNDING: FundingRates = { times: [], rates: [] };

/**
 * Market data that is kept as it is seen. What is answered is always made of what was kept, so that a run that is played
 * again from it gets the same: a candle that its source tells otherwise later stays as it was first seen.
 */
export class SeenMarketData implements MarketData {
  readonly #source: MarketData;
  readonly #tape: SeenTape;
  readonly #candles = new Map<string, KeptCandles>();
  /** The last hour of each asset's funding that was looked at beside its context, ms. */
  readonly #fundedTo = new Map<string, number>();
  #asked: Promise<unknown> = Promise.resolve();

  constructor(source: MarketData, tape: SeenTape) {
    this.#source = source;
    this.#tape = tape;
  }

  /** Closed candles. */
  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    return this.#inTurn(() => this.#askCandles(asset, interval, range));
  }

  /** The finest closed candles. */
  finest(asset: string, after: number): Promise<CandleWindow> {
    return this.#inTurn(() => this.#askFinest(asset, after));
  }

  /** What the venue says now. */
  contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    return this.#inTurn(() => this.#askContexts(assets));
  }

  /** Hourly rates. */
  funding(asset: string, after: number): Promise<FundingRates> {
    return this.#inTurn(() => this.#askFunding(asset, after));
  }

  /** One after another: answers that overtake each other would stand on the tape in an order that nobody asked in. */
  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answered = this.#asked.then(ask);
    this.#asked = Promise.allSettled([answered]);
    return answered;
  }

  async #askCandles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    const kept = this.#keptOf(`${asset} ${interval}`);
    const played = this.#tape.play("candles");
    if (played !== null) {
      sameOr(played.asset === asset && played.interval === interval, `candles of ${asset} ${interval}`);
      kept.add(played.rows.map((row): SeenSettled => [row[0] + intervalMs(interval), ...row]));
      return kept.window(range);
    }
    const window = await this.#tape.attempt(() => this.#source.candles(asset, interval, range));
    const fresh = kept.newIn(window);
    const rows = fresh.map(([_close, ...row]): SeenCandle => row);
    this.#tape.keep<"candles">({ kind: "candles", asset, interval, rows });
    kept.add(fresh);
    return kept.window(range);
  }

  async #askFinest(asset: string, after: number): Promise<CandleWindow> {
    const kept = this.#keptOf(asset);
    const played = this.#tape.play("finest");
    if (played !== null) sameOr(played.asset === asset, `settled candles of ${asset}`);
    const rows = played?.rows ??
      kept.newIn(await this.#tape.attempt(() => this.#source.finest(asset, after)));
    if (played === null) this.#tape.keep<"finest">({ kind: "finest", asset, rows });
    kept.add(rows);
    return kept.window({ after });
  }

  async #askContexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    const played = this.#tape.play("contexts");
    if (played !== null) {
      this.#take(played.beside ?? []);
      return played.contexts;
    }
    const contexts = await this.#tape.attempt(() => this.#source.contexts(assets));
    const beside: SeenBeside[] = [];
    for (const context of contexts) beside.push(...await this.#lookBeside(context));
    this.#take(beside);
    return this.#tape.keep<"contexts">({
      kind: "contexts",
      contexts,
      ...(beside.length === 0 ? {} : { beside }),
    }).contexts;
  }

  /** What is new of an asset since the last look, whether or not anything settles on it; one at most. */
  async #lookBeside({ asset, time }: MarketContext): Promise<SeenBeside[]> {
    const kept = this.#keptOf(asset);
    const fundedTo = this.#fundedTo.get(asset) ?? time - HOUR_MS;
    try {
      const finest = kept.newIn(
        await this.#source.finest(asset, Math.max(kept.lastClose, time - LOOK_BACK_MS)),
      );
      const isDue = Math.floor(time / HOUR_MS) * HOUR_MS > fundedTo;
      const funding = isDue ? await this.#source.funding(asset, fundedTo) : NO_FUNDING;
      if (finest.length === 0 && funding.times.length === 0) return [];
      return [{ asset, finest, ...(funding.times.length === 0 ? {} : { funding }) }];
    } catch (error) {
      // Nobody waits for it, and the next look has it: whoever needs it hears of the fault.
      if (error instanceof MarketFault) return [];
      throw error;
    }
  }

  #take(beside: readonly SeenBeside[]): void {
    for (const { asset, finest, funding } of beside) {
      this.#keptOf(asset).add(finest);
      const paid = funding?.times.at(-1);
      if (paid !== undefined) this.#fundedTo.set(asset, paid);
    }
  }

  async #askFunding(asset: string, after: number): Promise<FundingRates> {
    const played = this.#tape.play("funding");
    if (played !== null) return played.rates;
    const rates = await this.#tape.attempt(() => this.#source.funding(asset, after));
    return this.#tape.keep<"funding">({ kind: "funding", asset, rates }).rates;
  }

  #keptOf(key: string): KeptCandles {
    let kept = this.#candles.get(key);
    if (kept === undefined) this.#candles.set(key, kept = new KeptCandles());
    return kept;
  }
}

function sameOr(isSame: boolean, asked: string): void {
  if (!isSame) throw new SeenError(`what this run saw has other candles where ${asked} are asked for`);
}
