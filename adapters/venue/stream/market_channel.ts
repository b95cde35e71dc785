import type { MarketTopic } from "./market_topic.ts";
import type { FrameSink } from "./frame_sink.ts";

/** A topic of the market and who has subscribed to it: each frame is made once for all of them. */
export class MarketChannel {
  readonly #topic: MarketTopic;
  readonly #sinks = new Set<FrameSink>();
  #toldAt = -Infinity;

  constructor(topic: MarketTopic) {
    this.#topic = topic;
  }

  /** Whether nobody has subscribed. */
  get isIdle(): boolean {
    return this.#sinks.size === 0;
  }

  /** Lets a sink join: first it gets what the others know. */
  join(sink: FrameSink): void {
    this.#sinks.add(sink);
    for (const frame of this.#topic.joined()) sink.send(frame);
  }

  /** Lets a sink leave. */
  leave(sink: FrameSink): void {
    this.#sinks.delete(sink);
  }

  /** The market has moved; frames about the moment go out no more often than every so many ms on the wall. */
  moved(isLast: boolean, wall: { readonly now: number; readonly minGapMs: number }): void {
    const isDue = wall.now - this.#toldAt >= wall.minGapMs;
    const frames = this.#topic.moved({ isLast, isDue });
    if (isLast && isDue) this.#toldAt = wall.now;
    for (const frame of frames) this.#sinks.forEach((sink) => sink.send(frame));
  }
}
