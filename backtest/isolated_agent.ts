import {
  type Agent,
  type AgentHarness,
  type AgentIsolate,
  type AgentTools,
  type AgentTraits,
  candleColumns,
  CandleWindow,
  chanceOf,
  copyObservation,
  type Decided,
  type FundingRates,
  type HarnessWatch,
  type Interval,
  type JsonValue,
  type Observation,
  type ObservationCopy,
  shownCopy,
} from "../engine/mod.ts";
import { NoModel } from "./no_model.ts";
import type { Player } from "./play_backtest.ts";

/** One decision, as plain data: all that an agent is handed. */
export interface DecideJob {
  readonly observation: ObservationCopy;
  readonly memory: JsonValue;
  readonly seed: number;
  readonly patienceMs: number;
}

/** What an agent looks up while it decides. */
type Question =
  | { readonly what: "candles"; readonly asset: string; readonly interval: Interval; readonly count: number }
  | { readonly what: "funding"; readonly asset: string; readonly after: number };

/** Closed candles, a row each: close time (ms), open time, open, high, low, close, volume. */
type Rows = readonly (readonly number[])[];

/** What it answered, or what it threw. */
type Answer = { readonly decided: Decided } | { readonly failed: string };

/** An agent that has not answered then never will: it is ended, and from then on every asset is held, ms. */
const LIMIT_MS = 60_000;

/** A player's agent as one that decides here: where it was loaded into an isolate it is asked there, once a cycle. */
export function decidingAgent({ agent, isolate }: Player, seed: number): Agent {
  return isolate === null ? agent : isolatedAgent(agent, isolate, seed);
}

function isolatedAgent(traits: AgentTraits, isolate: AgentIsolate, seed: number): Agent {
  return {
    ...traits,
    async decide(observation: Observation, tools: AgentTools): Promise<Decided> {
      const { memory, patienceMs, signal } = tools;
      const job: DecideJob = { observation: copyObservation(observation), memory, seed, patienceMs };
      // One after another, as they came: what is looked up must stand in one order however long each takes.
      let asked: Promise<unknown> = Promise.resolve();
      const onAsk = (question: unknown) => {
        const answered = asked.then(() => answerTo(question as Question, tools));
        asked = Promise.allSettled([answered]);
        return answered;
      };
      const watch = { signal, onEntry: () => undefined, onAsk, limitMs: LIMIT_MS };
      const answer = await isolate.run(job, watch) as Answer;
      if ("failed" in answer) throw new Error(answer.failed);
      return answer.decided;
    },
  };
}

async function answerTo(question: Question, { history }: AgentTools): Promise<Rows | FundingRates> {
  if (question.what === "funding") return await history.funding(question.asset, question.after);
  const window = await history.candles(question.asset, question.interval, question.count);
  return Array.from({ length: window.length }, (_, index) => {
    const row = new Float64Array(6);
    window.copyRow(index, row);
    return [row[0], window.time(index), ...row.subarray(1)];
  });
}

/** Whether a job that came to an isolate is one decision. */
export function isDecideJob(job: unknown): job is DecideJob {
  return typeof job === "object" && job !== null && "observation" in job;
}

/** Created once: what it keeps in itself it keeps as long as in a backtest. */
let deciding: Agent | null = null;

/** The other side of {@link decidingAgent}: asks the agent that was loaded there. */
export async function decideOnce(
  create: Parameters<AgentHarness>[0],
  { observation, memory, seed, patienceMs }: DecideJob,
  { signal, ask }: HarnessWatch,
): Promise<Answer> {
  const tools: AgentTools = {
    ...{ memory, signal, patienceMs, model: new NoModel() },
    random: (asset) => chanceOf(seed, asset, observation.close),
    history: {
      candles: async (asset, interval, count) =>
        windowOf(await ask({ what: "candles", asset, interval, count } satisfies Question) as Rows),
      funding: async (asset, after) =>
        await ask({ what: "funding", asset, after } satisfies Question) as FundingRates,
    },
  };
  try {
    deciding ??= create();
    const decided = await deciding.decide(shownCopy(observation), tools);
    // What cannot be sent is no answer: JSON is all that the diary keeps of one.
    return { decided: JSON.parse(JSON.stringify(decided)) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function windowOf(rows: Rows): CandleWindow {
  const columns = candleColumns(rows.length);
  const closes = new Float64Array(rows.length);
  rows.forEach(([closed, opened, open, high, low, close, volume], index) => {
    closes[index] = closed;
    columns.time[index] = opened;
    columns.open[index] = open;
    columns.high[index] = high;
    columns.low[index] = low;
    columns.close[index] = close;
    columns.volume[index] = volume;
  });
  return new CandleWindow(columns, closes, { start: 0, end: rows.length });
}
