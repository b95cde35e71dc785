import type { Clock, Instrument, Interval, JsonValue } from "../../engine/mod.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import type { ReadMarket, WantedRange } from "../plan_backtest.ts";
import type { AssetSpan, RunRange } from "../run_range.ts";
import type { SimulationChoice } from "../simulation_choice.ts";
import { AccountRuns, type AccountRunsParts } from "./account_runs.ts";
import { RecordedVenueWorld } from "./recorded_venue_world.ts";

/**
 * Orders settle on candles no longer than this, whose closes funding is paid at: inside a longer one what funding is paid
 * on would hang on who looked when, and accounts played again would come out otherwise.
 */
export const SETTLED_WITHIN = "1h";

/** What a venue is to be. */
export interface VenueChoice {
  /** In the order in which it lists them. */
  readonly instruments: readonly Instrument[];
  /** What an address begins with, USD. */
  readonly balanceUsd: number;
  readonly simulation: SimulationChoice;
  readonly funding: "on" | "off" | "binance";
  /** How often the record of an account has a line. */
  readonly interval: Interval;
}

/** A venue that can be opened: on which market, from when to when. */
export interface PlannedVenue extends RunRange {
  /** Whatever can change a fill, by the names of its flags. */
  readonly settings: { readonly [name: string]: JsonValue };
  /** Opens it at a clock's now. */
  open(clock: Clock): RecordedVenueWorld;
  /** What writes its accounts as runs. */
  runs(world: RecordedVenueWorld, open: AccountRunsParts["open"]): AccountRuns;
}

/**
 * Settles what a venue goes by; nothing is opened. Every asset must have candles of {@link SETTLED_WITHIN} or finer. Throws
 * what `outside` gives where the market does not cover what was asked.
 */
export function planVenue(choice: VenueChoice, loaded: ReadMarket, wanted: WantedRange): PlannedVenue {
  const { instruments, balanceUsd, simulation, funding, interval } = choice;
  const market = new RecordedMarket(loaded.assets, SETTLED_WITHIN);
  const spans = [...market.assets].map(([asset, { settled }]): AssetSpan => ({
    asset,
    from: settled.columns.time[0],
    until: settled.closeTime(settled.count - 1),
  }));
  const { from } = wanted;
  const end = Math.min(...spans.map(({ until }) => until));
  const until = wanted.until ?? end;
  const isCovered = from >= Math.max(...spans.map((span) => span.from)) && until <= end && from < until;
  if (!isCovered) throw wanted.outside(spans);
  const { gaps, prices } = market.coverage({ from, until });
  const { source, synthetic, files } = loaded;
  const data = { source, synthetic, files, gaps: gaps.length, prices };
  const settings = { balanceUsd, funding, ...simulation };
  return {
    from,
    until,
    settings,
    open: (clock) => new RecordedVenueWorld({ market, clock, instruments, balanceUsd, simulation }),
    runs: (world, open) => new AccountRuns({ world, interval, settings, data, open }),
  };
}
