/** A run of the whole engine over a drawn market, in a world where everything fails now and then, by a seed. */
import {
  type ChatAnswer,
  type ChatModel,
  type Command,
  type CommandOutcome,
  createEngine,
  DIARY_SCHEMA,
  type Engine,
  type ExchangeState,
  type Instrument,
  type Ports,
  RISK_PROFILES,
  runLoop,
  type SeenStore,
} from "../../../engine/mod.ts";
import { ScriptedCommands } from "../../../engine/testing/scripted_commands.ts";
import {
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  MemoryDiary,
  NoCommands,
  SimulatedExchange,
} from "../../../backtest/mod.ts";
import { EndOfSeen, PlayedSeen } from "../../../backtest/replay/end_of_seen.ts";
import {
  ContinuedDiary,
  SeenChatModel,
  SeenClock,
  SeenCommands,
  SeenExchange,
  SeenMarketData,
  SeenTape,
} from "../../../backtest/seen/mod.ts";
import { KeptEntries } from "../../../backtest/seen/testing/kept_entries.ts";
import { START } from "../../../backtest/testing/market.ts";
import { chance } from "../../../backtest/testing/random_market.ts";
import { DRAWING_AGENT, drawingModel } from "./drawing_agent.ts";
import { FaultyExchange, FaultyMarketData, FaultyModel, Lots, SleepyClock } from "./faulty_ports.ts";
import { QUARTER, stormMarket } from "./storm_market.ts";
import { STORM_TIMELINESS } from "./storm_timeliness.ts";

const FIRST = START + 4 * QUARTER;

/** What a person asks, by the count of lines of cycles and missed closes after which it comes. */
const ASKED: Readonly<Record<number, Command>> = {
  60: { do: "close-all" },
  63: { do: "resume" },
  110: { do: "close", asset: "A0" },
  150: { do: "pause" },
  153: { do: "resume" },
};

/** What it left behind. */
export interface StormyRun {
  readonly diary: MemoryDiary;
  readonly engine: Engine;
  readonly lots: Lots;
  readonly from: number;
  /** Client order ids that reached the venue, each as often as it did. */
  readonly reached: readonly string[];
  readonly answers: readonly CommandOutcome[];
  /** All that crossed a port, as it was kept. */
  readonly seen: KeptEntries;
  /** What the model answered, in order. */
  readonly cassette: readonly ChatAnswer[];
  /** The venue's truth once the weather is fair again, and what the run had not seen of it. */
  readonly truth: ExchangeState;
}

/** Runs so many closes. */
export async function stormyRun(seed: number, closes: number): Promise<StormyRun> {
  const random = chance(seed);
  const lots = new Lots(random);
  const { drawn, market } = stormMarket([seed, seed + 77], closes);
  const clock = new SleepyClock(FIRST, lots);
  const data = new HistoricalMarketData(market, clock);
  const instruments = drawn.map(({ instrument }) => instrument);
  const venue = new SimulatedExchange({ clock, marketData: data, instruments }, {
    ...DEFAULT_EXCHANGE,
    depositUsd: 10_000,
  });
  const exchange = new FaultyExchange(venue, lots, clock);
  const diary = new MemoryDiary();
  const commands = new TimedCommands();
  const cassette: ChatAnswer[] = [];
  const chatModel = keptIn(cassette, new FaultyModel(drawingModel(random), lots));
  const marketData = new FaultyMarketData(data, lots, clock);
  const seen = new KeptEntries();
  const made = { instruments, seed, seen, diary };
  const engine = await playThrough({ ...made, clock, marketData, exchange, chatModel, commands }, closes);
  lots.on = false;
  const truth = await venue.sync(engine.state.syncedTo);
  const { reached } = exchange;
  return {
    ...{ diary, engine, lots, from: FIRST, reached, answers: commands.heard(), truth },
    seen,
    cassette,
  };
}

/** Plays a run again from what it saw, without its world; gives the lines that it writes. */
export async function playedAgain(
  { engine, seen, cassette }: StormyRun,
  closes: number,
): Promise<readonly string[]> {
  const end = new EndOfSeen();
  const diary = new MemoryDiary();
  const { clock, marketData, exchange } = end;
  const made = {
    instruments: [...engine.instruments.values()],
    seed: engine.run.seed,
    seen: new PlayedSeen(seen.all),
  };
  const world = {
    clock,
    marketData,
    exchange,
    chatModel: answeringFrom(cassette),
    commands: new NoCommands(),
  };
  await playThrough({ ...made, ...world, diary }, closes);
  return diary.lines;
}

/** What a run is played in. */
interface StormWorld extends Omit<Ports, "diary"> {
  readonly instruments: readonly Instrument[];
  readonly seed: number;
  readonly seen: SeenStore;
  readonly diary: MemoryDiary;
}

/** Runs the loop over so many closes; what crosses a port is kept, or comes from what was. */
async function playThrough(world: StormWorld, closes: number): Promise<Engine> {
  const { diary, instruments, seed, commands } = world;
  const tape = new SeenTape(world.seen);
  const kept = new ContinuedDiary({ hashes: [], diary }, tape);
  const engine = createEngine({
    clock: new SeenClock(world.clock, tape),
    marketData: new SeenMarketData(world.marketData, tape),
    exchange: new SeenExchange(world.exchange, { tape, isResumed: () => false }),
    chatModel: new SeenChatModel(world.chatModel, tape),
    commands: new SeenCommands(commands, tape),
    diary: kept,
  }, {
    ...{ key: "storm", agent: DRAWING_AGENT, instruments, interval: "15m", seed, detail: "trades" },
    profile: { ...RISK_PROFILES.get("high")!, coolDownCandles: 0, dayLossHalt: null, drawdownHalt: null },
    ...{ latencyMs: 1, takerFee: 0.00045, maxSlippageBps: 100 },
  });
  kept.append({ kind: "run", schema: DIARY_SCHEMA, key: "storm" });
  const options = { graceMs: 1000, timeliness: STORM_TIMELINESS, signal: new AbortController().signal };
  const step = (): void => commands instanceof TimedCommands ? commands.step() : undefined;
  const until = FIRST + closes * QUARTER;
  await runLoop(engine, { from: FIRST, until, ...options, onCycle: step, onMissed: step });
  tape.flush();
  return engine;
}

function keptIn(cassette: ChatAnswer[], model: ChatModel): ChatModel {
  return {
    async ask(...asked) {
      const answer = await model.ask(...asked);
      cassette.push(answer);
      return answer;
    },
  };
}

function answeringFrom(cassette: readonly ChatAnswer[]): ChatModel {
  const answers = cassette.values();
  return { ask: () => Promise.resolve(answers.next().value!) };
}

/** Commands that come after so many closes. */
class TimedCommands extends ScriptedCommands {
  #steps = 0;

  step(): void {
    const command = ASKED[++this.#steps];
    if (command !== undefined) this.give(command);
  }
}
