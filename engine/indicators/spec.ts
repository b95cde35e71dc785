import { z } from "zod";

/** Which indicator, with which settings. Periods count candles; `deviations` counts standard deviations. */
export type IndicatorSpec =
  | { readonly name: "ema" | "sma" | "rsi" | "atr" | "adx"; readonly period: number }
  | { readonly name: "macd"; readonly fast: number; readonly slow: number; readonly signal: number }
  | { readonly name: "bollinger"; readonly period: number; readonly deviations: number }
  | {
    readonly name: "stochastic";
    readonly period: number;
    readonly smoothK: number;
    readonly smoothD: number;
  };

/** Exponential moving average of the closes. */
export function ema(period: number): IndicatorSpec {
  return { name: "ema", period };
}

/** Simple moving average of the closes. */
export function sma(period: number): IndicatorSpec {
  return { name: "sma", period };
}

/** Wilder's relative strength index. */
export function rsi(period: number = 14): IndicatorSpec {
  return { name: "rsi", period };
}

/** Wilder's average true range. */
export function atr(period: number = 14): IndicatorSpec {
  return { name: "atr", period };
}

/** Wilder's average directional index, with +DI and −DI. */
export function adx(period: number = 14): IndicatorSpec {
  return { name: "adx", period };
}

/** Moving average convergence/divergence. */
export function macd(fast: number = 12, slow: number = 26, signal: number = 9): IndicatorSpec {
  return { name: "macd", fast, slow, signal };
}

/** Bollinger bands. */
export function bollinger(period: number = 20, deviations: number = 2): IndicatorSpec {
  return { name: "bollinger", period, deviations };
}

/** Slow stochastic oscillator. */
export function stochastic(period: number = 14, smoothK: number = 3, smoothD: number = 3): IndicatorSpec {
  return { name: "stochastic", period, smoothK, smoothD };
}

/** Name and settings in one word: "ema20", "macd12-26-9", "bollinger20-2", "stochastic14-3-3". */
export function indicatorId(spec: IndicatorSpec): string {
  switch (spec.name) {
    case "macd":
      return `macd${spec.fast}-${spec.slow}-${spec.signal}`;
    case "bollinger":
      return `bollinger${spec.period}-${spec.deviations}`;
    case "stochastic":
      return `stochastic${spec.period}-${spec.smoothK}-${spec.smoothD}`;
    case "ema":
    case "sma":
    case "rsi":
    case "atr":
    case "adx":
      return `${spec.name}${spec.period}`;
  }
}

const periodSchema = z.int().min(1).max(1000);

/** An untrusted spec: periods are whole, 1 to 1000; fast < slow; 0 < deviations ≤ 10; no other keys. */
export const indicatorSpecSchema: z.ZodType<IndicatorSpec> = z.discriminatedUnion("name", [
  z.strictObject({ name: z.enum(["ema", "sma", "rsi", "atr", "adx"]), period: periodSchema }),
  z.strictObject({ name: z.literal("macd"), fast: periodSchema, slow: periodSchema, signal: periodSchema })
    .refine((spec) => spec.fast < spec.slow, { path: ["fast"], error: "fast must be less than slow" }),
  z.strictObject({
    name: z.literal("bollinger"),
    period: periodSchema,
    deviations: z.number().positive().max(10),
  }),
  z.strictObject({
    name: z.literal("stochastic"),
    period: periodSchema,
    smoothK: periodSchema,
    smoothD: periodSchema,
  }),
]);
