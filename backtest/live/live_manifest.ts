import { type JsonValue, runKey, type RunManifest } from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import { paperManifest, type PaperSources } from "../paper/paper_manifest.ts";

/** Whose money it is. */
export interface LiveAccount {
  readonly network: string;
  /** The account's address, lower-case. */
  readonly account: string;
  /** How long a position may be without a stop before it is closed, ms. */
  readonly nakedLimitMs: number;
}

/** Settings that say how an exchange is simulated: here none is. */
const SIMULATED = ["capitalUsd", "funding", "slippage", "path", "partialFills"];

/**
 * The manifest of a live run before its first cycle. With an account of the user's, network, address and first start are
 * among its settings, so in its key; on a simulated venue (null) they are the backtest's.
 */
export function liveManifest(
  choice: BacktestChoice,
  made: Pick<RunManifest, "id" | "codeRevision" | "started" | "range"> & PaperSources,
  own: LiveAccount | null,
): RunManifest {
  const manifest = { ...paperManifest(choice, made), mode: "live" };
  if (own === null) return manifest;
  const { account, network, nakedLimitMs } = own;
  const kept = Object.entries(manifest.settings).filter(([name]) => !SIMULATED.includes(name));
  const settings: { readonly [name: string]: JsonValue } = {
    ...Object.fromEntries(kept),
    ...{ network, account, nakedLimitMs, started: made.started },
  };
  return { ...manifest, settings, key: runKey(settings) };
}
