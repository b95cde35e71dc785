import type { BasisTerms, Exchange } from "../../engine/mod.ts";
import { backtestSettings, type PlayedChoice } from "../backtest_settings.ts";
import { playSeen, type SeenSurroundings, type SeenWatch } from "../seen/play_seen.ts";
import { SeenExchange } from "../seen/seen_exchange.ts";
import type { SimulationResult } from "../simulate.ts";

/** What is run, on which market, and on whose account. */
export interface Live extends SeenSurroundings {
  readonly choice: PlayedChoice;
  /** The run's key, as its manifest has it: it names the run's orders. */
  readonly key: string;
  /** The account at the venue. */
  readonly exchange: Exchange;
  /** How far prices may be from candles of another market; not given: they are of one. */
  readonly basis?: BasisTerms | undefined;
  /** Aborted as soon as something happened to an order, a new one after that; not given: nobody tells. */
  readonly events?: (() => AbortSignal) | undefined;
}

const NEVER: AbortSignal = new AbortController().signal;

/** The composition of a live run: a market that goes on, and an account at a venue. */
export async function playLive(live: Live, watch: SeenWatch): Promise<SimulationResult> {
  const { choice, key, exchange, guardEveryMs, basis, events = () => NEVER } = live;
  return await playSeen({
    ...live,
    run: { ...backtestSettings(choice), key, basis },
    guard: guardEveryMs === null ? undefined : { everyMs: guardEveryMs, events },
    exchangeOn: (world) => new SeenExchange(exchange, world),
  }, watch);
}
