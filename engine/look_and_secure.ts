import { circumstances, type CycleFrame, type LookFrame } from "./circumstances.ts";
import type { Done } from "./cycle_entry.ts";
import type { Engine } from "./engine.ts";
import type { AccountState, ExchangeState } from "./model/account.ts";
import type { Awaitable } from "./model/awaitable.ts";
import type { Fault, NakedTime } from "./model/diary_entry.ts";
import { failureOf } from "./ports/port_failure.ts";
import { isSecured, NOTHING_SECURED, secure, type Secured } from "./steps/secure.ts";
import { absorbAll } from "./steps/sync.ts";

/** From one attempt to secure to the next, ms. */
const AGAIN_MS = 1000;
/** So many times the limit of a naked position it is tried to close it; then the next look tries. */
const LIMITS = 3;

/** The account and what is new of it; why, where the exchange fails. */
export function look({ ports, state }: Engine): Awaitable<ExchangeState | string> {
  try {
    const seen = ports.exchange.sync(state.syncedTo);
    return seen instanceof Promise ? seen.catch(failureOf) : seen;
  } catch (error) {
    return failureOf(error);
  }
}

/** Secure: looks at the account again, mends what is not protected, and looks once more if it had to. */
export function lookAndSecure(engine: Engine, frame: CycleFrame): Awaitable<Done["secured"]> {
  const looking = look(engine);
  if (looking instanceof Promise) return looking.then((seen) => securedAs(seen, engine, frame));
  return securedAs(looking, engine, frame);
}

function securedAs(
  seen: ExchangeState | string,
  engine: Engine,
  frame: CycleFrame,
): Awaitable<Done["secured"]> {
  if (typeof seen === "string") return unseen(frame.synced.account, seen);
  const { state } = engine;
  const { account, events } = seen;
  const trades = absorbAll(state, events);
  if (!isSecured({ account, state })) return mendAndLook(engine, frame, { account, events, trades });
  const { naked, faults } = NOTHING_SECURED;
  return { naked, faults, account, events, trades };
}

/** The exchange did not show the account: the one seen last is told, and the fault. */
function unseen(account: AccountState, what: string): Done["secured"] {
  return { naked: [], faults: [unseenFault(what)], account, events: [], trades: [] };
}

/** The fault of an account that does not show. */
export function unseenFault(what: string): Fault {
  return { step: "secure", on: "account", what, done: "not looked at; the next cycle looks again" };
}

async function mendAndLook(
  engine: Engine,
  frame: CycleFrame,
  { account, events, trades }: Omit<Done["secured"], "naked" | "faults">,
): Promise<Done["secured"]> {
  const all = { events: [...events], trades: [...trades] };
  const mended = await mend(engine, { ...frame, synced: { ...frame.synced, account } }, (seen) => {
    all.events.push(...seen.events);
    all.trades.push(...absorbAll(engine.state, seen.events));
  });
  return { ...mended, ...all };
}

/** What mending came to, and the account seen last. */
export interface Mended extends Secured {
  readonly account: AccountState;
}

/**
 * Mends what is not secured in the frame's account, and looks again. Where a position has to be mended in time it goes on
 * until it is; what has no stop when its limit is over is closed. `onSeen` is told each further look.
 */
export async function mend(
  engine: Engine,
  frame: LookFrame,
  onSeen: (seen: ExchangeState) => void,
): Promise<Mended> {
  const { ports, run, state } = engine;
  const limitMs = run.bounds?.nakedLimitMs;
  const begun = limitMs === undefined ? 0 : ports.clock.now();
  const naked: NakedTime[] = [];
  const faults: Fault[] = [];
  let { account } = frame.synced;
  let isOverdue = false;
  for (;;) {
    const by = { ...circumstances(engine, frame, account), isOverdue };
    const secured = await secure(ports, by, frame.close + run.latencyMs);
    keepLongest(naked, secured.naked);
    keepOnce(faults, secured.faults);
    const seen = await look(engine);
    if (typeof seen === "string") keepOnce(faults, [unseenFault(seen)]);
    else {
      account = seen.account;
      onSeen(seen);
    }
    if (limitMs === undefined) break;
    if (typeof seen !== "string" && isSecured({ account, state })) break;
    const passedMs = ports.clock.now() - begun;
    if (passedMs >= LIMITS * limitMs) break;
    const nextMs = passedMs + AGAIN_MS;
    await ports.clock.sleepUntil(begun + (passedMs < limitMs ? Math.min(nextMs, limitMs) : nextMs));
    isOverdue = ports.clock.now() - begun >= limitMs;
  }
  return { naked, faults, account };
}

/** Of an asset that was found naked again and again the longest time is told. */
function keepLongest(kept: NakedTime[], more: readonly NakedTime[]): void {
  for (const one of more) {
    const index = kept.findIndex(({ asset }) => asset === one.asset);
    if (index < 0) kept.push(one);
    else if (one.lengthMs > kept[index].lengthMs) kept[index] = { ...kept[index], lengthMs: one.lengthMs };
  }
}

/** What is found and done again and again is told once. */
function keepOnce(kept: Fault[], more: readonly Fault[]): void {
  for (const one of more) {
    if (!kept.some(({ on, what, done }) => on === one.on && what === one.what && done === one.done)) {
      kept.push(one);
    }
  }
}
