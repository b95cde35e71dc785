/**
 * The simulated world: what a backtest is composed of, and what is done with finished runs.
 * @module
 */
export {
  type BacktestChoice,
  backtestSettings,
  manifestDraft,
  type ModelChoice,
  type PlayedChoice,
  profileOf,
} from "./backtest_settings.ts";
export { type AnsweredPlayer, answering } from "./answering.ts";
export type { FeeModel } from "./exchange/fees/fee_model.ts";
export { feesNamed } from "./exchange/fees/fees_named.ts";
export { DEFAULT_EXCHANGE, type ExchangeOptions } from "./exchange/options.ts";
export { SimulatedExchange } from "./exchange/simulated_exchange.ts";
export type { SlippageModel } from "./exchange/slippage/slippage_model.ts";
export { slippageNamed } from "./exchange/slippage/slippage_named.ts";
export { HistoricalMarketData } from "./market/historical_market_data.ts";
export { type Coverage, type Gap, RecordedMarket } from "./market/recorded_market.ts";
export { type KnownNames, knownNames } from "./known_names.ts";
export { type Contestant, type LlmPlayer, llmPlayer, type LlmPlayerParts } from "./llm_player.ts";
export { MemoryDiary } from "./memory_diary.ts";
export { MetricsFold, type MetricsResult } from "./metrics/mod.ts";
export { NoCommands } from "./no_commands.ts";
export { NoModel } from "./no_model.ts";
export { type Backtest, type BacktestResult, type BacktestWatch, runBacktest } from "./run_backtest.ts";
export { basisTerms } from "./live/basis_terms.ts";
export { type Holdings, type JudgedHoldings, judgeHoldings } from "./live/judge_holdings.ts";
export { type LiveAccount, liveManifest } from "./live/live_manifest.ts";
export { type Live, playLive } from "./live/play_live.ts";
export { type Paper, playPaper } from "./paper/play_paper.ts";
export type { SeenSurroundings, SeenWatch } from "./seen/play_seen.ts";
export { type JoinedMarkets, joinMarkets, type Markets, type MarketsAsked } from "./paper/join_markets.ts";
export {
  type MarketTools,
  type OpenedMarkets,
  openMarkets,
  type WantedMarkets,
} from "./paper/open_markets.ts";
export { type PaperPace, type PaperTime, paperTime, realPace, SIMULATED_PACE } from "./paper/paper_pace.ts";
export { type PaperAsked, paperChoice } from "./paper/paper_choice.ts";
export { paperManifest } from "./paper/paper_manifest.ts";
export {
  type AskedBacktest,
  backtestChoice,
  type BacktestTerms,
  planBacktest,
  type PlannedBacktest,
  plannedManifest,
  type ReadMarket,
  type WantedRange,
} from "./plan_backtest.ts";
export { playBacktest, type Player } from "./play_backtest.ts";
export { playInto } from "./play_into.ts";
export { playBenchmark } from "./play_benchmark.ts";
export { type AskedRange, type AssetSpan, rangeOf, type RunRange, spansOf } from "./run_range.ts";
export { AccountRuns, type AccountRunsParts, type KeptRun, type RunMade } from "./venue/account_runs.ts";
export { simulate, type Simulation, type SimulationResult } from "./simulate.ts";
export { SimulatedClock } from "./simulated_clock.ts";
export { type PlannedVenue, planVenue, SETTLED_WITHIN, type VenueChoice } from "./venue/plan_venue.ts";
export { RecordedVenueWorld, type RecordedWorldParts } from "./venue/recorded_venue_world.ts";
export { DEFAULT_SIMULATION, MODEL_NAMES, type SimulationChoice } from "./simulation_choice.ts";
