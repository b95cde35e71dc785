/**
 * The engine over Hyperliquid's wire, against a venue in a process of its own that is moved by steps, writes the diary that
 * a backtest writes, byte for byte. Market data are still those of the backtest; the account is reached over HTTP alone.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { FolderCache, loadInstruments, openMarket } from "../../adapters/candle_store/mod.ts";
import { openExchange, simulatedClock, Wallet } from "../../adapters/hyperliquid/trading/mod.ts";
import { backtestSettings, type PlayedChoice } from "../../backtest/backtest_settings.ts";
import {
  HistoricalMarketData,
  MemoryDiary,
  NoCommands,
  NoModel,
  RecordedMarket,
  runBacktest,
  simulate,
} from "../../backtest/mod.ts";
import { AGENTS, type Clock, intervalsOf, RISK_PROFILES } from "../../engine/mod.ts";
import { startVenue, type VenueProcess } from "../venue/venue_process.ts";

const FIXTURES = new URL("../../fixtures", import.meta.url).pathname;
const CACHE = new URL("../../.cache", import.meta.url).pathname;
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2024, 0, 2);
/** A week, or as many days as are asked for. */
const UNTIL = FROM + Number(Deno.env.get("PARITY_DAYS") ?? 7) * DAY_MS;
const NEVER = new AbortController().signal;

/** A clock that takes the venue's along. */
class SteppedClock implements Clock {
  readonly #venue: VenueProcess;
  #now: number;

  constructor(now: number, venue: VenueProcess) {
    this.#now = now;
    this.#venue = venue;
  }

  now(): number {
    return this.#now;
  }

  async sleepUntil(time: number): Promise<void> {
    if (time <= this.#now) return;
    await this.#venue.advance({ until: time });
    this.#now = time;
  }
}

/** What is played with one of the built-in agents, on the shipped market. */
function choiceWith(name: string): PlayedChoice {
  const listed = loadInstruments(`${FIXTURES}/instruments.json`);
  return {
    agent: AGENTS.get(name)!,
    instruments: ["BTC", "ETH", "SOL"].map((asset) => listed.find(({ symbol }) => symbol === asset)!),
    chosen: RISK_PROFILES.get("moderate")!,
    ...{ interval: "15m", capitalUsd: 10_000, seed: 3, funding: "on", detail: "full" },
  };
}

function marketOf({ agent, instruments, interval }: PlayedChoice): RecordedMarket {
  const { assets } = openMarket({
    ...{ instruments, interval, source: null, data: FIXTURES, store: "", fixtures: FIXTURES },
    ...{ funding: "on", skipBadRows: false },
  }, { alsoIntervals: intervalsOf(agent, interval), cache: new FolderCache(CACHE) });
  return new RecordedMarket(assets, interval);
}

async function overTheWire(choice: PlayedChoice, venue: VenueProcess): Promise<readonly string[]> {
  strictEqual((await simulatedClock(venue.url))?.time, FROM);
  const { exchange } = await openExchange({
    ...{ baseUrl: venue.url, network: "testnet", wallet: Wallet.throwaway() },
    ...{ account: null, openedAt: null },
  });
  const clock = new SteppedClock(FROM, venue);
  const marketData = new HistoricalMarketData(marketOf(choice), clock);
  const ports = { clock, marketData, exchange, chatModel: new NoModel(), commands: new NoCommands() };
  const diary = new MemoryDiary();
  await simulate({
    ...{ run: backtestSettings(choice), kept: diary, from: FROM, until: UNTIL, signal: NEVER },
    ports: (diary) => ({ ...ports, diary }),
  });
  return diary.lines;
}

async function backtested(choice: PlayedChoice): Promise<readonly string[]> {
  const diary = new MemoryDiary();
  const market = marketOf(choice);
  await runBacktest({ choice, market, from: FROM, until: UNTIL }, { signal: NEVER, kept: diary });
  return diary.lines;
}

for (const name of AGENTS.keys()) {
  Deno.test({
    name: `HyperliquidExchange: ${name} writes over the wire what it writes in a backtest`,
    // The client's connections are closed a moment after the venue has gone.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const choice = choiceWith(name);
      const venue = await startVenue([
        ...["--from", "2024-01-02", "--to", "2024-02", "--step", "--limits", "off", "--data", FIXTURES],
      ]);
      try {
        const [expected, written] = [await backtested(choice), await overTheWire(choice, venue)];
        const place = expected.findIndex((line, index) => line !== written[index]);
        deepStrictEqual(written[place], expected[place], `line ${place}`);
        deepStrictEqual(written.length, expected.length);
        ok(expected.some((line) => line.includes('"kind":"fill"')), "there was something to differ");
      } finally {
        await venue.stop();
      }
    },
  });
}
