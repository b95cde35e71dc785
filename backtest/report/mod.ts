/**
 * What a report tells of one run.
 * @module
 */
export type { ExplainedTrade, Said } from "./explained_trades.ts";
export type { MonthlyReturn } from "./monthly_returns.ts";
export { type ReportedRun, ReportFold } from "./report_fold.ts";
export { type ReportedParts, type ReportedPlan, type ReportMarket, reportMarket } from "./report_market.ts";
export type { ThinCandles } from "./thin_candles.ts";
export { reportEvidence } from "../compare/report_evidence.ts";
