/** What `venue` tells the person who started it. */

import { formatPeriod, formatUsd } from "./format.ts";
import type { Terminal } from "./terminal.ts";
import type { VenueOptions } from "./venue_options.ts";

/** A venue that answers. */
export interface ServedVenue {
  readonly options: VenueOptions;
  readonly source: string;
  readonly synthetic: boolean;
  /** Market time from start to end, ms. */
  readonly from: number;
  readonly until: number;
  /** Host and port it listens on. */
  readonly address: string;
}

const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** Tells where the venue answers and what on; as a warning where others than this machine may reach it. */
export function showVenue(venue: ServedVenue, terminal: Terminal): void {
  terminal.print(venueLines(venue).join("\n"));
  const { host } = venue.options;
  if (!LOOPBACK.test(host)) terminal.note(`venue: ${exposed(host)}\n`);
}

/** The lines a venue begins with. */
function venueLines({ options, source, synthetic, from, until, address }: ServedVenue): string[] {
  const { assets, speed, auth, balanceUsd, enforceLimits } = options;
  return [
    `venue of ${assets.join(", ")} · ${source} · ${formatPeriod(from, until)}`,
    "",
    `  Hyperliquid   http://${address}/info  /exchange`,
    `                ws://${address}/ws`,
    `  Binance       http://${address}/api/v3  /fapi/v1`,
    `                ws://${address}/ws/<stream>  /stream`,
    `  Simulation    http://${address}/sim/clock${speed === null ? "  /sim/advance" : ""}  /healthz`,
    "",
    speed === null ? "  Time moves by POST /sim/advance." : `  Time goes at speed ${speed}.`,
    auth === "verify"
      ? "  Signatures are verified; use a throw-away key, any will do."
      : "  Signatures are not verified: whoever is named in x-sim-account is believed.",
    `  An address begins with ${formatUsd(balanceUsd)} at its first action.`,
    `  Rate limits are ${enforceLimits ? "the venue's; --limits off lifts them" : "off"}.`,
    ...(synthetic
      ? ["  Synthetic market: good for trying and testing, says nothing about real prices."]
      : []),
    "",
    "Ctrl-C ends it; accounts that traded are then among: deno task runs",
  ];
}

function exposed(host: string): string {
  return `listening on ${host}: whoever reaches this machine can trade here and read every account`;
}
