import type { VariableName, Variables } from "./variables.ts";

/** Variables with the flag that says the same. */
export type VariableFlags = readonly (readonly [variable: VariableName, flag: string])[];

/** Of a run on live prices. */
export const MARKET_FLAGS: VariableFlags = [
  ["HYPERLIQUID_NETWORK", "network"],
  ["HYPERLIQUID_BASE_URL", "hyperliquid"],
  ["BINANCE_BASE_URL", "binance"],
  ["ASSETS", "assets"],
  ["INTERVAL", "interval"],
  ["RISK_PROFILE", "risk"],
];

/** Of the recorder: where it asks. What it records is typed. */
export const RECORD_FLAGS: VariableFlags = [
  ["HYPERLIQUID_BASE_URL", "hyperliquid"],
  ["BINANCE_BASE_URL", "binance"],
  ["BINANCE_ARCHIVE_URL", "archive"],
];

/** The words of a command, with flags for the variables that are set and were not typed. */
export function withVariables(
  words: readonly string[],
  flags: VariableFlags,
  { variables, typed }: {
    readonly variables: Variables;
    readonly typed: (flag: string) => string | undefined;
  },
): string[] {
  const added = flags.flatMap(([name, flag]) => {
    const value = variables[name];
    return value === undefined || typed(flag) !== undefined ? [] : [`--${flag}=${value}`];
  });
  return [...words, ...added];
}
