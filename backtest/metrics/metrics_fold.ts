import {
  type CommandEntry,
  type CycleEntry,
  DAY_MS,
  type DiaryEntry,
  fromMicro,
  type Metrics,
  toMicro,
} from "../../engine/mod.ts";
import { ActivityTally } from "./activity_tally.ts";
import { DailyPerformance } from "./daily_performance.ts";
import { Drawdown } from "./drawdown.ts";
import { EquityCurve, type EquityPoint } from "./equity_curve.ts";
import { type Figure, Reasons } from "./figure.ts";
import {
  annualizedReturn,
  calmar,
  deepestFall,
  sharpe,
  smallestSharpe,
  sortino,
  tooShort,
  turnover,
} from "./formulas.ts";
import { InitialRisk } from "./initial_risk.ts";
import { ModelTally } from "./model_tally.ts";
import { TradeTally } from "./trade_tally.ts";

/** A run's figures, and one line for every reason why some of them are null. */
export interface MetricsResult {
  readonly metrics: Metrics;
  readonly warnings: readonly string[];
}

type Ratios = Pick<
  Metrics,
  "annualizedReturn" | "sharpe" | "smallestSharpe" | "sortino" | "calmar" | "turnover"
>;

type TradeFigures = Pick<
  Metrics,
  | "trades"
  | "wins"
  | "losses"
  | "winRate"
  | "profitFactor"
  | "expectancyUsd"
  | "expectancyR"
  | "averageHoldingMs"
>;

type Falls = Pick<
  Metrics,
  "maxDrawdown" | "drawdownFrom" | "drawdownTo" | "drawdownUntil" | "drawdownMs" | "maxDrawdownDaily"
>;

/**
 * A run's figures as a fold over its diary; it needs nothing else, no prices. Equity is the one written at the
 * end of each cycle; the run starts with the deposits of its first cycle, and later deposits and withdrawals are
 * taken out of every return (see {@link DailyPerformance}). Formulas: methods.md A4.
 */
export class MetricsFold {
  readonly #performance = new DailyPerformance();
  readonly #drawdown = new Drawdown();
  readonly #curve = new EquityCurve();
  readonly #trades = new TradeTally();
  readonly #risk = new InitialRisk();
  readonly #activity = new ActivityTally();
  readonly #model = new ModelTally();
  #cycles = 0;
  #missed = 0;
  #exposed = 0;
  #leverageSum = 0;
  #equitySum = 0;
  #indexNow = 0;
  #firstClose = 0;
  #smallestGap = DAY_MS;
  #tradedFrom: number | null = null;
  #last: CycleEntry | null = null;

  /** Takes in the next line of the diary. */
  add(entry: DiaryEntry): void {
    if (entry.kind === "command") return this.#addCommand(entry);
    if (entry.kind === "guard") return this.#activity.addGuard(entry);
    if (entry.kind === "intent") return this.#risk.addIntent(entry);
    if (entry.kind === "missed") this.#missed++;
    if (entry.kind !== "cycle") return;
    const { close, equityUsd } = entry;
    this.#measure(entry);
    this.#curve.push(close, equityUsd);
    this.#addHappened(entry);
    this.#model.add(entry);
    if (this.#tradedFrom === null && entry.notAsked === undefined) this.#tradedFrom = close;
    if (this.#last === null) this.#firstClose = close;
    else this.#smallestGap = Math.min(this.#smallestGap, close - this.#last.close);
    this.#last = entry;
    this.#cycles++;
    this.#equitySum += equityUsd;
    if (entry.notionalUsd === undefined) return;
    this.#exposed++;
    if (equityUsd > 0) this.#leverageSum += entry.notionalUsd / equityUsd;
  }

  /** The figures of all lines so far; more lines may follow. */
  result(): MetricsResult {
    const reasons = new Reasons();
    const start = this.#performance.startUsd;
    const last = this.#last;
    const metrics: Metrics = {
      startEquityUsd: start,
      endEquityUsd: last?.equityUsd ?? 0,
      totalReturn: this.#growth() - 1,
      ...this.#ratios(reasons),
      ...this.#falls(reasons),
      ...this.#tradeFigures(reasons),
      exposure: this.#cycles === 0 ? 0 : this.#exposed / this.#cycles,
      meanLeverage: this.#cycles === 0 ? 0 : this.#leverageSum / this.#cycles,
      ...this.#activity.figures(),
      openPnlUsd: last === null ? 0 : fromMicro(toMicro(last.equityUsd) - toMicro(last.balanceUsd)),
      days: this.#days(),
      cycles: this.#cycles,
      ...(this.#missed === 0 ? {} : { missedCloses: this.#missed }),
      tradedFrom: reasons.take("traded from", this.#tradedFrom ?? "the agent was never asked"),
      model: this.#model.figures({ startUsd: start, growth: this.#growth() }),
    };
    return { metrics, warnings: reasons.lines() };
  }

  /** The equity for drawing: at most `points` (and 2048) points, the last cycle always among them. */
  equityCurve(points: number): readonly EquityPoint[] {
    return this.#curve.points(points);
  }

  /** What happened in a command counts like what happened in a cycle; it is no cycle, and no point of the curve. */
  #addCommand(entry: CommandEntry): void {
    this.#addHappened(entry);
    this.#performance.addCommand(entry);
  }

  #addHappened(entry: CycleEntry | CommandEntry): void {
    const { fills, trades } = entry;
    this.#activity.add(entry);
    if (fills !== undefined) this.#risk.addFills(fills);
    if (trades === undefined) return;
    for (const trade of trades) this.#trades.add(trade, this.#risk.take(trade.asset));
  }

  #measure(entry: CycleEntry): void {
    const hadStarted = this.#performance.startUsd > 0;
    this.#indexNow = this.#performance.add(entry);
    const start = this.#performance.startUsd;
    if (start === 0) return;
    if (!hadStarted) this.#drawdown.push(entry.close, start);
    this.#drawdown.push(entry.close, this.#indexNow);
  }

  #ratios(reasons: Reasons): Ratios {
    const short = tooShort(this.#windowDays());
    const annual = (figure: () => Figure): Figure => short ?? figure();
    const samples = this.#performance.daily;
    const days = this.#days();
    const cagr = annual(() => annualizedReturn(this.#growth(), days));
    const meanEquity = this.#equitySum / this.#cycles;
    return {
      annualizedReturn: reasons.take("annualised return", cagr),
      sharpe: reasons.take("Sharpe", annual(() => sharpe(samples))),
      smallestSharpe: reasons.take("smallest Sharpe", smallestSharpe(Math.max(0, samples.length - 1))),
      sortino: reasons.take("Sortino", annual(() => sortino(samples))),
      calmar: reasons.take("Calmar", calmar(cagr, this.#drawdown.deepest)),
      turnover: reasons.take(
        "turnover",
        annual(() => turnover(this.#activity.volumeUsd, meanEquity, days)),
      ),
    };
  }

  #falls(reasons: Reasons): Falls {
    const { deepest, from, to, until, lengthMs } = this.#drawdown;
    return {
      maxDrawdown: deepest,
      drawdownFrom: from,
      drawdownTo: to,
      drawdownUntil: from === null
        ? null
        : reasons.take("drawdown until", until ?? "the equity is not back yet"),
      drawdownMs: lengthMs,
      maxDrawdownDaily: reasons.take("max drawdown daily", deepestFall(this.#performance.daily)),
    };
  }

  #tradeFigures(reasons: Reasons): TradeFigures {
    const { count, wins, losses, winRate, profitFactor, expectancyUsd, expectancyR } = this.#trades;
    return {
      trades: count,
      wins,
      losses,
      winRate: reasons.take("win rate", winRate),
      profitFactor: reasons.take("profit factor", profitFactor),
      expectancyUsd: reasons.take("expectancy", expectancyUsd),
      expectancyR: reasons.take("expectancy R", expectancyR),
      averageHoldingMs: reasons.take("average holding", this.#trades.averageHoldingMs),
    };
  }

  /** Index ÷ start; 1 while there is no capital. */
  #growth(): number {
    const start = this.#performance.startUsd;
    return start > 0 ? this.#indexNow / start : 1;
  }

  #days(): number {
    return this.#last === null ? 0 : (this.#last.close - this.#firstClose) / DAY_MS;
  }

  /**
   * Days that the cycles stand for: a run over 30 days has its last cycle one candle before their end, and must
   * not be told that it is a candle short. The smallest gap between two closes, a day at most, is the candle.
   */
  #windowDays(): number {
    if (this.#last === null || this.#cycles < 2) return 0;
    return (this.#last.close - this.#firstClose + this.#smallestGap) / DAY_MS;
  }
}
