import { type Instrument, RISK_PROFILES, type RiskProfile } from "../../engine/mod.ts";
import { loadProfile } from "./load_profile.ts";

/** What a run is made of before its agent is known. */
export interface RunTerms {
  readonly instruments: readonly Instrument[];
  /** What candles are read of beside what is traded. */
  readonly donors: readonly Instrument[];
  /** The profile that was asked for. */
  readonly profile: RiskProfile;
}

/** What was asked for at the command line: names that exist. */
export interface AskedTerms {
  readonly assets: readonly string[];
  readonly control?: { readonly donors: readonly string[] };
  readonly risk: { readonly kind: "profile"; readonly name: string } | {
    readonly kind: "file";
    readonly path: string;
  };
  /** Whether every entry has the smallest size; not given: the size that is asked for. */
  readonly smallest?: boolean;
}

/** Looks up profile and instruments. Throws a SettingsError for a profile of the user's that cannot be right. */
export function runTerms(
  { assets, risk, control, smallest }: AskedTerms,
  known: readonly Instrument[],
): RunTerms {
  const chosen = risk.kind === "file" ? loadProfile(risk.path) : RISK_PROFILES.get(risk.name)!;
  const profile: RiskProfile = smallest === true ? { ...chosen, smallest } : chosen;
  const listed = (symbols: readonly string[]): Instrument[] =>
    symbols.map((asset) => known.find(({ symbol }) => symbol === asset)!);
  const donors = control?.donors.filter((asset) => !assets.includes(asset)) ?? [];
  return { profile, instruments: listed(assets), donors: listed(donors) };
}
