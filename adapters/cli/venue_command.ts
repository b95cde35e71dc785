import { type Instrument, type Interval, INTERVALS } from "../../engine/mod.ts";
import { interrupted } from "./interruptible.ts";
import { outsideData } from "./outside_data.ts";
import type { Terminal } from "./terminal.ts";
import type { VenueOptions } from "./venue_options.ts";
import { type ServedVenue, showVenue } from "./venue_view.ts";

type Source = Pick<ServedVenue, "source" | "synthetic">;
type Range = Pick<ServedVenue, "from" | "until">;

/** What reads a market, plans a venue on it, and serves that. */
export interface VenueTools<Read, Plan, Keeper> {
  /** Orders settle on candles no longer than this. */
  readonly settledWithin: Interval;
  /** What begins the runs of accounts in a folder. */
  keeper(root: string): Keeper;
  read(
    options: VenueOptions & { readonly instruments: readonly Instrument[]; readonly interval: Interval },
    intervals: readonly Interval[],
  ): Read;
  planVenue(
    choice: VenueOptions & { readonly instruments: readonly Instrument[] },
    loaded: Read,
    wanted: VenueOptions & { readonly outside: ReturnType<typeof outsideData> },
  ): Plan;
  startVenue(
    venue: VenueOptions & Read & Plan & { readonly keeper: Keeper; readonly warn: (line: string) => void },
  ): Promise<{ readonly address: string; readonly failed: Promise<unknown>; stop(): Promise<void> }>;
}

/** Serves recorded candles as the venues do, until Ctrl-C. */
export async function venueCommand<Read extends Source, Plan extends Range, Keeper>(
  options: VenueOptions,
  { terminal, instruments }: { readonly terminal: Terminal; readonly instruments: readonly Instrument[] },
  tools: VenueTools<Read, Plan, Keeper>,
): Promise<void> {
  const plan = plannedVenue(options, instruments, tools);
  const warn = (line: string) => terminal.note(`venue: ${line}\n`);
  const served = await tools.startVenue({ ...plan, keeper: tools.keeper(options.runs), warn });
  showVenue({ ...plan, options, address: served.address }, terminal);
  await Promise.race([interrupted(), served.failed]).finally(served.stop);
}

/** Reads the market that was asked for, and settles what a venue on it goes by. */
export function plannedVenue<Read extends Source, Plan extends Range>(
  options: VenueOptions,
  instruments: readonly Instrument[],
  tools: Pick<VenueTools<Read, Plan, unknown>, "read" | "planVenue" | "settledWithin">,
): VenueOptions & Read & Plan {
  const listed = options.assets.map((asset) => instruments.find(({ symbol }) => symbol === asset)!);
  const choice = { ...options, instruments: listed };
  const loaded = tools.read({ ...choice, interval: tools.settledWithin }, INTERVALS);
  const planned = tools.planVenue(choice, loaded, { ...options, outside: outsideData(options) });
  return { ...options, ...loaded, ...planned, assets: options.assets };
}
