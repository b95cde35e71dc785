import type { LookFrame } from "./circumstances.ts";
import type { Engine } from "./engine.ts";
import { look, mend, unseenFault } from "./look_and_secure.ts";
import type { GuardEntry } from "./model/diary_entry.ts";
import { haltAt } from "./model/run_state.ts";
import { isSecured } from "./steps/secure.ts";

/** How positions are looked after between cycles and while a model thinks, on a clock that goes by itself. */
export interface Guarding {
  /** From one look to the next, ms. */
  readonly everyMs: number;
  /** Aborted as soon as something happened to an order; a new signal after that. */
  readonly events: () => AbortSignal;
  /** Told when the waiting for a close or a look begins, and when a look found nothing and did nothing. */
  readonly onWait?: () => void;
  readonly onQuiet?: () => void;
}

const NO_PRICES: LookFrame["shown"] = new Map<string, number>();

/**
 * A look between cycles, or while a model thinks: Sync and Secure only. What happened in the account is not taken in: it stands in the line of the
 * next cycle. A line is written only where something was found; else null.
 */
export async function runGuard(engine: Engine): Promise<GuardEntry | null> {
  const { ports, state } = engine;
  const close = ports.clock.now();
  const seen = await look(engine);
  if (typeof seen === "string") return blind(engine, close, seen);
  const { account } = seen;
  state.isBlind = false;
  if (isSecured({ account, state })) {
    state.securedAt = close;
    return null;
  }
  const frame = { close, synced: { account, halt: haltAt(state, close) }, shown: NO_PRICES };
  const { naked, faults, account: last } = await mend(engine, frame, () => undefined);
  const { balanceUsd, equityUsd } = last;
  return write(engine, {
    ...{ kind: "guard", close, balanceUsd, equityUsd },
    naked: naked.length === 0 ? undefined : naked,
    faults,
  });
}

/** Of several looks in a row at which the account did not show the first one is told. */
async function blind(engine: Engine, close: number, what: string): Promise<GuardEntry | null> {
  const { state } = engine;
  if (state.isBlind) return null;
  const balances = { balanceUsd: state.explainedBalanceUsd, equityUsd: state.lastEquityUsd };
  return await write(engine, { kind: "guard", close, ...balances, faults: [unseenFault(what)] });
}

async function write({ ports, state }: Engine, entry: GuardEntry): Promise<GuardEntry> {
  ports.diary.append(entry);
  state.guard(entry);
  await ports.diary.commit();
  return entry;
}
