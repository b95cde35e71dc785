import {
  type ChatModel,
  type ChatRequest,
  DAY_MS,
  type JsonValue,
  type ModelChoice,
  UnrecordedAnswer,
  UnusableModel,
} from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { dayOf } from "../metrics/civil_month.ts";
import type { RunRange } from "../run_range.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { wilson } from "./wilson.ts";

/** What is asked, of whom, about which market. */
export interface MemoryProbe extends RunRange {
  readonly choice: ModelChoice;
  readonly model: ChatModel;
  readonly market: RecordedMarket;
  readonly signal: AbortSignal;
}

/** A share that was hit, with its interval at 95 %. */
export interface HitRate {
  readonly hits: number;
  readonly asked: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** What a model remembers of a market it was shown nothing of. */
export interface ProbeResult {
  readonly dates: number;
  readonly questions: number;
  /** Answers that named no figure, or were none. */
  readonly refused: number;
  /** Closes told within 1 %, of those told. */
  readonly closes: HitRate;
  /** Directions of the next day told rightly, of those told; half are hit by chance. */
  readonly directions: HitRate;
  /** Pearson's r of the logarithms of told and true closes, mean over the assets; null with too few. */
  readonly correlation: number | null;
  readonly costUsd: number | null;
}

const DATES = 40;
/** A close told within this share of the true one is a hit. */
const NEAR = 0.01;
const LEAST_FOR_CORRELATION = 5;
const MAX_TOKENS = 1000;

/** What was told at a date. */
interface Told {
  readonly close: number | null;
  readonly nextDay: "up" | "down" | null;
}

const NOTHING: Told = { close: null, nextDay: null };
const RECALL_JSON: JsonValue = {
  type: "object",
  properties: {
    close: { anyOf: [{ type: "number" }, { type: "null" }] },
    nextDay: { anyOf: [{ type: "string", enum: ["up", "down"] }, { type: "null" }] },
  },
  required: ["close", "nextDay"],
  additionalProperties: false,
};

/** One question with its truth, and what was told. */
interface Recall {
  readonly asset: string;
  readonly close: number;
  readonly isUp: boolean;
  readonly told: Told;
}

/**
 * Asks a model, without showing it a candle, for closes and next directions at 40 days of a market. Days are spread
 * evenly, and the same for each asset. Throws where only recorded answers may be used and one lacks, and where the model
 * cannot be asked.
 */
export async function probeMemory(probe: MemoryProbe): Promise<ProbeResult> {
  const recalls: Recall[] = [];
  let costUsd: number | null = 0;
  for (const asset of probe.market.assets.keys()) {
    for (const { day, close, isUp } of await daysOf(asset, probe)) {
      const answer = await probe.model.ask(requestFor(asset, day, probe.choice), probe.signal);
      if (answer.status === "unrecorded") throw new UnrecordedAnswer(answer.reason);
      // Held against its memory, a model that could not be asked would look as if it had none.
      if (answer.status === "unusable" || answer.status === "abandoned") {
        throw new UnusableModel(answer.reason);
      }
      const cost = "costUsd" in answer ? answer.costUsd : 0;
      costUsd = costUsd === null || cost === null ? null : costUsd + cost;
      recalls.push({
        asset,
        close,
        isUp,
        told: answer.status === "answered" ? toldIn(answer.text) : NOTHING,
      });
    }
  }
  return { ...summed(recalls), costUsd };
}

/** The closes at which is asked, with what came the day after. */
async function daysOf(asset: string, { market, from, until }: MemoryProbe) {
  const data = new HistoricalMarketData(market, new SimulatedClock(until));
  const window = await data.candles(asset, "1d", { after: from });
  const last = window.length - 2;
  const count = Math.min(DATES, last + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const at = count === 1 ? 0 : Math.round(index * last / (count - 1));
    // A day's candle closes at the next day's midnight.
    const day = dayOf(window.closeTime(at) - DAY_MS);
    return { day, close: window.close(at), isUp: window.close(at + 1) > window.close(at) };
  });
}

function requestFor(asset: string, day: string, { provider, model, parameters }: ModelChoice): ChatRequest {
  const system =
    "You are asked what you remember of market prices. You are shown none. Answer from memory alone, with one JSON " +
    'object: {"close": number or null, "nextDay": "up", "down" or null}. Give null for what you do not know.';
  const user =
    `What was the price of ${asset} in USD at the end of ${day} (24:00 UTC), and was it higher (up) or ` +
    "lower (down) a day later?";
  return {
    provider,
    model,
    parameters: { ...parameters, maxTokens: MAX_TOKENS },
    messages: [{ role: "system", text: system }, { role: "user", text: user }],
    tools: [],
    responseSchema: { name: "recall", schema: RECALL_JSON },
    sample: 0,
  };
}

/** What was told; nothing where nothing can be made of it. */
function toldIn(text: string): Told {
  const [object = "{}"] = /\{[^{}]*\}/.exec(text) ?? [];
  try {
    const { close, nextDay } = JSON.parse(object) as { readonly close?: unknown; readonly nextDay?: unknown };
    return {
      close: typeof close === "number" && close > 0 ? close : null,
      nextDay: nextDay === "up" || nextDay === "down" ? nextDay : null,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return NOTHING;
    throw error;
  }
}

function summed(recalls: readonly Recall[]): Omit<ProbeResult, "costUsd"> {
  const assets = [...new Set(recalls.map(({ asset }) => asset))];
  const closes = recalls.filter(({ told }) => told.close !== null);
  const directions = recalls.filter(({ told }) => told.nextDay !== null);
  const nearOnes = closes.filter(({ close, told }) => Math.abs(told.close! / close - 1) <= NEAR);
  const rightOnes = directions.filter(({ isUp, told }) => told.nextDay === (isUp ? "up" : "down"));
  return {
    dates: assets.length === 0 ? 0 : recalls.length / assets.length,
    questions: recalls.length,
    refused: recalls.filter(({ told }) => told.close === null && told.nextDay === null).length,
    closes: rateOf(nearOnes.length, closes.length),
    directions: rateOf(rightOnes.length, directions.length),
    correlation: meanOf(assets.map((asset) => correlationOf(closes.filter((one) => one.asset === asset)))),
  };
}

function rateOf(hits: number, asked: number): HitRate {
  return { hits, asked, interval: wilson(hits, asked) };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function correlationOf(recalls: readonly Recall[]): number | null {
  if (recalls.length < LEAST_FOR_CORRELATION) return null;
  const [xs, ys] = [
    recalls.map(({ close }) => Math.log(close)),
    recalls.map(({ told }) => Math.log(told.close!)),
  ];
  const [mx, my] = [meanOf(xs)!, meanOf(ys)!];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, index) => {
    const [dx, dy] = [x - mx, ys[index] - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}
