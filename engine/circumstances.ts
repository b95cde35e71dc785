import type { Engine } from "./engine.ts";
import type { AccountState } from "./model/account.ts";
import { OrderNamer } from "./model/client_order_id.ts";
import type { Circumstances, ShownPrices } from "./risk/judge_decisions.ts";
import type { Synced } from "./steps/sync.ts";

/** What orders are judged by at a moment. */
export interface LookFrame {
  /** The candle close; for a command or the guard the moment it was taken up, ms. */
  readonly close: number;
  readonly synced: Pick<Synced, "account" | "halt">;
  /** The shown price of each asset that can be acted on, USD. */
  readonly shown: ShownPrices;
  /** Assets that are too far from their candles to be entered, with their basis, basis points; not given: none is. */
  readonly farBps?: ReadonlyMap<string, number> | undefined;
}

/** What the steps after Sync go by. */
export interface CycleFrame extends LookFrame {
  readonly synced: Synced;
}

/** What orders are judged by, of an account as it is now. */
export function circumstances(engine: Engine, frame: LookFrame, account: AccountState): Circumstances {
  const { run, state, instruments } = engine;
  const { close, synced, shown } = frame;
  return {
    close,
    interval: run.interval,
    account,
    state,
    profile: run.profile,
    halt: synced.halt,
    instruments,
    shown,
    takerFee: run.takerFee,
    maxSlippageBps: run.maxSlippageBps,
    farBps: frame.farBps,
    sendWithinMs: run.bounds?.sendWithinMs ?? Infinity,
    namer: new OrderNamer({ key: run.key, close }, (asset, leg) => state.attempts(close, asset, leg)),
  };
}
