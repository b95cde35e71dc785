import type { Control } from "./controls/control.ts";
import { controlNamed } from "./controls/control_named.ts";
import { feesNamed } from "./exchange/fees/fees_named.ts";
import type { CandlePath, ExchangeOptions } from "./exchange/options.ts";
import { slippageNamed } from "./exchange/slippage/slippage_named.ts";

/** How the venue is simulated, as plain data: models by their names. */
export interface SimulationChoice {
  /** `none`, `bps:N` or `impact`. */
  readonly slippage: string;
  /** From a decision to its arrival, ms; at least 1. */
  readonly latencyMs: number;
  readonly path: CandlePath;
  /** `tier:N` or `maker:X,taker:Y`. */
  readonly fees: string;
  /** The share of a candle's volume that an order gets at most; null: all it asks for. */
  readonly partialFills: number | null;
  /** How far from the shown price an entry or close may fill, basis points. */
  readonly maxSlippageBps: number;
}

/** What is assumed where nothing else is asked for. An order decided at a close never arrives on it. */
export const DEFAULT_SIMULATION: SimulationChoice = {
  slippage: "bps:2",
  latencyMs: 1,
  path: "pessimistic",
  fees: "tier:0",
  partialFills: null,
  maxSlippageBps: 100,
};

/** Whether there is a model of a name: the name as it is kept, null for any other. */
export const MODEL_NAMES = {
  slippage: (name: string): string | null => slippageNamed(name)?.name ?? null,
  fees: (name: string): string | null => feesNamed(name)?.name ?? null,
  control: (name: string): Pick<Control, "name" | "donors"> | null => controlNamed(name),
} as const;

/** The models of a choice; throws for a name that no model has. */
export function exchangeOptions(choice: SimulationChoice, depositUsd: number): ExchangeOptions {
  const { path, partialFills } = choice;
  const slippage = slippageNamed(choice.slippage);
  const fees = feesNamed(choice.fees);
  if (slippage === null) throw new Error(`there is no slippage model "${choice.slippage}"`);
  if (fees === null) throw new Error(`there is no fee model "${choice.fees}"`);
  return { depositUsd, fees, slippage, path, partialFills, restingFill: "through" };
}
