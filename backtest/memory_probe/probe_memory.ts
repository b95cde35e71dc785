import {
  type ChatModel,
  type ChatRequest,
  DAY_MS,
  dayOf,
  type JsonValue,
  type ModelChoice,
  UnrecordedAnswer,
  UnusableModel,
} from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import type { RunRange } from "../run_range.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import type { HeldSides } from "./held_sides.ts";
import { type ActedDay, type ResidualCheck, residualCheck } from "./residual_check.ts";
import { pearson, wilson } from "../statistics/mod.ts";

/** What is asked, of whom, about which market. */
export interface MemoryProbe extends RunRange {
  readonly choice: ModelChoice;
  readonly model: ChatModel;
  readonly market: RecordedMarket;
  /** What a run of this model held; null or not given: no run is looked at. */
  readonly held?: HeldSides | null;
  /** Aborted: it ends with what was asked so far. */
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
  /** Null where no run was looked at. */
  readonly residual: ResidualCheck | null;
  /** Whether it was ended before all was asked. */
  readonly interrupted: boolean;
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
  /** When the day ended, ms. */
  readonly time: number;
  readonly close: number;
  readonly nextClose: number;
  readonly told: Told;
}

/**
 * Asks a model, without showing it a candle, for closes and next directions at 40 days of a market. Days are spread
 * evenly, and the same for each asset. Throws where only recorded answers may be used and one lacks, and where the model
 * cannot be asked.
 */
export async function probeMemory(probe: MemoryProbe): Promise<ProbeResult> {
  const { recalls, ...rest } = await askAll(probe);
  const { held = null } = probe;
  const residual = held === null ? null : residualCheck(recalls.flatMap((recall) => actedOn(recall, held)));
  return { ...summed(recalls), ...rest, residual };
}

async function askAll(probe: MemoryProbe) {
  const recalls: Recall[] = [];
  let costUsd: number | null = 0;
  for (const asset of probe.market.assets.keys()) {
    for (const { day, ...truth } of await daysOf(asset, probe)) {
      const answer = await probe.model.ask(requestFor(asset, day, probe.choice), probe.signal);
      switch (answer.status) {
        case "aborted":
          return { recalls, costUsd, interrupted: true };
        case "unrecorded":
          throw new UnrecordedAnswer(answer.reason);
        // Counted, a model that could not be asked would look as if it remembered nothing.
        case "unusable":
        case "abandoned":
        case "capped":
          throw new UnusableModel(answer.reason);
        case "failed":
        case "answered":
          costUsd = costUsd === null || answer.costUsd === null ? null : costUsd + answer.costUsd;
          recalls.push({ asset, ...truth, told: "text" in answer ? toldIn(answer.text) : NOTHING });
      }
    }
  }
  return { recalls, costUsd, interrupted: false };
}

/** What a run held at the day's end, beside what the model said of it; nothing outside the run. */
function actedOn({ asset, time, close, nextClose, told: { nextDay } }: Recall, held: HeldSides): ActedDay[] {
  const side = held.at(asset, time);
  if (side === null) return [];
  const told = nextDay === null ? 0 : nextDay === "up" ? 1 : -1;
  return [{ held: side, told, nextReturn: Math.log(nextClose / close) }];
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
    const time = window.closeTime(at);
    return { day: dayOf(time - DAY_MS), time, close: window.close(at), nextClose: window.close(at + 1) };
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

function summed(recalls: readonly Recall[]): Omit<ProbeResult, "costUsd" | "residual" | "interrupted"> {
  const assets = [...new Set(recalls.map(({ asset }) => asset))];
  const closes = recalls.filter(({ told }) => told.close !== null);
  const directions = recalls.filter(({ told }) => told.nextDay !== null);
  const nearOnes = closes.filter(({ close, told }) => Math.abs(told.close! / close - 1) <= NEAR);
  const rightOnes = directions.filter(({ close, nextClose, told }) =>
    told.nextDay === (nextClose > close ? "up" : "down")
  );
  return {
    dates: new Set(recalls.map(({ time }) => time)).size,
    questions: recalls.length,
    refused: recalls.filter(({ told }) => told.close === null && told.nextDay === null).length,
    closes: rateOf(nearOnes.length, closes.length),
    directions: rateOf(rightOnes.length, directions.length),
    correlation: meanOf(assets.map((asset) => logCorrelation(closes.filter((one) => one.asset === asset)))),
  };
}

function rateOf(hits: number, asked: number): HitRate {
  return { hits, asked, interval: wilson(hits, asked) };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function logCorrelation(recalls: readonly Recall[]): number | null {
  if (recalls.length < LEAST_FOR_CORRELATION) return null;
  const logs = recalls.map(({ close, told }) => [Math.log(close), Math.log(told.close!)] as const);
  return pearson(logs.map(([truth]) => truth), logs.map(([, told]) => told));
}
