import { MarketClock, serveVenue } from "../../adapters/venue/mod.ts";
import { type OpenedExchange, openExchange, Wallet } from "../../adapters/hyperliquid/trading/mod.ts";
import {
  DEFAULT_SIMULATION,
  type RecordedMarket,
  RecordedVenueWorld,
  type SimulationChoice,
} from "../../backtest/mod.ts";
import { KEY } from "../venue/venue_process.ts";

/** What is served. */
export interface ServedMarketOptions {
  readonly market: RecordedMarket;
  /** Market time at which it begins and ends, ms. */
  readonly from: number;
  readonly until: number;
  readonly balanceUsd: number;
  readonly simulation?: Partial<SimulationChoice>;
}

/** A venue on a market of a test, served over HTTP, and an account on it. */
export interface ServedMarket extends OpenedExchange {
  readonly url: string;
  /** Walks market time on. */
  sleepUntil(time: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Serves a market in this process, moved by steps, and opens an account as the product does. */
export async function serveMarket(options: ServedMarketOptions): Promise<ServedMarket> {
  const { market, from, until, balanceUsd, simulation = {} } = options;
  const clock = new MarketClock(from);
  const world = new RecordedVenueWorld({
    market,
    clock,
    instruments: [...market.assets.values()].map(({ recorded }) => recorded.instrument),
    balanceUsd,
    simulation: { ...DEFAULT_SIMULATION, ...simulation },
  });
  const warnings: string[] = [];
  const venue = await serveVenue({
    ...{ world, clock, until, speed: null, host: "127.0.0.1", port: 0, auth: "verify", enforceLimits: false },
    warn: (line) => void warnings.push(line),
  });
  const url = `http://${venue.address}`;
  const wallet = new Wallet(KEY);
  const opened = await openExchange({
    baseUrl: url,
    network: "testnet",
    wallet,
    account: null,
    openedAt: null,
  });
  // The account begins with its first look.
  await opened.exchange.sync({ time: -1, count: 0 });
  return {
    ...opened,
    url,
    sleepUntil: async (time) => {
      if (time > clock.now()) await advance(url, time);
    },
    dispose: () => venue.stop(),
  };
}

async function advance(url: string, until: number): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ until });
  const answer = await fetch(`${url}/sim/advance`, { method: "POST", headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
}
