/**
 * The face of the engine: the only file that other rooms import.
 * @module
 */
export * from "./agents/agent.ts";
export { type AgentBody, type AgentDefinition, createAgent, defineAgent } from "./agents/agent_definition.ts";
export { AgentError } from "./agents/agent_error.ts";
export type { AgentHarness, AgentIsolate, HarnessWatch } from "./agents/agent_harness.ts";
export type { ParameterSchema, TypedParameter } from "./agents/agent_parameters.ts";
export { AGENTS } from "./agents/mod.ts";
export { createEngine, type Engine, type RunSettings } from "./engine.ts";
export { type LoopEnd, type LoopOptions, runLoop } from "./loop.ts";
export * from "./indicators/mod.ts";
export * from "./model/account.ts";
export type { ApprovedOrder } from "./model/approved_order.ts";
export * from "./model/candles.ts";
export * from "./model/chain.ts";
export * from "./model/daily_equity.ts";
export * from "./model/decision.ts";
export * from "./model/diary_entry.ts";
export * from "./model/diary_schema.ts";
export * from "./model/fill_direction.ts";
export * from "./model/hash.ts";
export * from "./model/instrument.ts";
export * from "./model/interval.ts";
export * from "./model/manifest.ts";
export * from "./model/margin.ts";
export * from "./model/market_context.ts";
export * from "./model/metrics.ts";
export * from "./model/money.ts";
export * from "./model/observation.ts";
export * from "./model/order.ts";
export * from "./model/order_limits.ts";
export * from "./model/risk_profile.ts";
export * from "./model/run_key.ts";
export * from "./model/run_state.ts";
export * from "./model/side_rounding.ts";
export * from "./model/trade_book.ts";
export * from "./model/venue_order.ts";
export * from "./ports/chat_model.ts";
export * from "./ports/clock.ts";
export * from "./ports/commands.ts";
export * from "./ports/diary.ts";
export * from "./ports/exchange.ts";
export * from "./ports/market_data.ts";
export type { Ports } from "./ports/mod.ts";
export { createFeeds } from "./steps/calculate.ts";
export * from "./ports/venue.ts";
export { AGENT_PROFILES, RISK_PROFILES, riskProfileSchema } from "./risk/profiles.ts";
