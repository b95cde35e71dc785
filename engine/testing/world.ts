import type { Agent, AgentTools, Decided } from "../agents/agent.ts";
import { AccountUnseen, runCycle } from "../cycle.ts";
import { createEngine, type Engine, type RunSettings } from "../engine.ts";
import { OrderNamer } from "../model/client_order_id.ts";
import type { Decision } from "../model/decision.ts";
import type { CycleEntry } from "../model/diary_entry.ts";
import type { Instrument } from "../model/instrument.ts";
import { intervalMs } from "../model/interval.ts";
import type { Observation } from "../model/observation.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import type { Circumstances } from "../risk/judge_decisions.ts";
import { KeptDiary } from "./kept_diary.ts";
import { BTC, ETH, SOL } from "./instruments.ts";
import { ScriptedCommands } from "./scripted_commands.ts";
import { ScriptedExchange } from "./scripted_exchange.ts";
import { ScriptedMarketData } from "./scripted_market_data.ts";
import { ScriptedModel } from "./scripted_model.ts";
import { SettableClock } from "./settable_clock.ts";
import { MIDNIGHT } from "./times.ts";

/** Limits wide enough to be out of the way, with an exit on both sides by default: stop 2 %, target 4 %. */
export const WIDE: RiskProfile = {
  name: "wide",
  maxMarginShare: 0.9,
  maxLeverage: 20,
  maxGrossLeverage: 10,
  defaultStopDistance: 0.02,
  maxStopDistance: 0.2,
  defaultTargetDistance: 0.04,
  coolDownCandles: 0,
  dayLossHalt: null,
  drawdownHalt: null,
};

/** An agent that needs no indicator and decides as it is told. */
export function agentOf(
  decide: (observation: Observation, tools: AgentTools) => Decided | Promise<Decided>,
  given: Partial<Agent> = {},
): Agent {
  return { name: "scripted", needs: [], decide, ...given };
}

/** What a world is made of; what is not given is as in `World`. */
export interface WorldOptions extends Partial<RunSettings> {
  readonly depositUsd?: number;
  /** What the exchange knows; not given: BTC, ETH and SOL. */
  readonly listed?: readonly Instrument[];
}

/**
 * An engine with scripted ports: at midnight, with 10,000 USD, trading ETH every 15 minutes under wide limits.
 * An asset costs 100 USD until it is said otherwise.
 */
export class World {
  /** Every call of a port, in order. */
  readonly log: string[] = [];
  readonly clock: SettableClock = new SettableClock(MIDNIGHT);
  readonly exchange: ScriptedExchange;
  readonly marketData: ScriptedMarketData = new ScriptedMarketData(this.clock, this.log);
  readonly model: ScriptedModel = new ScriptedModel();
  readonly commands: ScriptedCommands = new ScriptedCommands();
  readonly diary: KeptDiary = new KeptDiary(this.log);
  readonly engine: Engine;
  /** What the scripted agent decides next; forgotten once decided. */
  next: readonly Decision[] = [];
  /** The observation the scripted agent saw last. */
  seen: Observation | null = null;

  constructor(options: WorldOptions = {}) {
    const { depositUsd = 10_000, listed = [BTC, ETH, SOL], ...given } = options;
    const run: RunSettings = {
      key: "a key",
      agent: agentOf((observation) => this.#decide(observation)),
      instruments: [ETH],
      interval: "15m",
      profile: WIDE,
      seed: 1,
      latencyMs: 1,
      takerFee: 0.00045,
      maxSlippageBps: 100,
      detail: "trades",
      ...given,
    };
    const { clock, log, marketData, model: chatModel, commands, diary } = this;
    const { takerFee } = run;
    this.exchange = new ScriptedExchange({ clock, instruments: listed, depositUsd, takerFee, log });
    const { exchange } = this;
    this.engine = createEngine({ clock, marketData, exchange, chatModel, commands, diary }, run);
    for (const { symbol } of listed) this.price(symbol, 100);
  }

  /** Sets mark and mid of an asset. */
  price(asset: string, price: number): void {
    this.exchange.marks.set(asset, price);
    this.marketData.prices.set(asset, price);
  }

  /** Gives every asset of the run a candle that closes at `close`, at its price. */
  candle(close: number): void {
    const { interval, instruments } = this.engine.run;
    for (const { symbol } of instruments) {
      this.marketData.give(symbol, interval, [{ close, price: this.exchange.marks.get(symbol)! }]);
    }
  }

  /** Goes to the next close, gives its candles and runs its cycle. */
  async cycle(...decisions: readonly Decision[]): Promise<CycleEntry> {
    const length = intervalMs(this.engine.run.interval);
    const close = (Math.floor(this.clock.now() / length) + 1) * length;
    this.next = decisions;
    this.clock.set(close);
    this.candle(close);
    return await cycleOf(this.engine, close);
  }

  /** What decisions are judged by at this moment: the exchange's account, everything shown at its mid. */
  circumstances(given: Partial<Circumstances> = {}): Circumstances {
    const { run, state, instruments } = this.engine;
    const close = this.clock.now();
    const shown = [...this.marketData.prices].filter((pair): pair is [string, number] => pair[1] !== null);
    return {
      close,
      interval: run.interval,
      account: this.exchange.account(),
      state,
      profile: run.profile,
      halt: null,
      instruments,
      shown: new Map(shown),
      takerFee: run.takerFee,
      maxSlippageBps: run.maxSlippageBps,
      sendWithinMs: Infinity,
      namer: new OrderNamer({ key: run.key, close }, (asset, leg) => state.attempts(close, asset, leg)),
      ...given,
    };
  }

  /** Takes what happened at the exchange into the state, as Sync does. */
  async absorb(): Promise<void> {
    const { state } = this.engine;
    const { events } = await this.exchange.sync(state.syncedTo);
    for (const event of events) state.absorb(event);
  }

  /** What the ports were asked since the last time, and forgets it. */
  takeLog(): string[] {
    return this.log.splice(0);
  }

  #decide(observation: Observation): Decided {
    this.seen = observation;
    const decisions = this.next;
    this.next = [];
    return { decisions };
  }
}

/** Runs a cycle whose account can be seen. */
export async function cycleOf(...asked: Parameters<typeof runCycle>): Promise<CycleEntry> {
  const ran = await runCycle(...asked);
  if (ran instanceof AccountUnseen) throw new Error(`no account: ${ran.message}`);
  return ran;
}
