/** What a recording is asked for, works with, and comes to. */
import type { CandleColumns, CandleSource, ClosedCandle, Instrument, Interval } from "../../engine/mod.ts";

/** What is to be recorded. */
export interface RecordAsked {
  readonly assets: readonly string[];
  readonly interval: Interval;
  /** From when to when, ms; whole months are recorded. */
  readonly from: number;
  readonly until: number;
}

/** A market that candles are recorded of: its archive, and what it answers. */
export interface MarketParts {
  /** `binance-perp`. */
  readonly source: string;
  readonly archive: {
    /** A month's (`2024-01`) or a day's file, held against its checksum; null where there is none. */
    candles(asset: string, interval: Interval, period: string): Promise<ArchivedFile | null>;
  };
  readonly reader: { source(asset: string, interval: Interval): Pick<CandleSource, "later"> };
}

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The venue, as far as it is recorded. */
export interface VenueParts {
  /** What is listed. */
  instruments(): Promise<
    { readonly instruments: readonly Instrument[]; readonly names: ReadonlySet<string> }
  >;
  /** Closed candles of its own, as far as it still has them. */
  candles(asset: string, interval: Interval, range: Stretch): Promise<readonly ClosedCandle[]>;
  /** Hours paid after a moment and up to another (ms), oldest first. */
  funding(asset: string, after: number, until: number): Promise<readonly PaidHour[]>;
}

/** The folder that is written to. */
export interface StoreParts {
  /** The name of a file: of one series a part for each month (`2024-01`). */
  nameOf(series: StoredSeries, month: string): string;
  /** The candles in a file of an archive, every row checked. */
  readArchive(file: ArchivedFile, source: string): CandleColumns;
  /** Whether a file is there to which nothing will come. */
  isWhole(name: string): boolean;
  /** The candles of a file that a recording kept; null where there is none. */
  candles(name: string): CandleColumns | null;
  /** The candles of a file whether or not a recording ended in between: of what cannot be had a second time. */
  remains(name: string): CandleColumns | null;
  /** Keeps a file of candles, whole or not at all. */
  keepCandles(part: StoredPart, columns: CandleColumns): void;
  /** Keeps a file of hourly rates, whole or not at all. */
  keepFunding(part: StoredPart, values: { readonly time: Float64Array; readonly value: Float64Array }): void;
  /** Keeps what is listed. */
  keepInstruments(instruments: readonly Instrument[]): void;
}

/** A series that is kept. */
export interface StoredSeries {
  readonly source: string;
  readonly asset: string;
  readonly kind: Interval | "funding";
}

/** What is kept of a month. */
export interface StoredPart {
  readonly name: string;
  readonly isWhole: boolean;
  readonly gaps: number;
}

/** From when to when, ms. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** An hour's funding. */
export interface PaidHour {
  readonly time: number;
  readonly rate: number;
}

/** What a recorder works with. */
export interface RecorderParts {
  readonly market: MarketParts;
  readonly venue: VenueParts;
  readonly store: StoreParts;
  /** The present moment, ms. */
  now(): number;
  /** Told after each step: of how many, and what it was. */
  onStep(step: RecordStep): void;
  readonly signal: AbortSignal;
}

/** A step of a recording. */
export interface RecordStep {
  readonly done: number;
  readonly of: number;
  /** `BTC 2024-01`. */
  readonly what: string;
}

/** What came of a recording. */
export interface Recorded {
  /** Rows of candles and hours of funding that are kept now, of what was asked for. */
  readonly candles: number;
  readonly hours: number;
  /** Stretches of time that nobody has candles of. */
  readonly gaps: number;
  /** What could not be had, one line each. */
  readonly faults: readonly string[];
  /** Assets that the candles' market does not have: only the venue's own are there. */
  readonly withoutMarket: readonly string[];
}
