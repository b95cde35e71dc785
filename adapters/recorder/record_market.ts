import { type CandleColumns, DAY_MS, HOUR_MS, intervalMs, MarketFault } from "../../engine/mod.ts";
import { MonthCandles } from "./month_candles.ts";
import { type Month, monthsOf } from "./months.ts";
import type { RecordAsked, Recorded, RecorderParts } from "./recorder_parts.ts";

/** After this the archive has the files of a day and a month that it will ever have, ms. */
const ARCHIVED_AFTER_MS = 45 * DAY_MS;
/** Where the venue's own candles and funding are recorded under. */
const VENUE_SOURCE = "hyperliquid-perp";
/** So many candles of an interval the venue keeps. Source: exchange-rules 5.2. */
const VENUE_KEEPS = 5000;

/** Records what was asked for, month by month; goes on where a recording was left. Faults are gathered, not thrown. */
export async function recordMarket(asked: RecordAsked, parts: RecorderParts): Promise<Recorded> {
  return await new Recorder(asked, parts).record();
}

class Recorder {
  readonly #asked: RecordAsked;
  readonly #parts: RecorderParts;
  readonly #months: readonly Month[];
  readonly #faults: string[] = [];
  readonly #steps: number;
  readonly #without = new Set<string>();
  #done = 0;
  #candles = 0;
  #hours = 0;
  #gaps = 0;

  constructor(asked: RecordAsked, parts: RecorderParts) {
    this.#asked = asked;
    this.#parts = parts;
    this.#months = monthsOf(asked.from, Math.min(asked.until, parts.now()));
    // Candles and funding of each month, and what is recorded once for each asset.
    this.#steps = asked.assets.length * (2 * this.#months.length + 1);
  }

  async record(): Promise<Recorded> {
    // Two hosts with a limit each: neither waits for the other.
    await Promise.all([this.#recordMarket(), this.#recordVenue()]);
    return {
      candles: this.#candles,
      hours: this.#hours,
      gaps: this.#gaps,
      faults: this.#faults,
      withoutMarket: [...this.#without],
    };
  }

  async #recordMarket(): Promise<void> {
    for (const asset of this.#asked.assets) {
      const before = this.#candles;
      for (const month of this.#months) {
        await this.#step(`${asset} ${month.name}`, () => this.#recordMonth(asset, month));
      }
      const isFaulty = this.#faults.some((fault) => fault.startsWith(`${asset} `));
      if (this.#candles === before && !isFaulty && !this.#parts.signal.aborted) this.#without.add(asset);
    }
  }

  async #recordVenue(): Promise<void> {
    const { venue, store } = this.#parts;
    let names: ReadonlySet<string> = new Set();
    await this.#step("instruments", async () => {
      const listed = await venue.instruments();
      names = listed.names;
      store.keepInstruments(listed.instruments);
    }, 0);
    for (const asset of this.#asked.assets) {
      if (!names.has(asset) && names.size > 0) this.#faults.push(`${VENUE_SOURCE} does not list ${asset}`);
      const isListed = names.has(asset);
      await this.#step(`${asset} ${VENUE_SOURCE}`, async () => {
        if (isListed) await this.#recordVenueCandles(asset);
      });
      for (const month of this.#months) {
        await this.#step(`${asset} funding ${month.name}`, async () => {
          if (isListed) await this.#recordFunding(asset, month);
        });
      }
    }
  }

  /** A step that fails is told at the end; the others are done nonetheless. */
  async #step(what: string, act: () => Promise<void>, weight = 1): Promise<void> {
    if (this.#parts.signal.aborted) return;
    try {
      await act();
    } catch (error) {
      if (!isExpected(error)) throw error;
      this.#faults.push(`${what}: ${error.message}`);
    }
    this.#done += weight;
    this.#parts.onStep({ done: this.#done, of: this.#steps, what });
  }

  async #recordMonth(asset: string, month: Month): Promise<void> {
    const { interval } = this.#asked;
    const { market, store } = this.#parts;
    const name = store.nameOf(
      { source: market.source, asset, kind: interval },
      month.name,
    );
    const now = this.#parts.now();
    const candles = new MonthCandles(month, intervalMs(interval), now);
    const kept = store.candles(name);
    if (kept !== null) candles.put(kept);
    if (!store.isWhole(name)) {
      await this.#fill(asset, { month, candles, now });
      const columns = candles.columns();
      // The last one is there, or a day has passed in which it did not come.
      const isLast = candles.missing(month.end - 1).length === 0 || now - month.end > DAY_MS;
      const part = { name, isWhole: month.end <= now && isLast, gaps: candles.missing().length };
      if (columns.time.length > 0) store.keepCandles(part, columns);
    }
    this.#candles += candles.columns().time.length;
    this.#gaps += candles.missing().length;
  }

  /** From the archive of the month, else of its days, and what those lack by asking. */
  async #fill(
    asset: string,
    { month, candles, now }: { readonly month: Month; readonly candles: MonthCandles; readonly now: number },
  ): Promise<void> {
    const { interval } = this.#asked;
    const { market: { reader } } = this.#parts;
    const whole = month.end <= now ? await this.#archived(asset, month.name) : null;
    if (whole !== null) candles.put(whole);
    else if (now - month.end < ARCHIVED_AFTER_MS) await this.#fillDays(asset, { month, candles, now });
    const source = reader.source(asset, interval);
    for (const { from, until } of candles.missing()) candles.putEach(await source.later(from, until));
  }

  async #archived(asset: string, period: string): Promise<CandleColumns | null> {
    const { market: { archive, source }, store } = this.#parts;
    const file = await archive.candles(asset, this.#asked.interval, period);
    return file === null ? null : store.readArchive(file, source);
  }

  async #fillDays(
    asset: string,
    { month, candles, now }: { readonly month: Month; readonly candles: MonthCandles; readonly now: number },
  ): Promise<void> {
    for (let day = month.start; day + DAY_MS <= Math.min(month.end, now); day += DAY_MS) {
      if (candles.missing(day, day + DAY_MS).length === 0) continue;
      const name = new Date(day).toISOString().slice(0, 10);
      const archived = await this.#archived(asset, name);
      if (archived !== null) candles.put(archived);
    }
  }

  /** What the venue still has of its own; what was recorded of it before is kept. */
  async #recordVenueCandles(asset: string): Promise<void> {
    const { interval, until } = this.#asked;
    const { venue, store } = this.#parts;
    const now = this.#parts.now();
    const from = Math.max(this.#months[0]?.start ?? now, now - VENUE_KEEPS * intervalMs(interval));
    const end = Math.min(now, this.#months.at(-1)?.end ?? until);
    if (from >= end) return;
    const found = await venue.candles(asset, interval, { from, until: end });
    for (const month of monthsOf(from, end)) {
      const name = store.nameOf({ source: VENUE_SOURCE, asset, kind: interval }, month.name);
      const candles = new MonthCandles(month, intervalMs(interval), now);
      const kept = store.remains(name);
      if (kept !== null) candles.put(kept);
      candles.putEach(found);
      const columns = candles.columns();
      if (columns.time.length === 0) continue;
      // Nobody can fill what it has forgotten: it is never whole, and its gaps are no surprise.
      store.keepCandles({ name, isWhole: false, gaps: candles.missing(columns.time[0]).length }, columns);
    }
  }

  async #recordFunding(asset: string, { name: month, start, end }: Month): Promise<void> {
    const { venue, store } = this.#parts;
    const name = store.nameOf({ source: VENUE_SOURCE, asset, kind: "funding" }, month);
    const now = this.#parts.now();
    if (store.isWhole(name)) {
      this.#hours += (end - start) / HOUR_MS;
      return;
    }
    const paid = (await venue.funding(asset, start - 1, Math.min(end - 1, now)))
      .filter(({ time }) => time >= start && time < end);
    this.#hours += paid.length;
    if (paid.length === 0) return;
    const last = paid[paid.length - 1].time;
    const values = {
      time: Float64Array.from(paid, ({ time }) => time),
      value: Float64Array.from(paid, ({ rate }) => rate),
    };
    // An hour is told a little after it; a day later what is missing will not come.
    const isWhole = last === end - HOUR_MS || now - end > DAY_MS;
    const expected = (last - paid[0].time) / HOUR_MS + 1;
    store.keepFunding({ name, isWhole, gaps: expected - paid.length }, values);
  }
}

/** A fault that says all there is to know in its line: of the network, or of a damaged file. */
function isExpected(error: unknown): error is Error {
  if (error instanceof MarketFault) return true;
  return error instanceof Error && "expected" in error && error.expected === true;
}
