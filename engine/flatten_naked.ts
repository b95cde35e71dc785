import { type AccountState, type Position, positionOf } from "./model/account.ts";
import { OrderNamer } from "./model/client_order_id.ts";
import { type Instrument, isSizeOnGrid } from "./model/instrument.ts";
import { type Fill, inDiaryOrder, NO_EVENTS } from "./model/order.ts";
import { ownSize } from "./model/own_size.ts";
import { isCovered } from "./model/protection.ts";
import { cancelOpening } from "./ports/cancel_opening.ts";
import type { OrderPorts } from "./ports/mod.ts";
import { sendGroup } from "./ports/send_group.ts";
import { judge } from "./risk/gate.ts";
import { NOTHING_TAKEN } from "./risk/proposal.ts";
import { closeStep } from "./risk/plan.ts";
import { RISK_PROFILES } from "./risk/profiles.ts";

/** The run whose positions are looked after. */
export interface WatchedRun {
  /** Names the orders that are sent. */
  readonly key: string;
  readonly instruments: readonly Instrument[];
  /** Whether an order is one that the run, or who looks after it, intended. */
  readonly isOurs: (clientOrderId: string | null) => boolean;
  /** When it began, ms: what stood in its assets then it took over, and that is told as filled at that moment. */
  readonly from: number;
}

/** What was found of one position, and what was done. */
export interface Flattened {
  readonly asset: string;
  /** `covered`: stops close all of it; `foreign`: naked and not the run's; `closed`; `left`: naked, and it stands. */
  readonly found: "covered" | "foreign" | "closed" | "left";
  /** In one line. */
  readonly text: string;
}

/** What a look came to. */
export interface LookedAfter {
  readonly account: AccountState;
  readonly positions: readonly Flattened[];
  /** Orders of the run's that could have opened something, cancelled or not, a line each. */
  readonly cancelled: readonly string[];
}

/** Between two looks: an order that just fills shows its stop a moment later than its position, ms. */
const LOOK_AGAIN_MS = 2_000;
/** Getting out of a position that nothing protects is worth more than a good price, basis points. */
const MAX_SLIPPAGE_BPS = 300;
/** No limit of it matters to a close. */
const PROFILE = RISK_PROFILES.get("conservative")!;

/**
 * Looks after the positions of a run that does not look after them itself: what of them has no stop in two looks is
 * closed, reduce-only, and what of its orders could still open something is cancelled. Nobody else's position or order
 * is touched. The intent is in the diary before anything is sent. Throws an ExchangeFault where the account does not
 * show.
 */
export async function flattenNaked(ports: OrderPorts, run: WatchedRun): Promise<LookedAfter> {
  const first = await look(ports);
  const suspects = first.account.positions.filter((position) => !isCovered("stop", position, first.account));
  if (suspects.length === 0) {
    const { account } = first;
    return {
      account,
      positions: account.positions.map(covered),
      cancelled: await cancelled(ports, run, account),
    };
  }
  await ports.clock.sleepUntil(ports.clock.now() + LOOK_AGAIN_MS);
  const second = await look(ports);
  const positions: Flattened[] = [];
  for (const position of second.account.positions) {
    const wasNaked = suspects.some(({ asset, side }) => asset === position.asset && side === position.side);
    if (isCovered("stop", position, second.account)) positions.push(covered(position));
    else if (wasNaked) positions.push(await flatten(position, { ports, run, ...second }));
    else positions.push(onceNaked(position));
  }
  const lines = await cancelled(ports, run, second.account);
  const last = positions.some(({ found }) => found === "closed") ? await look(ports) : second;
  return {
    account: last.account,
    positions: positions.map((one) => judged(one, last.account)),
    cancelled: lines,
  };
}

interface Look {
  readonly account: AccountState;
  readonly fills: readonly Fill[];
}

async function look({ exchange }: OrderPorts): Promise<Look> {
  const { account, events } = await exchange.sync(NO_EVENTS);
  return { account, fills: inDiaryOrder(events).filter((event) => event.kind === "fill") };
}

function covered({ asset, side, size }: Position): Flattened {
  return { asset, found: "covered", text: `the ${side} of ${size} ${asset} has its stop` };
}

function onceNaked({ asset, side, size }: Position): Flattened {
  return {
    asset,
    found: "left",
    text: `the ${side} of ${size} ${asset} has no stop in this look: the next one decides`,
  };
}

async function flatten(
  position: Position,
  by: Look & { readonly ports: OrderPorts; readonly run: WatchedRun },
): Promise<Flattened> {
  const { asset, side, size } = position;
  const { run, account, fills, ports } = by;
  const instrument = run.instruments.find(({ symbol }) => symbol === asset);
  const held = fills.filter((fill) => fill.asset === asset);
  const isOwn = (fill: Fill): boolean => isTakenOver(fill, run) || run.isOurs(fill.clientOrderId);
  const own = instrument === undefined ? 0 : ownSize({ instrument, position, fills: held }, isOwn);
  if (instrument === undefined || own === 0 || !isSizeOnGrid(own, instrument)) {
    const text = `the ${side} of ${size} ${asset} has no stop and is not the run's: it is left alone`;
    return { asset, found: "foreign", text };
  }
  const outcome = await close({ ...position, size: own }, { ports, run, account, instrument });
  const what = `the ${side} of ${own} ${asset} had no stop`;
  return outcome.status === "accepted"
    ? { asset, found: "closed", text: `${what}: closed at ${outcome.price ?? "the market"}` }
    : { asset, found: "left", text: `${what} and stands: ${outcome.reason}` };
}

function isTakenOver({ clientOrderId, time }: Fill, { from }: WatchedRun): boolean {
  return clientOrderId === null && time === from;
}

async function close(
  position: Position,
  { ports, run, account, instrument }: {
    readonly ports: OrderPorts;
    readonly run: WatchedRun;
    readonly account: AccountState;
    readonly instrument: Instrument;
  },
) {
  const moment = ports.clock.now();
  // Its own names: the run may wake up and send a close of the same moment.
  const namer = new OrderNamer({ key: `watch ${run.key}`, close: moment }, () => 0);
  const { proposal } = closeStep(position, {
    ...{ instrument, account, trade: null, profile: PROFILE, maxSlippageBps: MAX_SLIPPAGE_BPS },
    shownPrice: position.mark,
    isOurs: run.isOurs,
    nextId: (leg) => namer.next(position.asset, leg),
  });
  const instruments = new Map([[instrument.symbol, instrument]]);
  const limits = {
    halt: null,
    candlesSinceClose: null,
    takerFee: 0,
    knownLeverage: null,
    taken: NOTHING_TAKEN,
  };
  const verdict = judge(proposal, { account, instruments, profile: PROFILE, ...limits });
  if ("refusal" in verdict) return { status: "rejected", reason: verdict.refusal.detail } as const;
  const { asset, purpose, legs } = verdict.approved;
  ports.diary.append({
    ...{ kind: "intent", close: moment, origin: "secure", decisions: [] },
    orders: [{ asset, purpose, legs, leverage: null }],
  });
  await ports.diary.commit();
  const outcomes = await sendGroup(verdict.approved, ports.exchange);
  ports.diary.append({ kind: "outcome", close: moment, asset, purpose, legs: outcomes });
  await ports.diary.commit();
  return outcomes[0];
}

/** What nobody looks after may not be opened either; a line for each. */
async function cancelled(
  { exchange }: OrderPorts,
  run: WatchedRun,
  account: AccountState,
): Promise<string[]> {
  return (await cancelOpening(account, exchange, run.isOurs)).map(({ asset, kind, outcome }) => {
    const done = outcome.status === "accepted" ? "cancelled" : `not cancelled: ${outcome.reason}`;
    return `the ${kind} of ${asset} that could still open a position: ${done}`;
  });
}

/** An order that was taken may have filled in part only. */
function judged(one: Flattened, account: AccountState): Flattened {
  const position = one.found === "closed" ? positionOf(account, one.asset) : null;
  if (position === null || isCovered("stop", position, account)) return one;
  const { side, size, asset } = position;
  return { asset, found: "left", text: `${one.text}; a ${side} of ${size} stands without a stop` };
}
