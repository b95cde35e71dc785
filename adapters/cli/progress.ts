/** How far a run has come: one line that redraws on a terminal, a plain line now and then elsewhere. */

import { formatDuration, formatNumber, formatRate, formatReturn, formatTime } from "./format.ts";

const REDRAW_MS = 100;
const PLAIN_MS = 2000;
/** After so many plain lines the time between them doubles: a log of a long run stays readable. */
const PLAIN_LINES = 10;
const MAX_STRIDE = 1024;
const MIN_BAR = 8;
const MAX_BAR = 40;

/** What a progress line needs to know and to reach. */
export interface ProgressSettings {
  /** Simulated time, ms. */
  readonly from: number;
  readonly until: number;
  readonly startEquityUsd: number;
  /** `tty`: one line that redraws; `plain`: lines now and then; `none`: silence. */
  readonly out: "tty" | "plain" | "none";
  readonly write: (text: string) => void;
  /** Width of the terminal, asked at each drawing: it may change. */
  readonly columns: () => number;
  /** Wall clock, ms. */
  readonly nowMs: () => number;
}

/** Where a run stands. */
export interface ProgressPoint {
  /** Simulated time, ms. */
  readonly time: number;
  readonly equityUsd: number;
  /** Candles taken since the start. */
  readonly candles: number;
}

/** A progress line. */
export interface Progress {
  /** Called every cycle; nearly free where there is nothing to draw. */
  update(point: ProgressPoint): void;
  /** Takes the line away. */
  finish(): void;
}

/** The figures of one line. */
export interface ProgressFigures {
  readonly time: number;
  /** 0 to 1. */
  readonly share: number;
  readonly equityUsd: number;
  /** Since the start, a fraction. */
  readonly change: number;
  readonly candlesPerSecond: number;
  /** Null: not to be told yet. */
  readonly remainingMs: number | null;
}

/** A progress line of the kind that the settings ask for. */
export function createProgress(settings: ProgressSettings): Progress {
  return settings.out === "none" ? SILENT : new Line(settings);
}

const SILENT: Progress = { update: () => undefined, finish: () => undefined };

/** Where and when the first update was: what went before is not counted in rates. */
interface Start {
  readonly wall: number;
  readonly candles: number;
  readonly share: number;
}

class Line implements Progress {
  readonly #settings: ProgressSettings;
  #calls = 0;
  /** The wall clock is read at every so many calls; follows the pace of the cycles. */
  #stride = 1;
  #readAt = 0;
  #drawnAt = 0;
  #start: Start | null = null;
  #plainLines = 0;
  #isShown = false;

  constructor(settings: ProgressSettings) {
    this.#settings = settings;
  }

  update(point: ProgressPoint): void {
    this.#calls++;
    if (this.#calls % this.#stride !== 0) return;
    const now = this.#settings.nowMs();
    if (this.#start === null) {
      this.#start = { wall: now, candles: point.candles, share: this.#share(point.time) };
      this.#readAt = now;
      this.#drawnAt = now;
      return;
    }
    const since = now - this.#readAt;
    this.#readAt = now;
    if (since < 10) this.#stride = Math.min(this.#stride * 2, MAX_STRIDE);
    else if (since > 50) this.#stride = Math.max(1, this.#stride >> 1);
    if (now - this.#drawnAt < this.#pauseMs()) return;
    this.#drawnAt = now;
    this.#draw(this.#figures(point, now, this.#start));
  }

  finish(): void {
    if (this.#isShown) this.#settings.write("\r\x1b[K");
    this.#isShown = false;
  }

  #pauseMs(): number {
    if (this.#settings.out === "tty") return REDRAW_MS;
    return PLAIN_MS * 2 ** Math.floor(this.#plainLines / PLAIN_LINES);
  }

  #share(time: number): number {
    const { from, until } = this.#settings;
    return until > from ? Math.min(1, Math.max(0, (time - from) / (until - from))) : 1;
  }

  #figures(point: ProgressPoint, now: number, start: Start): ProgressFigures {
    const { startEquityUsd } = this.#settings;
    const share = this.#share(point.time);
    const elapsed = Math.max(1, now - start.wall);
    const done = share - start.share;
    return {
      time: point.time,
      share,
      equityUsd: point.equityUsd,
      change: startEquityUsd > 0 ? point.equityUsd / startEquityUsd - 1 : 0,
      candlesPerSecond: (point.candles - start.candles) / elapsed * 1000,
      remainingMs: done > 0 ? elapsed * (1 - share) / done : null,
    };
  }

  #draw(figures: ProgressFigures): void {
    const { out, write, columns } = this.#settings;
    if (out === "plain") {
      this.#plainLines++;
      write(`${plainLine(figures)}\n`);
      return;
    }
    this.#isShown = true;
    write(`\r${barLine(figures, columns())}\x1b[K`);
  }
}

/** The line without a terminal: the same words, no bar. */
export function plainLine(figures: ProgressFigures): string {
  const { time, percent, equity, rate, remaining } = words(figures);
  return `${time}   ${percent}   ${equity}   ${rate}   ${remaining}`;
}

/**
 * The line on a terminal `columns` wide, one column left free: a full last column wraps on some terminals. What
 * matters least goes first: the rate, the ETA, the equity, the bar.
 */
export function barLine(figures: ProgressFigures, columns: number): string {
  const width = columns - 1;
  const { time, percent, equity, rate, remaining } = words(figures);
  const endings = [[equity, rate, remaining], [equity, remaining], [equity], []];
  for (const ending of endings) {
    const rest = ["", ...ending].join("   ");
    const room = width - `${time}    ${percent}${rest}`.length;
    if (room >= MIN_BAR) return `${time}  ${bar(figures.share, Math.min(room, MAX_BAR))}  ${percent}${rest}`;
  }
  const bare = `${time}  ${percent}`;
  return bare.length <= width ? bare : percent.slice(0, Math.max(0, width));
}

function words(
  figures: ProgressFigures,
): Record<"time" | "percent" | "equity" | "rate" | "remaining", string> {
  const { remainingMs } = figures;
  const seconds = remainingMs === null ? null : Math.ceil(remainingMs / 1000) * 1000;
  const eta = seconds === null ? "?" : seconds === 0 ? "0 s" : formatDuration(seconds);
  return {
    time: formatTime(figures.time),
    // Rounded down: 100 % is said when it is true.
    percent: `${String(Math.floor(figures.share * 100)).padStart(3)} %`,
    equity: `equity ${formatNumber(figures.equityUsd)} (${formatReturn(figures.change)})`,
    rate: `${formatRate(figures.candlesPerSecond)} candles/s`,
    remaining: `ETA ${eta}`,
  };
}

function bar(share: number, length: number): string {
  const full = Math.round(share * length);
  return "█".repeat(full) + "░".repeat(length - full);
}
