import type { AgentTools, MarketHistory } from "./agents/agent.ts";
import { HistoryAt } from "./agents/history_at.ts";
import { MeteredModel } from "./agents/metered_model.ts";
import { patienceMs } from "./answer_time.ts";
import type { Engine } from "./engine.ts";
import { chanceOf } from "./model/chance.ts";
import type { JsonValue } from "./model/decision.ts";
import type { ModelUse } from "./model/model_use.ts";
import type { ChatModel, Meanwhile } from "./ports/chat_model.ts";

/** What an agent is handed in one cycle. Each piece is made when it is looked at: a rule looks at none in most cycles. */
export class CycleTools implements AgentTools {
  readonly #engine: Engine;
  readonly #close: number;
  readonly #meanwhile: Meanwhile | undefined;
  #model: MeteredModel | null = null;
  readonly signal: AbortSignal;
  readonly memory: JsonValue;

  /** `close`: the candle close that the cycle is of, ms; `meanwhile`: what is done while a model thinks. */
  constructor(engine: Engine, close: number, meanwhile?: Meanwhile) {
    this.#engine = engine;
    this.#close = close;
    this.#meanwhile = meanwhile;
    this.signal = engine.ports.commands.waiting();
    this.memory = engine.state.memory;
  }

  get model(): ChatModel {
    return this.#model ??= new MeteredModel(this.#engine.ports.chatModel, this.signal, this.#meanwhile);
  }

  /** What the agent asked of a model so far; null: nothing. */
  get use(): ModelUse | null {
    return this.#model?.use ?? null;
  }

  get random(): AgentTools["random"] {
    const { seed } = this.#engine.run;
    return (asset) => chanceOf(seed, asset, this.#close);
  }

  get history(): MarketHistory {
    return new HistoryAt(this.#engine.ports, this.#close);
  }

  get patienceMs(): number {
    return patienceMs(this.#engine.run);
  }
}
