/** A model that takes its time on a clock that jumps: what sleeps longer than it thinks sleeps past its answer. */
import type { ChatAnswer, ChatModel, ChatRequest, Clock } from "../../../engine/mod.ts";

/** So many turns until everybody has heard of an answer, or has asked. */
const TURNS = 50;
/** Nobody waits longer than half a candle; what comes after that is late. */
const LONGEST_MS = 500_000;

/** A clock on which somebody thinks while others sleep. */
export class ThinkingClock implements Clock {
  readonly #clock: Clock;
  #thought: { readonly time: number; readonly done: () => void } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Resolves when so much time, ms, has passed. */
  think(ms: number): Promise<void> {
    return new Promise((done) => this.#thought = { time: this.now() + ms, done });
  }

  async sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    await turns();
    const thought = this.#thought;
    if (thought !== null && signal !== undefined && thought.time <= time && !signal.aborted) {
      this.#thought = null;
      this.#clock.sleepUntil(thought.time);
      thought.done();
      await turns();
    }
    this.#clock.sleepUntil(time, signal);
  }
}

/** Thinks as long as its answers say. */
export class ThinkingModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #clock: ThinkingClock;

  constructor(model: ChatModel, clock: ThinkingClock) {
    this.#model = model;
    this.#clock = clock;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const answer = await this.#model.ask(request, signal);
    if ("latencyMs" in answer) await this.#clock.think(Math.min(answer.latencyMs, LONGEST_MS));
    return answer;
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}
