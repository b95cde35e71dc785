import { backtestSettings, type PlayedChoice } from "../backtest_settings.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { playSeen, type SeenSurroundings, type SeenWatch } from "../seen/play_seen.ts";
import type { SimulationResult } from "../simulate.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "../simulation_choice.ts";

/** What is run, and on which market. */
export interface Paper extends SeenSurroundings {
  readonly choice: PlayedChoice;
}

/** The composition of a paper run: a market that goes on, and the simulated exchange on it. */
export async function playPaper(paper: Paper, watch: SeenWatch): Promise<SimulationResult> {
  const { choice } = paper;
  const run = backtestSettings(choice);
  const { instruments } = run;
  const options = exchangeOptions(choice.simulation ?? DEFAULT_SIMULATION, choice.capitalUsd);
  return await playSeen({
    ...paper,
    run,
    exchangeOn: ({ clock, marketData }) => new SimulatedExchange({ clock, marketData, instruments }, options),
  }, watch);
}
