/**
 * A live run by a seed, over an exchange that is not its own, in a world where everything fails now and then and the
 * process dies: answers are lost before and after the deed, late, refused and torn, stops vanish, disks fill up. What the
 * venue holds outlives each process; what was seen and written is all that the next one has.
 */
import {
  type ChatAnswer,
  type DiaryEntry,
  type Instrument,
  NO_EVENTS,
  RISK_PROFILES,
} from "../../../engine/mod.ts";
import {
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  NoCommands,
  type PaperPace,
  playLive,
  SimulatedExchange,
} from "../../../backtest/mod.ts";
import { MINUTE, START } from "../../../backtest/testing/market.ts";
import { chance } from "../../../backtest/testing/random_market.ts";
import { KeptEntries } from "../../../backtest/seen/testing/kept_entries.ts";
import { DRAWING_AGENT, drawingModel } from "./drawing_agent.ts";
import { halfFailing, losingStops, refusing } from "./failing_orders.ts";
import {
  FaultyExchange,
  FaultyMarketData,
  FaultyModel,
  Lots,
  skewedBy,
  SleepyClock,
} from "./faulty_ports.ts";
import type { Aftermath } from "./live_invariants.ts";
import { dying, Killed, Life, touched, writing } from "./life.ts";
import { MemoModel } from "./memo_model.ts";
import { NakedWatch } from "./naked_watch.ts";
import { QUARTER, stormMarket } from "./storm_market.ts";
import { STORM_TIMELINESS } from "./storm_timeliness.ts";
import { placeStrangersOrder } from "./strangers_order.ts";
import { ThinkingClock, ThinkingModel } from "./thinking_model.ts";
import { withVanishingStops } from "./vanishing_stops.ts";

/** Every so often the guard looks, and so long a position may be naked, ms. */
export const LOOK_MS = MINUTE;
export const LIMIT_MS = 2 * MINUTE;
const FIRST = START + 4 * QUARTER;
const CALMS = 3;

/** What it left behind. */
export interface LiveStorm extends Aftermath {
  readonly lines: readonly string[];
  readonly lots: Lots;
  readonly lives: number;
  /** The longest time a position stood without a stop while the run lived and its exchange could be reached, ms. */
  readonly longestNakedMs: number;
  readonly from: number;
}

const NOBODY = new NoCommands();
const THINKING = NOBODY.waiting();

/** Runs so many closes, the last of them in fair weather. */
export async function liveStorm(seed: number, closes: number): Promise<LiveStorm> {
  const until = FIRST + closes * QUARTER;
  const world = await worldOf(seed, { closes, calmFrom: until - CALMS * QUARTER });
  const { clock, lots, entries, lines } = world;
  let lives = 0;
  for (let end = "interrupted"; end === "interrupted"; lives++) {
    const isCalm = clock.now() > world.calmFrom || lives > 40;
    lots.on = !isCalm;
    const life = new Life(isCalm ? Infinity : 20 + lots.below(lots.happens("long life", 0.2) ? 6000 : 600));
    end = await livedThrough(world, { seed, until, life });
    clock.pass(lots.happens("long dead", 0.1) ? lots.below(40 * MINUTE) : lots.below(20_000));
  }
  const { venue, faulty, watched, instruments, strangersOrder } = world;
  const truth = await venue.sync(NO_EVENTS);
  return {
    ...{ entries, lines, lots, lives, instruments, reached: faulty.reached, strangersOrder, from: FIRST },
    ...{ longestNakedMs: watched.longestMs, truth },
  };
}

/** What outlives a process: the venue and the weather, and what was seen and written. */
async function worldOf(
  seed: number,
  { closes, calmFrom }: { readonly closes: number; readonly calmFrom: number },
) {
  const random = chance(seed);
  const lots = new Lots(random);
  const { drawn, market } = stormMarket([seed, seed + 77, seed + 154], closes);
  const clock = new SleepyClock(FIRST, lots);
  const data = new HistoricalMarketData(market, clock);
  const listed = drawn.map(({ instrument }) => instrument);
  const instruments = listed.slice(0, 2);
  const parts = { clock, marketData: data, instruments: listed };
  const venue = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: 10_000 });
  const [{ mark }] = await data.contexts([listed[2].symbol]);
  const strangersOrder = await placeStrangersOrder(venue, listed[2], mark!);
  return {
    ...{ lots, clock, data, venue, instruments, strangersOrder, calmFrom },
    faulty: new FaultyExchange(halfFailing(venue, lots), lots, clock),
    watched: new NakedWatch(venue, instruments, () => clock.now()),
    model: new FaultyModel(drawingModel(random), lots),
    said: new Map<string, ChatAnswer>(),
    store: new KeptEntries(),
    entries: [] as DiaryEntry[],
    lines: [] as string[],
  };
}

/** One process, from its start to its death or the end of the run; how it ended. */
async function livedThrough(
  world: Awaited<ReturnType<typeof worldOf>>,
  { seed, until, life }: { readonly seed: number; readonly until: number; readonly life: Life },
): Promise<string> {
  const { lots, clock, data, faulty, watched, entries, lines, instruments, model, said } = world;
  const thinking = new ThinkingClock(clock);
  const skewMs = lots.happens("clock ahead", 0.25)
    ? SKEW_MS
    : lots.happens("clock behind", 0.3)
    ? -SKEW_MS
    : 0;
  watched.begins();
  const playing = playLive({
    choice: choiceOf(instruments, seed),
    ...PACE,
    timeliness: {
      ...{ ...STORM_TIMELINESS, maxSkewMs: 1000 },
      clockSkewMs: () => -skewMs,
    },
    clock: skewedBy(skewMs, withVanishingStops(thinking, { ...world, life, thinking: THINKING })),
    marketData: new FaultyMarketData(data, lots, clock),
    ...{ commands: NOBODY, from: FIRST, until, seen: dying(world.store, life), key: "storm" },
    chatModel: () => new MemoModel(new ThinkingModel(model, thinking), said),
    exchange: touched(losingStops(watched.over(refusing(faulty, lots)), lots, () => clock.now()), life),
    written: {
      hashes: lines.map((line) => line.slice(-66, -2)),
      diary: writing({ entries, lines }, { life, lots }),
    },
  }, { signal: new AbortController().signal });
  return await playing.then((played) => played.end, (error) => {
    if (error instanceof Killed) return "interrupted";
    throw error;
  });
}

const SKEW_MS = 2000;
const PACE: Omit<PaperPace, "timeliness"> = {
  graceMs: 1000,
  leftAfterMs: MINUTE,
  guardEveryMs: LOOK_MS,
  bounds: { sendWithinMs: 5000, nakedLimitMs: LIMIT_MS },
};

function choiceOf(instruments: readonly Instrument[], seed: number) {
  const chosen = { ...RISK_PROFILES.get("high")!, coolDownCandles: 0, dayLossHalt: null, drawdownHalt: null };
  return {
    ...{ agent: DRAWING_AGENT, chosen, instruments, interval: "15m", capitalUsd: 10_000, seed } as const,
    ...{ detail: "trades", funding: "on" } as const,
  };
}
