import type { RunManifest } from "../../engine/mod.ts";
import { type BacktestChoice, manifestDraft } from "../backtest_settings.ts";

/** Where the prices of a paper run come from. */
export interface PaperSources {
  /** Addresses. */
  readonly hyperliquid: string;
  readonly binance: string;
  /** Assets whose candles are Hyperliquid's, since Binance has none. */
  readonly withoutCandles: readonly string[];
  /** The agent's file; null where it is built in. */
  readonly file: { readonly path: string; readonly sha256: string } | null;
}

/** The manifest of a paper run before its first cycle; a range without an end is told as one that ends where it begins. */
export function paperManifest(
  choice: BacktestChoice,
  { range: { from, until }, ...made }:
    & Pick<RunManifest, "id" | "codeRevision" | "started" | "range">
    & PaperSources,
): RunManifest {
  const { id, codeRevision, started, hyperliquid, binance, withoutCandles, file } = made;
  const also = withoutCandles.length === 0 ? "" : `, of ${withoutCandles.join(", ")} from there too`;
  const source = `hyperliquid (${hostOf(hyperliquid)}), candles from binance (${hostOf(binance)})${also}`;
  const range = { from, until: Number.isFinite(until) ? until : from };
  const data = { source, synthetic: false, files: [], gaps: 0 };
  return manifestDraft(choice, {
    id,
    codeRevision,
    started,
    mode: "paper",
    agentFile: file === null ? undefined : { path: file.path, sha256: file.sha256 },
    data,
    range,
  });
}

function hostOf(address: string): string {
  return new URL(address).host;
}
