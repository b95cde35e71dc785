import type { DiaryEntry } from "../model/diary_entry.ts";
import type { Instrument } from "../model/instrument.ts";
import { RunState } from "../model/run_state.ts";
import { DAY } from "./times.ts";

const LEGS = ["entry", "close", "stop", "target"] as const;

/** A state made by feeding it the lines of a diary, one by one. */
export function foldOf(
  entries: readonly DiaryEntry[],
  instruments: ReadonlyMap<string, Instrument>,
): RunState {
  const state = new RunState(instruments);
  for (const entry of entries) state.apply(entry);
  return state;
}

/** Everything that a state can be asked, as plain JSON, for these assets. */
export function stateDigest(state: RunState, assets: readonly string[]): unknown {
  const { book, closedTrades, fills, decisions, memory, syncedTo, halt, paused, peakEquityUsd, lastClose } =
    state;
  const { lastLook } = state;
  const ofAssets = assets.map((asset) => ({
    asset,
    leverage: state.leverageOf(asset),
    closedAt: state.closedAt(asset),
    attempts: LEGS.map((leg) => state.attempts(lastClose, asset, leg)),
  }));
  const plain = {
    actives: book.actives(),
    closedTrades,
    fills,
    decisions,
    memory,
    syncedTo,
    halt,
    paused,
    peakEquityUsd,
    lastClose,
    lastLook,
    sharpe: state.sharpe(),
    depositsUsd: state.depositsUsd,
    balanceUsd: state.explainedBalanceUsd,
    today: state.dayEquity(lastClose, -1),
    tomorrow: state.dayEquity(lastClose + DAY + 1, -1),
    own: fills.map(({ clientOrderId }) => state.ownLeg(clientOrderId)),
    ofAssets,
  };
  return JSON.parse(JSON.stringify(plain));
}
