/** How the venue is simulated: the flags, and the reading of what was typed for them. */

import type { FlagReader } from "./flag_reader.ts";
import type { Flag } from "./help.ts";
import { isModelLatency } from "./model_flags.ts";

/** How a run's venue is simulated, as typed. */
export interface SimulationOptions {
  readonly slippage: string;
  /** ms. */
  readonly latencyMs: number;
  readonly path: "pessimistic" | "ohlc";
  readonly fees: string;
  /** Share of a candle's volume; null: off. */
  readonly partialFills: number | null;
  readonly maxSlippageBps: number;
}

/** The models there are: each gives a name back as it is kept, or null where there is none of it. */
export interface KnownModels {
  slippage(name: string): string | null;
  fees(name: string): string | null;
  /** A control, and what it takes candles from beside what is traded. */
  control(name: string): { readonly name: string; readonly donors: readonly string[] } | null;
}

/** What the flags are when they are not typed. */
export const SIMULATION_DEFAULTS = {
  slippage: "bps:2",
  latency: "zero",
  path: "pessimistic",
  fees: "tier:0",
  partialFills: "off",
  maxSlippageBps: "100",
} as const;

const PATHS = ["pessimistic", "ohlc"] as const;
/** Zero latency still means arriving a millisecond after the close. */
const LEAST_LATENCY_MS = 1;
const MOST_LATENCY_MS = 59_999;
const MOST_SLIPPAGE_BPS = 5_000;

/** The flags, for a help page. */
export const SIMULATION_FLAGS: readonly Flag[] = [
  {
    flags: "--slippage <model>",
    default: SIMULATION_DEFAULTS.slippage,
    text: "none; bps:N of the price; impact: spread and share of the volume",
  },
  {
    flags: "--max-slippage-bps <N>",
    default: SIMULATION_DEFAULTS.maxSlippageBps,
    text: "an entry or close fills no further from the shown price",
  },
  {
    flags: "--partial-fills <share>",
    default: SIMULATION_DEFAULTS.partialFills,
    text: "an order gets at most this share of a candle's volume, like 0.1",
  },
  {
    // Its default hangs on the agent, so it is not one of the flag.
    flags: "--latency <time>",
    text: "zero: 1 ms after the close (default); fixed:MS; with llm recorded (default), xN times it",
  },
  {
    flags: "--path <order>",
    default: SIMULATION_DEFAULTS.path,
    text: "inside a candle: pessimistic, stops first; ohlc, as its body tells",
  },
  {
    flags: "--fees <rates>",
    default: SIMULATION_DEFAULTS.fees,
    text: "tier:0 to tier:6 of the venue; maker:X,taker:Y as fractions",
  },
];

/** Reads the flags; one that was not typed, or that a command does not have, is at its default. */
export function readSimulation(reader: FlagReader, models?: KnownModels): SimulationOptions {
  return {
    slippage: readModel(reader, "slippage", {
      find: models?.slippage,
      wanted: "none, impact, or bps:N with N from 0 to 1000, like bps:2",
    }),
    latencyMs: readLatency(reader),
    path: reader.has("path") ? reader.oneOf("path", "path", PATHS) : SIMULATION_DEFAULTS.path,
    fees: readModel(reader, "fees", {
      find: models?.fees,
      wanted:
        "tier:N with N from 0 to 6, or maker:X,taker:Y as fractions up to 0.01, like maker:0.0002,taker:0.0005",
    }),
    partialFills: readShare(reader),
    maxSlippageBps: readMaxSlippage(reader),
  };
}

/** The flags that are not at their default, as they are typed. */
export function simulationWords(options: SimulationOptions): string[] {
  const { slippage, latencyMs, path, fees, partialFills, maxSlippageBps } = options;
  const usual = SIMULATION_DEFAULTS;
  const words = [
    ["slippage", slippage, usual.slippage],
    ["max-slippage-bps", String(maxSlippageBps), usual.maxSlippageBps],
    ["partial-fills", partialFills === null ? "off" : String(partialFills), usual.partialFills],
    ["latency", latencyMs === LEAST_LATENCY_MS ? "zero" : `fixed:${latencyMs}`, usual.latency],
    ["path", path, usual.path],
    ["fees", fees, usual.fees],
  ];
  return words.flatMap(([name, value, standard]) => value === standard ? [] : [`--${name} ${value}`]);
}

function readModel(
  reader: FlagReader,
  flag: "slippage" | "fees",
  { find, wanted }: { readonly find: ((name: string) => string | null) | undefined; readonly wanted: string },
): string {
  if (!reader.has(flag)) return SIMULATION_DEFAULTS[flag];
  const typed = reader.text(flag);
  const found = find === undefined ? typed : find(typed);
  if (found === null) throw reader.wrong(flag, wanted);
  return found;
}

function readLatency(reader: FlagReader): number {
  const typed = reader.has("latency") ? reader.text("latency") : SIMULATION_DEFAULTS.latency;
  // An answer's own time passes before: the order then takes no longer than any.
  if (typed === "zero" || isModelLatency(typed)) return LEAST_LATENCY_MS;
  const ms = Number(/^fixed:(\d{1,5})$/.exec(typed)?.[1]);
  if (ms >= LEAST_LATENCY_MS && ms <= MOST_LATENCY_MS) return ms;
  throw reader.wrong(
    "latency",
    `zero, or fixed:MS with MS from ${LEAST_LATENCY_MS} to ${MOST_LATENCY_MS}, like fixed:250`,
  );
}

function readShare(reader: FlagReader): number | null {
  if (!reader.has("partialFills")) return null;
  const typed = reader.text("partialFills");
  if (typed === "off") return null;
  const share = /^(?:\d|\d?\.\d+)$/.test(typed) ? Number(typed) : NaN;
  if (share > 0 && share <= 1) return share;
  throw reader.wrong("partialFills", "off, or a share above 0 and up to 1, like 0.1");
}

function readMaxSlippage(reader: FlagReader): number {
  if (!reader.has("maxSlippageBps")) return Number(SIMULATION_DEFAULTS.maxSlippageBps);
  const bps = reader.wholeNumber("maxSlippageBps", 1);
  if (bps <= MOST_SLIPPAGE_BPS) return bps;
  throw reader.wrong("maxSlippageBps", `a whole number from 1 to ${MOST_SLIPPAGE_BPS}`);
}
